import { formatDecimal, parseDecimal } from '../../crypto/decimal.js';
import { freeName, headOf, programOf, type NumberColumn, type Records } from './records.js';

/** Bars of a histogram, at most. */
export const MOST_BARS = 1000;

/** Bounds between the bars, with the column's decimals: every multiple of the step inside its range. Undefined where the step is none, or there are too many. */
export function cutsOf({ low, high, decimals }: NumberColumn, step: string): string[] | undefined {
  const [least, most, width] = [low, high, step].map((text) => parseDecimal(text, decimals));
  if (least === undefined || most === undefined || width === undefined || width <= 0n || (most - least) / width >= BigInt(MOST_BARS)) return undefined;
  const cuts: string[] = [];
  let at = (least / width) * width;
  while (at <= least) at += width;
  for (; at <= most; at += width) cuts.push(formatDecimal(at, decimals));
  return cuts;
}

/** How many rows have a value in each band of a column. */
export function histogramProgram(records: Records, column: NumberColumn, cuts: readonly string[]): string {
  const taken = new Set(records.columns.map(({ name }) => name));
  const [band, table, n] = [freeName(`${column.name}_band`, taken), freeName('histogram', taken), freeName('n', taken)];
  const title = `Rows by ${column.name}`;
  const keep = records.empty === 'skip' ? [`keep where ${column.name} is given`] : [];
  return programOf([...headOf(title, records, [...keep, `${band} = bands(${column.name}, ${cuts.join(', ')})`]), `table ${table} by ${band} of records:`, `    ${n} = count()`, '', `reveal ${table} as "${title.toLowerCase()}" to everyone`]);
}
