import { fromElement, toElement, type Field } from '../../../crypto/field.js';
import { elementsOf, vectorOf, type FieldVector } from '../../../crypto/field-vector.js';
import { bug, MpcError } from '../../../errors.js';
import type { ColumnTotal } from '../reading.js';
import { countRange, partRange, rangeOf, totalRange } from './bounds.js';
import type { LinearKind } from './kind.js';
import type { Column, LinearAgreement } from './types.js';

/** What a recipient learns, as printed. Numbers are exact strings. */
export interface LinearResult<C extends object = object> {
  readonly columns: Readonly<Record<string, C>>;
}

/** Elements that are summed under sharing: a total for each column and, if the operation takes counts, then a count for each column. */
export function vectorLength({ hasCounts }: Pick<LinearKind, 'hasCounts'>, { columns }: Pick<LinearAgreement, 'columns'>): number {
  return columns.length * (hasCounts ? 2 : 1);
}

/** A party's totals as the vector that it shares. A party without data gives zeros. */
export function contributionOf({ hasCounts }: Pick<LinearKind, 'hasCounts'>, agreement: LinearAgreement, field: Field, totals: readonly ColumnTotal[] | undefined): FieldVector {
  const parts = totals ?? agreement.columns.map(() => ({ sum: 0n, count: 0n }));
  agreement.columns.forEach((column, i) => {
    const { low, high } = partRange(agreement, column);
    const part = parts[i];
    if (part === undefined || part.sum < low || part.sum > high || part.count < 0n || part.count > BigInt(agreement.limits.maxRows)) {
      throw bug('a contribution lies outside what the agreement allows');
    }
  });
  const sums = parts.map((part) => toElement(field, part.sum));
  const counts = hasCounts ? parts.map((part) => toElement(field, part.count)) : [];
  return vectorOf(field, [...sums, ...counts]);
}

/** Reads the opened vector. Throws DEVIATION if a total is outside the range that honest parties can produce. */
export function resultOf<A extends LinearAgreement, C extends object>(kind: LinearKind<A, C>, agreement: A, field: Field, opened: FieldVector): LinearResult<C> {
  const elements = elementsOf(field, opened);
  // The object has no prototype, because a column may have any name.
  const columns = Object.create(null) as Record<string, C>;
  agreement.columns.forEach((column, i) => {
    const { low, high } = totalRange(agreement, column);
    const sum = inRange(field, elements[i], low, high);
    const count = kind.hasCounts ? countOf(agreement, field, column, sum, elements[agreement.columns.length + i]) : 0n;
    columns[column.name] = kind.column(agreement, column.decimals, sum, count);
  });
  return { columns };
}

function countOf(agreement: LinearAgreement, field: Field, column: Column, sum: bigint, element: bigint | undefined): bigint {
  const { low, high } = countRange(agreement);
  const count = inRange(field, element, low, high);
  checkAgainstCount(agreement, column, sum, count);
  return count;
}

/** Checks a total against the number of cells and their range. */
function checkAgainstCount(agreement: LinearAgreement, column: Column, sum: bigint, count: bigint): void {
  const { min, max } = rangeOf(column);
  const zeros = agreement.operation.emptyCells === 'zero';
  const low = zeros && min > 0n ? 0n : min;
  const high = zeros && max < 0n ? 0n : max;
  if (sum < low * count || sum > high * count) throw outOfRange();
}

function inRange(field: Field, element: bigint | undefined, low: bigint, high: bigint): bigint {
  const value = element === undefined ? undefined : fromElement(field, element, low, high);
  if (value !== undefined) return value;
  throw outOfRange();
}

function outOfRange(): MpcError {
  return new MpcError('DEVIATION', 'The opened total lies outside what the agreement’s ranges and row limits allow, so some party put in what it must not.', 'No result was accepted. The evidence does not say which party it was.');
}
