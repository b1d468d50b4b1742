import { concat } from '../bytes.js';
import { randomBytes } from '../random.js';
import { bitsIn } from './bit-vector.js';
import { HASH_BYTES, MAC_BYTES, macRowsFrom, type MacRows } from './rows.js';

/** Bits of a hash key and a MAC key together: the columns of the extension, hash key first. */
export const KEY_BITS = 8 * (HASH_BYTES + MAC_BYTES);

/**
 * A party's secret keys in one session. Δ^m, 64 bits, authenticates bits and is the same towards every party. For each other party there is a Δ^h, 128 bits,
 * which is only ever hashed. All keys are in this one object, which cannot be cloned or serialised: a copy has none of its private fields. `erase` overwrites
 * the keys, and nothing can be read afterwards.
 */
export class EngineKeys {
  readonly #mac = randomBytes(MAC_BYTES);
  readonly #macRow: MacRows = macRowsFrom(this.#mac);
  readonly #hash: readonly Uint8Array[];
  #isErased = false;

  constructor(parties: number) {
    this.#hash = Array.from({ length: parties }, () => randomBytes(HASH_BYTES));
  }

  /** Δ^m as one MAC row. */
  get mac(): MacRows {
    this.#mustLive();
    return this.#macRow;
  }

  /** Δ^m, 8 bytes. */
  get macBytes(): Uint8Array {
    this.#mustLive();
    return this.#mac;
  }

  /** Δ^h towards a party, 16 bytes. */
  hash(party: number): Uint8Array {
    this.#mustLive();
    return this.#hash[party] as Uint8Array;
  }

  /** (Δ^h, Δ^m) towards a party, 24 bytes. They are a copy, which the caller erases. */
  whole(party: number): Uint8Array {
    return concat(this.hash(party), this.macBytes);
  }

  erase(): void {
    this.#isErased = true;
    for (const key of [this.#mac, ...this.#hash]) key.fill(0);
    this.#macRow.fill(0);
  }

  #mustLive(): void {
    if (this.#isErased) throw new Error('a key was used after it had been erased');
  }
}

/** The bits of a key, one a byte, as choices of base transfers. */
export function choicesOf(key: Uint8Array): Uint8Array {
  return bitsIn(key, 8 * key.length);
}
