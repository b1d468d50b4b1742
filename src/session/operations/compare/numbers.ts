import { rangeOf, type TotalRange } from '../linear/bounds.js';
import type { Column } from '../linear/types.js';
import type { CompareAgreement } from './types.js';

export function columnOf({ columns }: Pick<CompareAgreement, 'columns'>): Column {
  return columns[0] as Column;
}

/** What a party's number can be, scaled by the column's decimals: one cell, or the total of up to `maxRows` of them. */
export function numberRange(agreement: CompareAgreement): TotalRange {
  const { min, max } = rangeOf(columnOf(agreement));
  const rows = BigInt(agreement.limits.maxRows);
  // Cells that are left out leave at least one.
  const mayBeZero = agreement.operation.emptyCells === 'zero';
  const low = min < 0n ? min * rows : mayBeZero ? 0n : min;
  const high = max > 0n ? max * rows : mayBeZero ? 0n : max;
  return { low, high };
}

/** Bits of a number less the least that it can be. */
export function numberBits(agreement: CompareAgreement): number {
  const { low, high } = numberRange(agreement);
  return Math.max(1, (high - low).toString(2).length);
}
