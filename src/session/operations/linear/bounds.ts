import { formatDecimal, parseDecimal } from '../../../crypto/decimal.js';
import { smallestField, type Field } from '../../../crypto/field.js';
import { invalid } from '../../agreement/invalid.js';
import type { EmptyCells, TotalsReading } from '../reading.js';
import type { Column, LinearAgreement } from './types.js';

/** Magnitudes of single values, scaled by their decimals, are below this. */
export const MAGNITUDE_LIMIT = 2n ** 128n;

/** The range of values in one column, as integers scaled by 10^decimals. */
export interface ColumnRange {
  readonly min: bigint;
  readonly max: bigint;
}

/** The least and the greatest possible total. low ≤ 0 ≤ high, because a party may have no rows. */
export interface TotalRange {
  readonly low: bigint;
  readonly high: bigint;
}

export function rangeOf(column: Column): ColumnRange {
  const min = exact(column.min, column.decimals);
  const max = exact(column.max, column.decimals);
  if (min === undefined || max === undefined || min > max) {
    throw invalid(`the range of the column "${column.name}" is not a range of numbers with ${column.decimals} decimals`);
  }
  if (max >= MAGNITUDE_LIMIT || -min >= MAGNITUDE_LIMIT) {
    throw invalid(`the range of the column "${column.name}" goes beyond 128 bits once its decimals are counted`);
  }
  return { min, max };
}

/** What is read from a party's file under an agreement on columns of numbers. `mayBeEmpty`: whether the party may have no value. */
export function totalsReading({ operation, columns, limits }: NumbersAgreement, mayBeEmpty: boolean): TotalsReading {
  return {
    kind: 'totals',
    columns: columns.map((column) => ({ name: column.name, decimals: column.decimals, ...rangeOf(column) })),
    emptyCells: operation.emptyCells,
    maxRows: limits.maxRows,
    mayBeEmpty,
    columnNames: columns.map((column) => column.name),
  };
}

interface NumbersAgreement {
  readonly operation: { readonly emptyCells: EmptyCells };
  readonly columns: readonly Column[];
  readonly limits: { readonly maxRows: number };
}

function exact(text: string, decimals: number): bigint | undefined {
  const value = parseDecimal(text, decimals);
  // Each number has one spelling: two agreements with the same meaning must not differ in their digests.
  return value !== undefined && formatDecimal(value, decimals) === text ? value : undefined;
}

/** The range of one contributor's total of a column, for any number of rows up to the limit. */
export function partRange(agreement: LinearAgreement, column: Column): TotalRange {
  const { min, max } = rangeOf(column);
  const rows = BigInt(agreement.limits.maxRows);
  return { low: min < 0n ? min * rows : 0n, high: max > 0n ? max * rows : 0n };
}

/** The range of a column's total over all contributors. */
export function totalRange(agreement: LinearAgreement, column: Column): TotalRange {
  const part = partRange(agreement, column);
  const contributors = BigInt(agreement.contributors.length);
  return { low: part.low * contributors, high: part.high * contributors };
}

/** The range of the number of rows over all contributors. */
export function countRange(agreement: LinearAgreement): TotalRange {
  return { low: 0n, high: BigInt(agreement.limits.maxRows) * BigInt(agreement.contributors.length) };
}

/** The smallest field in which no total of this agreement can wrap: every total has its own element. Throws AGREEMENT_INVALID if none is large enough. */
export function fieldFor(agreement: LinearAgreement): Field {
  let { low, high } = countRange(agreement);
  for (const column of agreement.columns) {
    const total = totalRange(agreement, column);
    if (total.low < low) low = total.low;
    if (total.high > high) high = total.high;
  }
  const field = smallestField(low, high);
  if (field === undefined) throw invalid('its ranges and its row limit allow totals that no field here holds');
  return field;
}
