import { CHECK_BLOCKS, type ReceiverRows, ROWS_IN_BLOCK } from '../ot/extension.js';
import { transposeBlocks } from '../ot/rows.js';
import { bitsIn } from './bit-vector.js';
import { HASH_BYTES, type HashRows, MAC_BYTES, macRows, macRowsFrom, type MacRows } from './rows.js';
import type { Strings, Supply } from './strings.js';

/**
 * Correlated transfers of bits in one direction, j → i: j holds K, i holds bits r and M = K + r · (Δ^h, Δ^m). Both sides take them from the front, in the same
 * order: the index only grows. The object can be neither cloned nor serialised, so that no correlation serves twice.
 */
class Transfers {
  #supply: Supply;
  #hasEnded = false;

  constructor(supply: Supply) {
    this.#supply = supply;
  }

  /** The number of transfers that have not been taken. */
  get left(): number {
    return this.#hasEnded ? 0 : this.#supply.left;
  }

  /** Adds new transfers after all others were taken. */
  refill(supply: Supply): void {
    if (this.#hasEnded || this.left > 0) throw new Error('correlated transfers that were not used up, or have ended');
    this.#supply = supply;
  }

  erase(): void {
    this.#hasEnded = true;
    this.#supply.erase();
  }

  /** Takes the next `count` transfers, which are valid only during the call of `read`. Rejects with a RangeError if fewer are left. */
  protected async next(count: number, hashed: number, read: (strings: Strings) => void): Promise<void> {
    if (!(count <= this.left)) throw new RangeError('more correlated transfers than there are');
    await this.#supply.next(count, hashed, read);
  }
}

/** The rows that transfers are copied into. */
export interface TakenKeys {
  readonly hash: HashRows;
  readonly mac: MacRows;
}

/** The same, with the bits. */
export interface TakenBits extends TakenKeys {
  readonly bits: Uint8Array;
}

const room = (count: number, hashed: number): TakenBits => ({ hash: new Uint8Array(HASH_BYTES * hashed), mac: macRows(count), bits: new Uint8Array(count) });

/** The side that has the keys. */
export class KeyTransfers extends Transfers {
  /** Takes K of the next `count` transfers and copies it into the target from position `at`. Only the first `hashed` get hash halves; by default all do. */
  async take(count: number, hashed = count, target: TakenKeys = room(count, hashed), at = 0): Promise<TakenKeys> {
    await this.next(count, hashed, ({ hash, mac }) => {
      target.mac.set(mac, 2 * at);
      target.hash.set(hash, Math.min(HASH_BYTES * at, target.hash.length));
    });
    return target;
  }
}

/** The side that has the bits. */
export class BitTransfers extends Transfers {
  /** Takes r and M of the next `count` transfers. */
  async take(count: number, hashed = count, target: TakenBits = room(count, hashed), at = 0): Promise<TakenBits> {
    await this.next(count, hashed, ({ hash, mac, bits }) => {
      target.mac.set(mac, 2 * at);
      target.hash.set(hash, Math.min(HASH_BYTES * at, target.hash.length));
      target.bits.set(bits, at);
    });
    return target;
  }
}

/** Splits the columns into rows of both halves, without the block that the check used up. */
function halvesOf(columns: Uint8Array, blocks: number): TakenKeys {
  const hashColumns = 8 * HASH_BYTES;
  const column = (blocks * ROWS_IN_BLOCK) / 8;
  const hash = transposeBlocks(columns.subarray(0, hashColumns * column), CHECK_BLOCKS, blocks - CHECK_BLOCKS, hashColumns);
  const mac = transposeBlocks(columns.subarray(hashColumns * column), CHECK_BLOCKS, blocks - CHECK_BLOCKS, 8 * MAC_BYTES);
  return { hash, mac: macRowsFrom(mac) };
}

const rowsIn = (blocks: number): number => (blocks - CHECK_BLOCKS) * ROWS_IN_BLOCK;

/** The strings of the side that has the keys, from 192 checked columns of `blocks` blocks each. */
export function keyStrings(columns: Uint8Array, blocks: number): Strings {
  return { ...halvesOf(columns, blocks), bits: new Uint8Array(rowsIn(blocks)) };
}

/** The strings of the side that has the bits. */
export function bitStrings({ choices, columns }: ReceiverRows, blocks: number): Strings {
  return { ...halvesOf(columns, blocks), bits: bitsIn(choices.subarray((CHECK_BLOCKS * ROWS_IN_BLOCK) / 8), rowsIn(blocks)) };
}
