import { DIGEST_BYTES } from '../../crypto/item-digest.js';

const WORDS = DIGEST_BYTES / 4;
const FREE = 0xffff_ffff;
/** Digests: 32 KiB, and 256 MiB. */
const LEAST_ROOM = 2 ** 10;
const MOST_ROOM = 2 ** 23;

/**
 * Distinct digests, each with its index in the order of arrival. Open addressing over typed arrays: millions of digests cost
 * 32 bytes and some 16 to 32 of table each, but a JavaScript Map of strings would cost hundreds. They are in memory that threads can share: one reads
 * a file, another compares, and none copies.
 */
export class DigestTable {
  #words: Uint32Array;
  /** Two words a slot: an index, and the first word of its digest, so that few other words need be looked at. */
  #slots = new Uint32Array(2 << 12).fill(FREE);
  #count = 0;

  /** `room`: as many digests as there may be, so that their memory needn't grow. The system provides it only as far as it is used. */
  constructor(room = 0) {
    this.#words = sharedWords(WORDS * Math.min(MOST_ROOM, Math.max(LEAST_ROOM, room)));
  }

  get count(): number {
    return this.#count;
  }

  /** The digests in their order, count × 32 bytes; a view until the next `add`. */
  get digests(): Uint8Array {
    return new Uint8Array(this.#words.buffer, 0, this.#count * DIGEST_BYTES);
  }

  /**
   * Looks at the slots where the first `count` digests of 8 words begin, and changes nothing. Without it, each `add` waits for memory; the processor looks at
   * many slots at once. Returns a number that means nothing, so that the loop is not dropped. At most some thousand: they have to stay in the cache.
   */
  touch(words: Uint32Array, count: number): number {
    const slots = this.#slots;
    const last = slots.length - 1;
    let seen = 0;
    for (let at = 0; at < WORDS * count; at += WORDS) seen ^= slots[(2 * (words[at] as number)) & last] as number;
    return seen;
  }

  /** The index of a digest of 8 words, new or known. Whether `count` grew tells which. */
  add(words: Uint32Array, at: number): number {
    if (this.#count * 4 >= this.#slots.length) this.#rehash();
    const slots = this.#slots;
    const last = slots.length - 1;
    // Digests are as good as random, whatever the cells hold: their own bits are the hash.
    const first = words[at] as number;
    let slot = (2 * first) & last;
    for (;;) {
      const index = slots[slot] as number;
      if (index === FREE) break;
      if (slots[slot + 1] === first && this.#equals(index, words, at)) return index;
      slot = (slot + 2) & last;
    }
    slots[slot] = this.#count;
    slots[slot + 1] = first;
    this.#append(words, at);
    return this.#count++;
  }

  #equals(index: number, words: Uint32Array, at: number): boolean {
    const start = index * WORDS;
    for (let i = 0; i < WORDS; i++) if (this.#words[start + i] !== words[at + i]) return false;
    return true;
  }

  #append(words: Uint32Array, at: number): void {
    const start = this.#count * WORDS;
    if (start + WORDS > this.#words.length) {
      const larger = sharedWords(this.#words.length * 2);
      larger.set(this.#words);
      this.#words = larger;
    }
    for (let i = 0; i < WORDS; i++) this.#words[start + i] = words[at + i] as number;
  }

  #rehash(): void {
    const old = this.#slots;
    const slots = new Uint32Array(old.length * 2).fill(FREE);
    const last = slots.length - 1;
    for (let at = 0; at < old.length; at += 2) {
      if (old[at] === FREE) continue;
      const first = old[at + 1] as number;
      let slot = (2 * first) & last;
      while (slots[slot] !== FREE) slot = (slot + 2) & last;
      slots[slot] = old[at] as number;
      slots[slot + 1] = first;
    }
    this.#slots = slots;
  }
}

function sharedWords(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(4 * length));
}
