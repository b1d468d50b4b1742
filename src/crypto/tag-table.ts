/** Bytes of a tag. */
const TAG_BYTES = 16;
const WORDS = 4;
/** A slot holds the number of a tag, counted from 1, in its lower 24 bits, and eight bits of the tag above. */
const NUMBER_BITS = 24;
const NUMBER = 2 ** NUMBER_BITS - 1;

/**
 * Which of this party's tags are among another's. Tags are packed, 16 bytes each, and all 16 are compared.
 *
 * Own tags stand in a table with open addressing, at the place that their first bytes name: they must be pseudorandom. The other party's
 * tags are only looked up, so tags of its choice make no chain longer.
 */
export class TagTable {
  readonly #own: Uint32Array;
  readonly #slots: Uint32Array;
  readonly #mask: number;
  /** 1 for each own tag, in their order, that was marked; otherwise 0. */
  readonly marked: Uint8Array;

  /** Throws a RangeError unless there are whole tags, less than 2^24. */
  constructor(own: Uint8Array) {
    const count = own.length / TAG_BYTES;
    if (count > NUMBER) throw new RangeError('too many tags for a table');
    this.#own = wordsOf(own);
    this.marked = new Uint8Array(count);
    // At most half full: chains stay short.
    this.#mask = 2 ** Math.max(4, Math.ceil(Math.log2(2 * count + 1))) - 1;
    this.#slots = new Uint32Array(this.#mask + 1);
    for (let i = 0; i < count; i++) this.#put(i);
  }

  #put(i: number): void {
    let slot = word(this.#own, WORDS * i) & this.#mask;
    while (word(this.#slots, slot) !== 0) slot = (slot + 1) & this.#mask;
    this.#slots[slot] = ((word(this.#own, WORDS * i + 1) >>> NUMBER_BITS) << NUMBER_BITS) | (i + 1);
  }

  /** Marks each own tag that is among `others`. Throws a RangeError unless those are whole tags. */
  mark(others: Uint8Array): void {
    const words = wordsOf(others);
    for (let at = 0; at < words.length; at += WORDS) this.#find(words, at);
  }

  #find(words: Uint32Array, at: number): void {
    const bits = word(words, at + 1) >>> NUMBER_BITS;
    for (let slot = word(words, at) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const entry = word(this.#slots, slot);
      if (entry === 0) return;
      // On to the end of the chain: nothing here says that own tags differ from each other.
      const own = (entry & NUMBER) - 1;
      if (entry >>> NUMBER_BITS === bits && equalTags(this.#own, WORDS * own, words, at)) this.marked[own] = 1;
    }
  }
}

/** All at once: a byte for each own tag, 1 where it is among the others. */
export function matchingTags(own: Uint8Array, others: Uint8Array): Uint8Array {
  const table = new TagTable(own);
  table.mark(others);
  return table.marked;
}

function equalTags(a: Uint32Array, i: number, b: Uint32Array, j: number): boolean {
  return a[i] === b[j] && a[i + 1] === b[j + 1] && a[i + 2] === b[j + 2] && a[i + 3] === b[j + 3];
}

function word(words: Uint32Array, index: number): number {
  return words[index] as number;
}

function wordsOf(tags: Uint8Array): Uint32Array {
  if (tags.length % TAG_BYTES !== 0) throw new RangeError('tags of 16 bytes each are needed');
  const aligned = tags.byteOffset % 4 === 0 ? tags : tags.slice();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
}
