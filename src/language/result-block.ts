/** A number is laid out in groups of three digits. */
export type ResultCell = string | { readonly number: string };

/** How people would rather look at a table than read it. Positions of columns. */
export interface Look {
  /** How many columns are keys; they come first. */
  readonly keys: number;
  /** Columns that run along the last key, as a survival curve does. */
  readonly curves: readonly number[];
  /** The column to draw as bars if there is no curve; undefined where there are too many to choose from. */
  readonly bars: number | undefined;
}

export type ResultBlock = { readonly kind: 'line'; readonly text: string } | { readonly kind: 'numbers'; readonly head: readonly string[]; readonly rows: readonly (readonly ResultCell[])[]; readonly look?: Look };
