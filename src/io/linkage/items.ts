import type { ItemBatch, ItemHasher } from '../../crypto/item-digest.js';
import { DIGEST_BYTES } from '../../crypto/item-digest.js';
import type { KeySlot, RowParts } from '../../linkage/index.js';
import { DigestTable } from './digest-table.js';
import { GrowingNumbers } from './growing.js';
import { Namesakes } from './namesakes.js';
import { NO_ITEM } from './no-item.js';

/** Which digest each key of each row is. It is collected batch by batch; at the end comes what only the whole file shows. */
export class Items {
  readonly #slots: readonly KeySlot[];
  readonly #hasher: ItemHasher;
  readonly #table: DigestTable;
  readonly #itemOf = new GrowingNumbers();
  /** Indices in #itemOf of the keys that are in the batch, in its order. */
  #expected = new Uint32Array(1 << 12);
  #waiting = 0;
  #rows = 0;
  /** The rows that are done, for duplicates. */
  #done = 0;
  #unusable = 0;
  #duplicates = 0;
  readonly #namesakes: Namesakes | undefined;
  #digests: Uint8Array | undefined;

  /** `maxRows`: there is room for this many from the beginning. */
  constructor(slots: readonly KeySlot[], hasher: ItemHasher, maxRows: number) {
    this.#table = new DigestTable(maxRows * slots.length);
    this.#slots = slots;
    this.#hasher = hasher;
    this.#namesakes = slots.some((slot) => slot.unique) ? new Namesakes(slots) : undefined;
  }

  get digests(): Uint8Array {
    return this.#digests ?? this.#table.digests;
  }

  get count(): number {
    return this.digests.length / DIGEST_BYTES;
  }

  get itemOf(): Uint32Array {
    return this.#itemOf.values;
  }

  /** All that follows is of this row. It is left out if no key of the slots is unique. */
  beginRow(row?: RowParts): void {
    const first = this.#rows++ * this.#slots.length;
    this.#itemOf.resize(first + this.#slots.length);
    for (let slot = 0; slot < this.#slots.length; slot++) this.#itemOf.set(first + slot, NO_ITEM);
    if (row !== undefined) this.#namesakes?.add(row);
  }

  /** The next item of the batch is the row's key of this slot. */
  expect(slot: number): void {
    if (this.#waiting === this.#expected.length) {
      const larger = new Uint32Array(this.#expected.length * 2);
      larger.set(this.#expected);
      this.#expected = larger;
    }
    this.#expected[this.#waiting++] = (this.#rows - 1) * this.#slots.length + slot;
  }

  /** Digests a batch of whole rows, and clears it. */
  take(batch: ItemBatch): void {
    const hashed = this.#hasher(batch.bytes, batch.offsets, batch.count);
    // Views of words must be aligned, which a hasher's own memory may not be.
    const digests = hashed.byteOffset % 4 === 0 ? hashed : hashed.slice();
    const words = new Uint32Array(digests.buffer, digests.byteOffset, digests.length / 4);
    this.#table.touch(words, batch.count);
    let next = 0;
    const width = this.#slots.length;
    for (; this.#done < this.#rows; this.#done++) {
      let keys = 0;
      const known = this.#table.count;
      let fresh = false;
      const end = (this.#done + 1) * width;
      for (; next < this.#waiting && (this.#expected[next] ?? 0) < end; next++, keys++) {
        const item = this.#table.add(words, next * 8);
        if (item >= known) fresh = true;
        this.#itemOf.set(this.#expected[next] ?? 0, item);
      }
      if (keys === 0) this.#unusable++;
      else if (!fresh) this.#duplicates++;
    }
    this.#waiting = 0;
    batch.clear();
  }

  /** After the last batch: takes out the keys that several people of the file share, which therefore say too little. */
  finish(): { unusable: number; duplicates: number } {
    const namesakes = this.#namesakes?.find(this.itemOf, this.#table.count);
    if (namesakes !== undefined && namesakes.count > 0) this.#takeOut(namesakes);
    return { unusable: this.#unusable, duplicates: this.#duplicates };
  }

  #takeOut({ isOne, count }: { readonly isOne: Uint8Array; readonly count: number }): void {
    const old = this.#table.digests;
    const kept = new Uint8Array(new SharedArrayBuffer(old.buffer.byteLength), 0, old.length - count * DIGEST_BYTES);
    const moved = new Uint32Array(this.#table.count);
    let next = 0;
    for (let item = 0; item < moved.length; item++) {
      moved[item] = isOne[item] === 1 ? NO_ITEM : next;
      if (isOne[item] !== 1) kept.set(old.subarray(item * DIGEST_BYTES, (item + 1) * DIGEST_BYTES), next++ * DIGEST_BYTES);
    }
    const { values } = this.#itemOf;
    const width = this.#slots.length;
    for (let row = 0; row < this.#rows; row++) {
      let keys = 0;
      let had = 0;
      for (let i = row * width; i < (row + 1) * width; i++) {
        const item = values[i] ?? NO_ITEM;
        if (item === NO_ITEM) continue;
        had++;
        values[i] = moved[item] ?? NO_ITEM;
        if (values[i] !== NO_ITEM) keys++;
      }
      if (had > 0 && keys === 0) this.#unusable++;
    }
    this.#digests = kept;
  }
}
