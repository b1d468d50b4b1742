import { HASH_BYTES, type HashRows, type MacRows, sliceRows } from './rows.js';

/** Correlated strings of both halves, and bits: one a byte at the side that has the bits, 0 at the side that has the keys. */
export interface Strings {
  readonly hash: HashRows;
  readonly mac: MacRows;
  readonly bits: Uint8Array;
}

/** Strings `from` to `to − 1`, in the same memory. */
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
