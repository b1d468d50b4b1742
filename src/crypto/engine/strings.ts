import { HASH_BYTES, type HashRows, type MacRows, sliceRows } from './rows.js';

/** Correlated strings: both halves, and bits, one a byte. The side that has the keys has 0 for every bit. */
export interface Strings {
  readonly hash: HashRows;
  readonly mac: MacRows;
  readonly bits: Uint8Array;
}

/** A source of correlated strings. Each string is taken once, from the front, by an index that only grows. */
export interface Supply {
  /** The number of strings that have not been taken. */
  readonly left: number;
  /**
   * Takes the next `count` strings, with hash halves for the first `hashed`. They lie in the supply's own memory and are valid only during the call of `read`,
   * which copies what it needs. Rejects with a RangeError if fewer are left, and with an Error if another take is under way.
   */
  next(count: number, hashed: number, read: (strings: Strings) => void): Promise<void>;
  erase(): void;
}

/** A supply of existing strings. */
export function supplyOf(strings: Strings): Supply {
  let given = 0;
  return {
    get left() {
      return strings.bits.length - given;
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- other supplies compute what they give
    async next(count, hashed, read) {
      if (!Number.isInteger(count) || count < 0 || count > this.left || hashed > count) throw new RangeError('more correlated transfers than there are');
      const { hash, mac, bits } = sliceStrings(strings, given, given + count);
      given += count;
      read({ hash: hash.subarray(0, HASH_BYTES * hashed), mac, bits });
    },
    erase: () => eraseStrings(strings),
  };
}

/** Strings `from` to `to − 1`, in the same memory. */
export function sliceStrings({ hash, mac, bits }: Strings, from: number, to: number): Strings {
  return { hash: hash.subarray(HASH_BYTES * from, HASH_BYTES * to), mac: sliceRows(mac, from, to), bits: bits.subarray(from, to) };
}

/** A copy in memory of its own. */
export function copyStrings({ hash, mac, bits }: Strings): Strings {
  return { hash: hash.slice(), mac: mac.slice(), bits: bits.slice() };
}

/** Overwrites strings by others. */
export function putStrings(target: Strings, { hash, mac, bits }: Strings): void {
  target.hash.set(hash);
  target.mac.set(mac);
  target.bits.set(bits);
}

export function eraseStrings({ hash, mac, bits }: Strings): void {
  for (const part of [hash, mac, bits]) part.fill(0);
}
