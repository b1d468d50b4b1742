import { invalid } from '../../agreement/invalid.js';
import { rangeOf, type TotalRange } from '../linear/bounds.js';
import type { Column } from '../linear/types.js';
import type { CompareAgreement } from './types.js';

/** Bits of the widest number that is compared. */
const MOST_BITS = 128;

/** What a party's number can be: one cell, or the total of up to `maxRows` of them. */
export function numberRange({ columns, operation, limits }: CompareAgreement): TotalRange {
  const { min, max } = rangeOf(columns[0] as Column);
  const rows = BigInt(limits.maxRows);
  const mayBeZero = limits.allowNoRows === true || operation.emptyCells === 'zero';
  const low = min < 0n ? min * rows : mayBeZero ? 0n : min;
  const high = max > 0n ? max * rows : mayBeZero ? 0n : max;
  return { low, high };
}

/** Bits of a number less the least that it can be. Throws AGREEMENT_INVALID where they are too many. */
export function numberBits(agreement: CompareAgreement): number {
  const { low, high } = numberRange(agreement);
  const bits = Math.max(1, (high - low).toString(2).length);
  if (high - low >= 1n << BigInt(MOST_BITS)) throw invalid(`the numbers that it compares can have more than ${MOST_BITS} bits, with its range and row limit`);
  return bits;
}
