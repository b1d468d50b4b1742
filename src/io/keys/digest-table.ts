import { DIGEST_BYTES } from '../../crypto/item-digest.js';

const WORDS = DIGEST_BYTES / 4;
const FREE = 0xffff_ffff;

/**
 * Distinct digests, each with its place in the order in which it came. Open addressing over typed arrays: millions of digests cost
 * 32 bytes and some 8 to 16 of table each, where a JavaScript Map of strings would cost hundreds.
 */
export class DigestTable {
  #words = new Uint32Array(WORDS << 10);
  #slots = new Uint32Array(1 << 12).fill(FREE);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** The digests in the order of their places, count × 32 bytes; a view until the next `add`. */
  get digests(): Uint8Array {
    return new Uint8Array(this.#words.buffer, 0, this.#count * DIGEST_BYTES);
  }

  /** The place of a digest of 8 words, new or known: whether `count` grew tells which. */
  add(words: Uint32Array, at: number): number {
    if (this.#count * 2 >= this.#slots.length) this.#rehash();
    const mask = this.#slots.length - 1;
    // Digests are as good as random, whatever is in the cells: their own bits are the hash.
    let slot = (words[at] ?? 0) & mask;
    for (;;) {
      const place = this.#slots[slot] ?? FREE;
      if (place === FREE) break;
      if (this.#equals(place, words, at)) return place;
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = this.#count;
    this.#append(words, at);
    return this.#count++;
  }

  #equals(place: number, words: Uint32Array, at: number): boolean {
    const start = place * WORDS;
    for (let i = 0; i < WORDS; i++) if (this.#words[start + i] !== words[at + i]) return false;
    return true;
  }

  #append(words: Uint32Array, at: number): void {
    const start = this.#count * WORDS;
    if (start + WORDS > this.#words.length) {
      const larger = new Uint32Array(this.#words.length * 2);
      larger.set(this.#words);
      this.#words = larger;
    }
    for (let i = 0; i < WORDS; i++) this.#words[start + i] = words[at + i] ?? 0;
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2).fill(FREE);
    const mask = slots.length - 1;
    for (let place = 0; place < this.#count; place++) {
      let slot = (this.#words[place * WORDS] ?? 0) & mask;
      while (slots[slot] !== FREE) slot = (slot + 1) & mask;
      slots[slot] = place;
    }
    this.#slots = slots;
  }
}
