import { formatDecimal, parseDecimal } from '../../../crypto/decimal.js';
import { MpcError } from '../../../errors.js';
import type { Column } from './types.js';

/** Wide enough for money and head counts: ± 10^13 with two decimals. */
const DEFAULT_DECIMALS = 2;
const DEFAULT_LIMIT = '10000000000000';

/**
 * Reads NAME[:MIN..MAX[:DECIMALS]]. MIN and MAX are in the column's own units. A range without DECIMALS means integers. Without a range, the column has two
 * decimals and ± 10^13. Throws USAGE.
 */
export function parseColumn(text: string): Column {
  const [name = '', range, decimals, ...more] = text.split(':');
  if (name.trim() === '' || more.length > 0) throw badColumn(text, 'it is not NAME or NAME:MIN..MAX or NAME:MIN..MAX:DECIMALS');
  if (range === undefined) return columnOf(text, name, `-${DEFAULT_LIMIT}`, DEFAULT_LIMIT, DEFAULT_DECIMALS);
  const [min, max, ...rest] = range.split('..');
  if (min === undefined || max === undefined || rest.length > 0) throw badColumn(text, `"${range}" is not MIN..MAX`);
  if (decimals !== undefined && !/^\d{1,2}$/.test(decimals)) throw badColumn(text, 'DECIMALS is not a whole number from 0 to 30');
  return columnOf(text, name, min, max, decimals === undefined ? 0 : Number(decimals));
}

/** Throws USAGE if two columns have the same name. */
export function refuseTwice(columns: readonly { readonly name: string }[]): void {
  const twice = columns.find(({ name }, i) => columns.findIndex((other) => other.name === name) !== i);
  if (twice !== undefined) throw new MpcError('USAGE', `--column names "${twice.name}" twice.`, 'Name each column once.');
}

function columnOf(text: string, name: string, min: string, max: string, decimals: number): Column {
  if (decimals > 30) throw badColumn(text, 'DECIMALS is not a whole number from 0 to 30');
  const low = parseDecimal(min.trim(), decimals);
  const high = parseDecimal(max.trim(), decimals);
  if (low === undefined || high === undefined) throw badColumn(text, `MIN and MAX are not numbers with at most ${decimals} decimals`);
  if (low > high) throw badColumn(text, 'MIN is greater than MAX');
  return { name: name.normalize('NFC').trim(), type: 'number', decimals, min: formatDecimal(low, decimals), max: formatDecimal(high, decimals) };
}

function badColumn(text: string, why: string): MpcError {
  return new MpcError('USAGE', `--column ${text}: ${why}.`, 'Write, for example, --column salary:0..500000:2 for numbers from 0 to 500000 with two decimals.');
}
