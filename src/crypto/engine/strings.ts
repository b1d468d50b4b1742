import { HASH_BYTES, type HashRows, type MacRows, sliceRows } from './rows.js';

/** Correlated strings of both halves, and bits: one a byte at the side that has the bits, 0 at the side that has the keys. */
export interface Strings {
  readonly hash: HashRows;
  readonly mac: MacRows;
  readonly bits: Uint8Array;
}

/** Where correlated strings are taken from: once each, from the front, by an index that only grows. */
export interface Supply {
  /** How many nobody took yet. */
  readonly left: number;
  /** The next ones, with hash halves for the first `hashed`: the supply's own memory, of which the caller copies what it takes. Rejects with a RangeError where there are not so many left. */
  next(count: number, hashed: number): Promise<Strings>;
  erase(): void;
}

/** Strings that are there, as a supply. */
export function supplyOf(strings: Strings): Supply {
  let given = 0;
  return {
    get left() {
      return strings.bits.length - given;
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- other supplies compute what they give
    async next(count, hashed) {
      if (!Number.isInteger(count) || count < 0 || count > this.left || hashed > count) throw new RangeError('more correlated transfers than there are');
      const { hash, mac, bits } = sliceStrings(strings, given, given + count);
      given += count;
      return { hash: hash.subarray(0, HASH_BYTES * hashed), mac, bits };
    },
    erase: () => eraseStrings(strings),
  };
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
