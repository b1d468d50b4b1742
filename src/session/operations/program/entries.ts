import { formatDecimal } from '../../../crypto/decimal.js';
import { cellKeys } from '../../../language/plan/sums/cells.js';
import { measureWords } from '../../../language/plan/sums/words.js';
import type { Compiled } from './compiled.js';

/** One number that a party contributes. */
export interface Entry {
  /** In the words of the agreement. */
  readonly what: string;
  /** The keys of its cell. Empty if it belongs to no table. */
  readonly where: Readonly<Record<string, string>>;
  /** Exact. */
  readonly value: string;
}

/** A party's contribution, in the order of the plan. A sum for several recipients appears once. */
export function entriesOf({ checked, measures, known, names }: Compiled, sums: readonly (readonly bigint[])[]): Entry[] {
  return measures.flatMap((measure, i) => {
    if (measures.findIndex(({ key }) => key === measure.key) !== i) return [];
    const { table, decimals } = measure;
    const what = table === undefined ? measureWords(checked, measure) : `${table.name}: ${measureWords(checked, measure)}`;
    const cells = table === undefined ? [{}] : cellKeys(checked, table, known, names);
    return cells.map((keys, cell): Entry => ({ what, where: Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, typeof value === 'boolean' ? (value ? 'yes' : 'no') : (value ?? '')])), value: formatDecimal(sums[i]?.[cell] ?? 0n, decimals) }));
  });
}
