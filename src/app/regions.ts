/** The country of phone numbers and postcodes: one for all columns, or one by column. In a map, the key undefined means all other columns. */
export type Regions = string | Readonly<Record<string, string>> | ReadonlyMap<string | undefined, string>;

/** By the name of the column; under undefined that of all others. */
export function regionsOf(regions: Regions | undefined): ReadonlyMap<string | undefined, string> {
  if (regions instanceof Map) return regions as ReadonlyMap<string | undefined, string>;
  return new Map<string | undefined, string>(typeof regions === 'string' ? [[undefined, regions]] : Object.entries(regions ?? {}));
}
