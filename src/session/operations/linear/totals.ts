import { averageOf, formatDecimal } from '../../../crypto/decimal.js';
import { fromElement, toElement, type Field } from '../../../crypto/field.js';
import { elementsOf, vectorOf, type FieldVector } from '../../../crypto/field-vector.js';
import { bug, MpcError } from '../../../errors.js';
import { countRange, partRange, rangeOf, totalRange } from './bounds.js';
import type { Column, LinearAgreement } from '../../agreement/types.js';

/** Of one column of one party's file: the total, scaled by the column's decimals, and how many cells it is of. */
export interface ColumnTotal {
  readonly sum: bigint;
  readonly count: bigint;
}

/** What a recipient learns, as it is printed. Numbers are strings, exact. */
export type LinearResult = { readonly columns: Record<string, { sum: string } | { sum: string; count: string; average: string | null }> };

/** Elements that are summed under sharing: a total per column, and for an average a count per column after them. */
export function vectorLength(agreement: LinearAgreement): number {
  return agreement.columns.length * (agreement.operation.name === 'average' ? 2 : 1);
}

/** A party's totals as the vector it shares. A party without data gives zeros. */
export function contributionOf(agreement: LinearAgreement, field: Field, totals: readonly ColumnTotal[] | undefined): FieldVector {
  const parts = totals ?? agreement.columns.map(() => ({ sum: 0n, count: 0n }));
  agreement.columns.forEach((column, i) => {
    const { low, high } = partRange(agreement, column);
    const part = parts[i];
    if (part === undefined || part.sum < low || part.sum > high || part.count < 0n || part.count > BigInt(agreement.limits.maxRows)) {
      throw bug('a contribution lies outside what the agreement allows');
    }
  });
  const sums = parts.map((part) => toElement(field, part.sum));
  const counts = agreement.operation.name === 'average' ? parts.map((part) => toElement(field, part.count)) : [];
  return vectorOf(field, [...sums, ...counts]);
}

/** Reads the opened vector. Throws DEVIATION where a total lies outside what honest parties can put in. */
export function resultOf(agreement: LinearAgreement, field: Field, opened: FieldVector): LinearResult {
  const { operation } = agreement;
  const elements = elementsOf(field, opened);
  const columns: LinearResult['columns'] = Object.create(null) as LinearResult['columns'];
  agreement.columns.forEach((column, i) => {
    const { low, high } = totalRange(agreement, column);
    const sum = inRange(field, elements[i], low, high);
    const text = formatDecimal(sum, column.decimals);
    if (operation.name === 'sum') {
      columns[column.name] = { sum: text };
      return;
    }
    const counts = countRange(agreement);
    const count = inRange(field, elements[agreement.columns.length + i], counts.low, counts.high);
    checkAgainstCount(agreement, column, sum, count);
    columns[column.name] = { sum: text, count: count.toString(), average: count === 0n ? null : averageOf(sum, count, column.decimals, operation.digits) };
  });
  return { columns };
}

/** That many cells of that range cannot add up to just anything. */
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
