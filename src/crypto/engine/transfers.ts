import type { ReceiverRows } from '../ot/extension.js';
import { CHECK_BLOCKS, ROWS_IN_BLOCK } from '../ot/extension.js';
import { transposeBlocks } from '../ot/rows.js';
import { bitsIn } from './bit-vector.js';
import { HASH_BYTES, MAC_BYTES, macRowsFrom, sliceRows, type HashRows, type MacRows } from './rows.js';

/**
 * Correlated transfers of bits in one direction, j → i: j holds K, i holds bits r and M = K + r · (Δ^h, Δ^m). Both are taken from the front, in the same order by both sides: an index that only grows. The
 * object can be neither cloned nor serialised, so that no correlation serves twice.
 */
class Taken {
  #next = 0;
  readonly #count: number;

  constructor(count: number) {
    this.#count = count;
  }

  /** The place of the first of `count` that nobody took before. Throws a RangeError where there are not so many left. */
  take(count: number): number {
    if (!Number.isInteger(count) || count < 0 || this.#next + count > this.#count) throw new RangeError('more correlated transfers than there are');
    const from = this.#next;
    this.#next += count;
    return from;
  }

  end(): void {
    this.#next = this.#count;
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

interface Halves {
  readonly hash: HashRows;
  readonly mac: MacRows;
}

/** The columns of both halves as rows, without the block that the check used up. */
function halvesOf(columns: Uint8Array, blocks: number): Halves {
  const hashColumns = 8 * HASH_BYTES;
  const column = (blocks * ROWS_IN_BLOCK) / 8;
  const hash = transposeBlocks(columns.subarray(0, hashColumns * column), CHECK_BLOCKS, blocks - CHECK_BLOCKS, hashColumns);
  const mac = transposeBlocks(columns.subarray(hashColumns * column), CHECK_BLOCKS, blocks - CHECK_BLOCKS, 8 * MAC_BYTES);
  return { hash, mac: macRowsFrom(mac) };
}

const take = ({ hash, mac }: Halves, from: number, count: number): Halves => ({
  hash: hash.slice(HASH_BYTES * from, HASH_BYTES * (from + count)),
  mac: sliceRows(mac, from, from + count).slice(),
});

/** The side that has the keys. */
export class KeyTransfers {
  readonly #rows: Halves;
  readonly #taken: Taken;

  /** From checked columns, 192 of them, of `blocks` blocks each. */
  constructor(columns: Uint8Array, blocks: number) {
    this.#rows = halvesOf(columns, blocks);
    this.#taken = new Taken((blocks - CHECK_BLOCKS) * ROWS_IN_BLOCK);
  }

  take(count: number): TakenKeys {
    return take(this.#rows, this.#taken.take(count), count);
  }

  erase(): void {
    this.#taken.end();
    this.#rows.hash.fill(0);
    this.#rows.mac.fill(0);
  }
}

/** The side that has the bits. */
export class BitTransfers {
  readonly #rows: Halves;
  readonly #bits: Uint8Array;
  readonly #taken: Taken;

  constructor({ choices, columns }: ReceiverRows, blocks: number) {
    const count = (blocks - CHECK_BLOCKS) * ROWS_IN_BLOCK;
    this.#rows = halvesOf(columns, blocks);
    this.#bits = bitsIn(choices.subarray((CHECK_BLOCKS * ROWS_IN_BLOCK) / 8), count);
    this.#taken = new Taken(count);
  }

  take(count: number): TakenBits {
    const from = this.#taken.take(count);
    return { bits: this.#bits.slice(from, from + count), ...take(this.#rows, from, count) };
  }

  erase(): void {
    this.#taken.end();
    for (const part of [this.#rows.hash, this.#rows.mac, this.#bits]) part.fill(0);
  }
}
