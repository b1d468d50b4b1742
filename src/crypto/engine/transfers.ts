import { CHECK_BLOCKS, type ReceiverRows, ROWS_IN_BLOCK } from '../ot/extension.js';
import { transposeBlocks } from '../ot/rows.js';
import { bitsIn } from './bit-vector.js';
import { HASH_BYTES, type HashRows, MAC_BYTES, macRowsFrom, type MacRows, sliceRows } from './rows.js';
import { eraseStrings, type Strings } from './strings.js';

/**
 * Correlated transfers of bits in one direction, j → i: j holds K, i holds bits r and M = K + r · (Δ^h, Δ^m). Both are taken from the front, in the same order by both sides: an index that only grows. The
 * object can be neither cloned nor serialised, so that no correlation serves twice.
 */
class Transfers {
  #strings: Strings;
  #next = 0;
  #hasEnded = false;

  constructor(strings: Strings) {
    this.#strings = strings;
  }

  /** How many nobody took yet. */
  get left(): number {
    return this.#hasEnded ? 0 : this.#strings.bits.length - this.#next;
  }

  /** New ones, where all others were taken. */
  refill(strings: Strings): void {
    if (this.#hasEnded || this.left > 0) throw new Error('correlated transfers that were not used up, or have ended');
    this.#strings = strings;
    this.#next = 0;
  }

  erase(): void {
    this.#hasEnded = true;
    eraseStrings(this.#strings);
  }

  /** The strings themselves, from `count` on that nobody took before: the caller copies what it takes. Throws a RangeError where there are not so many left. */
  protected next(count: number): Strings {
    if (!Number.isInteger(count) || count < 0 || count > this.left) throw new RangeError('more correlated transfers than there are');
    const from = this.#next;
    this.#next += count;
    const { hash, mac, bits } = this.#strings;
    return { hash: hash.subarray(HASH_BYTES * from, HASH_BYTES * this.#next), mac: sliceRows(mac, from, this.#next), bits: bits.subarray(from, this.#next) };
  }
}

/** K of some transfers, at the holder of the keys. The rows are its own memory. */
export interface TakenKeys {
  readonly hash: HashRows;
  readonly mac: MacRows;
}

/** r and M of some transfers, at the holder of the bits. */
export interface TakenBits extends TakenKeys {
  readonly bits: Uint8Array;
}

/** The side that has the keys. */
export class KeyTransfers extends Transfers {
  /** The hash halves only of the first `hashed`, of all where it is left out. */
  take(count: number, hashed = count): TakenKeys {
    const { hash, mac } = this.next(count);
    return { hash: hash.slice(0, HASH_BYTES * hashed), mac: mac.slice() };
  }
}

/** The side that has the bits. */
export class BitTransfers extends Transfers {
  take(count: number, hashed = count): TakenBits {
    const { hash, mac, bits } = this.next(count);
    return { bits: bits.slice(), hash: hash.slice(0, HASH_BYTES * hashed), mac: mac.slice() };
  }
}

/** The columns of both halves as rows, without the block that the check used up. */
function halvesOf(columns: Uint8Array, blocks: number): TakenKeys {
  const hashColumns = 8 * HASH_BYTES;
  const column = (blocks * ROWS_IN_BLOCK) / 8;
  const hash = transposeBlocks(columns.subarray(0, hashColumns * column), CHECK_BLOCKS, blocks - CHECK_BLOCKS, hashColumns);
  const mac = transposeBlocks(columns.subarray(hashColumns * column), CHECK_BLOCKS, blocks - CHECK_BLOCKS, 8 * MAC_BYTES);
  return { hash, mac: macRowsFrom(mac) };
}

const rowsIn = (blocks: number): number => (blocks - CHECK_BLOCKS) * ROWS_IN_BLOCK;

/** Strings of the side that has the keys, from checked columns, 192 of them, of `blocks` blocks each. */
export function keyStrings(columns: Uint8Array, blocks: number): Strings {
  return { ...halvesOf(columns, blocks), bits: new Uint8Array(rowsIn(blocks)) };
}

/** Strings of the side that has the bits. */
export function bitStrings({ choices, columns }: ReceiverRows, blocks: number): Strings {
  return { ...halvesOf(columns, blocks), bits: bitsIn(choices.subarray((CHECK_BLOCKS * ROWS_IN_BLOCK) / 8), rowsIn(blocks)) };
}
