import { elementAt, ELEMENT_BYTES, encodeElement, timesX } from '../ot/element.js';
import { ROWS_IN_BLOCK } from '../ot/extension.js';
import { HASH_BYTES, type HashRows, sliceRows } from '../engine/rows.js';
import type { Strings } from './memory.js';
import type { CotParameters } from './parameters.js';

export function sliceStrings({ hash, mac, bits }: Strings, from: number, to: number): Strings {
  return { hash: hash.subarray(HASH_BYTES * from, HASH_BYTES * to), mac: sliceRows(mac, from, to), bits: bits.subarray(from, to) };
}

/** In memory of their own. */
export function copyStrings({ hash, mac, bits }: Strings): Strings {
  return { hash: hash.slice(), mac: mac.slice(), bits: bits.slice() };
}

export function eraseStrings({ hash, mac, bits }: Strings): void {
  for (const part of [hash, mac, bits]) part.fill(0);
}

/** What a chunk uses up: strings of the code, one for each level of each tree, and a block for the check. No string serves two purposes. */
export interface Base {
  readonly columns: Strings;
  readonly trees: Strings;
  readonly check: Strings;
}

/** Throws a RangeError where there are not as many as a chunk takes. */
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
