import { rangeOf, type TotalRange } from '../linear/bounds.js';
import type { Column } from '../linear/types.js';
import type { CompareAgreement } from './types.js';

export function columnOf({ columns }: Pick<CompareAgreement, 'columns'>): Column {
  return columns[0] as Column;
}

/** The range of a party's number, scaled by the column's decimals: one cell, or the total of up to `maxRows` cells. */
export function numberRange(agreement: CompareAgreement): TotalRange {
  const { min, max } = rangeOf(columnOf(agreement));
  const rows = BigInt(agreement.limits.maxRows);
  // If cells are left out, at least one remains.
  const mayBeZero = agreement.operation.emptyCells === 'zero';
  const low = min < 0n ? min * rows : mayBeZero ? 0n : min;
  const high = max > 0n ? max * rows : mayBeZero ? 0n : max;
  return { low, high };
}

/** The bits of a number minus its minimum. */
export function numberBits(agreement: CompareAgreement): number {
  const { low, high } = numberRange(agreement);
  return Math.max(1, (high - low).toString(2).length);
}
