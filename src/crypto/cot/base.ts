import { elementAt, ELEMENT_BYTES, encodeElement, timesX } from '../ot/element.js';
import { ROWS_IN_BLOCK } from '../ot/extension.js';
import type { HashRows } from '../engine/rows.js';
import { sliceStrings, type Strings } from '../engine/strings.js';
import type { CotParameters } from './parameters.js';

/** What a chunk uses up: strings of the code, one for each level of each tree, and a block for the check. No string serves two purposes. */
export interface Base {
  readonly columns: Strings;
  readonly trees: Strings;
  readonly check: Strings;
}

/** Throws a RangeError unless there are as many strings as a chunk takes. */
export function baseOf(strings: Strings, { columns, trees, depth }: CotParameters): Base {
  const behind = columns + trees * depth;
  if (strings.bits.length !== behind + ROWS_IN_BLOCK) throw new RangeError('a base of another size');
  return { columns: sliceStrings(strings, 0, columns), trees: sliceStrings(strings, columns, behind), check: sliceStrings(strings, behind, behind + ROWS_IN_BLOCK) };
}

/** Σ_j X^j · row_j of up to 128 hash rows: 16 bytes. */
export function packHashRows(rows: HashRows): Uint8Array {
  let sum = 0n;
  for (let row = rows.length / ELEMENT_BYTES - 1; row >= 0; row--) sum = timesX(sum) ^ elementAt(rows, row);
  return encodeElement(sum);
}
