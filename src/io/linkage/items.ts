import type { ItemBatch, ItemHasher } from '../../crypto/item-digest.js';
import { DIGEST_BYTES } from '../../crypto/item-digest.js';
import type { KeySlot, RowParts } from '../../linkage/index.js';
import { DigestTable } from './digest-table.js';
import { GrowingNumbers } from './growing.js';

/** Stands in `itemOf` where a row makes no key. */
export const NO_ITEM = 0xffff_ffff;

/** Which digest each key of each row is: collected batch by batch, with what only the whole file tells at the end. */
export class Items {
  readonly #slots: readonly KeySlot[];
  readonly #hasher: ItemHasher;
  readonly #table: DigestTable;
  readonly #itemOf = new GrowingNumbers();
  /** Places in #itemOf of the keys that are in the batch, in its order. */
  #expected = new Uint32Array(1 << 12);
  #waiting = 0;
  #rows = 0;
  /** The rows done with, for duplicates. */
  #done = 0;
  #unusable = 0;
  #duplicates = 0;
  /** For rules that a party uses only where nobody else of its file has the key: for each item who has it. */
  readonly #owners: GrowingNumbers | undefined;
  readonly #ownerOfRow: GrowingNumbers | undefined;
  #crowded: Set<number> | undefined;
  #digests: Uint8Array | undefined;

  /** `maxRows`: for as many there is room from the beginning. */
  constructor(slots: readonly KeySlot[], hasher: ItemHasher, maxRows: number) {
    this.#table = new DigestTable(maxRows * slots.length);
    this.#slots = slots;
    this.#hasher = hasher;
    const someUnique = slots.some((slot) => slot.unique);
    this.#owners = someUnique ? new GrowingNumbers() : undefined;
    this.#ownerOfRow = someUnique ? new GrowingNumbers() : undefined;
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

  /** All that follows is of this row. */
  beginRow(row: RowParts): void {
    const first = this.#rows++ * this.#slots.length;
    this.#itemOf.resize(first + this.#slots.length);
    for (let slot = 0; slot < this.#slots.length; slot++) this.#itemOf.set(first + slot, NO_ITEM);
    if (this.#ownerOfRow !== undefined) this.#ownerOfRow.push(fingerprint(row));
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
        this.#own(item, (this.#expected[next] ?? 0) % width);
      }
      if (keys === 0) this.#unusable++;
      else if (!fresh) this.#duplicates++;
    }
    this.#waiting = 0;
    batch.clear();
  }

  #own(item: number, slot: number): void {
    if (this.#owners === undefined || this.#ownerOfRow === undefined) return;
    const owner = this.#ownerOfRow.get(this.#done);
    if (item >= this.#owners.length) {
      this.#owners.resize(item + 1);
      this.#owners.set(item, owner);
    } else if (this.#slots[slot]?.unique === true && this.#owners.get(item) !== owner) {
      (this.#crowded ??= new Set()).add(item);
    }
  }

  /** After the last batch: takes out the keys that several people of the file share and that say too little then. */
  finish(): { unusable: number; duplicates: number } {
    const crowded = this.#crowded;
    if (crowded !== undefined) this.#takeOut(crowded);
    return { unusable: this.#unusable, duplicates: this.#duplicates };
  }

  #takeOut(crowded: ReadonlySet<number>): void {
    const old = this.#table.digests;
    const kept = new Uint8Array(new SharedArrayBuffer(old.buffer.byteLength), 0, old.length - crowded.size * DIGEST_BYTES);
    const moved = new Uint32Array(this.#table.count);
    let next = 0;
    for (let item = 0; item < moved.length; item++) {
      moved[item] = crowded.has(item) ? NO_ITEM : next;
      if (!crowded.has(item)) kept.set(old.subarray(item * DIGEST_BYTES, (item + 1) * DIGEST_BYTES), next++ * DIGEST_BYTES);
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

/** 32 bits that tell a file's people apart, by all parts of their keys. Two of them that agree by chance count as one: a key more, no error. */
function fingerprint({ parts }: RowParts): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) hash = Math.imul(hash ^ part.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 0xffff, 0x01000193);
  }
  return hash >>> 0;
}
