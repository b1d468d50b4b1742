import { randomBytes } from './random.js';

/**
 * A table of distinct keys of `width` bytes (a multiple of 4), in the order of insertion. It uses linear probing and is at most half full. Random multipliers
 * of this table decide where a key goes, so nobody can choose keys that collide.
 */
export class ByteTable {
  readonly #words: number;
  readonly #keys: Uint32Array;
  /** Position of the key + 1; 0 for a free slot. */
  readonly #slots: Uint32Array;
  readonly #multipliers: Uint32Array;
  readonly #key: Uint32Array;
  readonly #keyBytes: Uint8Array;
  #size = 0;

  constructor(capacity: number, width: number) {
    if (width < 4 || width % 4 !== 0) throw new RangeError('keys are of whole words');
    this.#words = width / 4;
    this.#keys = new Uint32Array(capacity * this.#words);
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * Math.max(1, capacity))));
    this.#multipliers = new Uint32Array(randomBytes(width).buffer).map((word) => word | 1);
    this.#key = new Uint32Array(this.#words);
    this.#keyBytes = new Uint8Array(this.#key.buffer);
  }

  get size(): number {
    return this.#size;
  }

  /** Adds row `row` of `rows`. Returns whether it is new. Throws a RangeError beyond the capacity. */
  add(rows: Uint8Array, row: number): boolean {
    const slot = this.#slotOf(rows, row);
    if (this.#slots[slot] !== 0) return false;
    if ((this.#size + 1) * this.#words > this.#keys.length) throw new RangeError('the table is full');
    this.#keys.set(this.#key, this.#size * this.#words);
    this.#size += 1;
    this.#slots[slot] = this.#size;
    return true;
  }

  /** The position, from 0, at which row `row` of `rows` was added. Undefined if it is not in the table. */
  positionOf(rows: Uint8Array, row: number): number | undefined {
    const found = this.#slots[this.#slotOf(rows, row)] as number;
    return found === 0 ? undefined : found - 1;
  }

  /** The slot that holds this key, or the free slot for it. */
  #slotOf(rows: Uint8Array, row: number): number {
    const width = this.#keyBytes.length;
    this.#keyBytes.set(rows.subarray(row * width, (row + 1) * width));
    let hash = 0;
    for (let i = 0; i < this.#words; i++) {
      hash = Math.imul(hash ^ (this.#key[i] as number), this.#multipliers[i] as number);
      hash ^= hash >>> 15;
    }
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const position = this.#slots[slot] as number;
      if (position === 0 || this.#isAt(position - 1)) return slot;
    }
  }

  #isAt(position: number): boolean {
    for (let i = 0; i < this.#words; i++) if (this.#keys[position * this.#words + i] !== this.#key[i]) return false;
    return true;
  }
}
