import { readU128le, writeU128le } from '../bytes.js';
import { DENSE_COLUMNS, VALUE_BYTES } from './parameters.js';

/** States that the columns whose bits are set in `mask` add up to `sum`. */
export interface Equation {
  readonly mask: bigint;
  readonly sum: bigint;
}

/**
 * Changes `columns` (64 × 16 bytes, uniform at first) so that the equations hold. The result is a uniform solution. False if the equations' masks are linearly
 * dependent.
 */
export function solveDense(equations: readonly Equation[], columns: Uint8Array): boolean {
  const solved: (Equation & { readonly pivot: bigint })[] = [];
  for (const equation of equations) {
    let { mask, sum } = equation;
    for (const each of solved) {
      if ((mask & each.pivot) === 0n) continue;
      mask ^= each.mask;
      sum ^= each.sum;
    }
    if (mask === 0n) return false;
    solved.push({ mask, sum, pivot: mask & -mask });
  }
  // No later equation contains the pivot of an earlier one. From the last equation to the first, each fixes its pivot from the rest.
  for (const { mask, sum, pivot } of solved.reverse()) {
    let value = sum;
    for (let column = 0; column < DENSE_COLUMNS; column++) {
      const bit = 1n << BigInt(column);
      if (bit !== pivot && (mask & bit) !== 0n) value ^= readU128le(columns, VALUE_BYTES * column);
    }
    writeU128le(columns, VALUE_BYTES * pivotColumn(pivot), value);
  }
  return true;
}

function pivotColumn(pivot: bigint): number {
  return pivot.toString(2).length - 1;
}
