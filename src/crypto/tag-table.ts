/** Bytes of a tag. */
const TAG_BYTES = 16;
const WORDS = 4;
/** Own tags of a part, roughly: its table and its tags stay in the cache. */
const PART = 8192;
/** A slot holds the number of a tag in its part, counted from 1, in its lower 24 bits, and eight bits of the tag above. */
const NUMBER_BITS = 24;
const NUMBER = 2 ** NUMBER_BITS - 1;

/**
 * Which of this party's tags are among another's: a byte for each of its own, 1 where it is. `own` and `others` hold 16 bytes a tag, in any
 * order; all 16 are compared. Throws a RangeError on other lengths, or 2^24 own tags or more.
 *
 * Both lists are parted by their tags' last bits. Of each part, own tags stand in a table with open addressing, at the place that their
 * first bytes name: they must be pseudorandom. The other party's tags are only looked up, so tags of its choice make no chain longer.
 */
export function matchingTags(own: Uint8Array, others: Uint8Array): Uint8Array {
  const count = own.length / TAG_BYTES;
  if (count > NUMBER) throw new RangeError('too many tags for a table');
  const bits = Math.max(0, Math.ceil(Math.log2(count / PART)));
  const mine = parted(wordsOf(own), bits);
  const theirs = parted(wordsOf(others), bits);
  const found = new Uint8Array(count);
  for (let part = 0; part < 2 ** bits; part++) {
    const from = word(mine.starts, part);
    const table = new Table(mine.words, from, word(mine.starts, part + 1));
    for (let i = word(theirs.starts, part); i < word(theirs.starts, part + 1); i++) table.mark(theirs.words, WORDS * i, mine.order, found);
  }
  return found;
}

class Table {
  readonly #words: Uint32Array;
  readonly #from: number;
  readonly #mask: number;
  readonly #slots: Uint32Array;

  /** Of tags `from` … `to` − 1 of `words`. At most half full: chains stay short. */
  constructor(words: Uint32Array, from: number, to: number) {
    const size = 2 ** Math.max(4, Math.ceil(Math.log2(2 * (to - from) + 1)));
    this.#words = words;
    this.#from = from;
    this.#mask = size - 1;
    this.#slots = new Uint32Array(size);
    for (let i = from; i < to; i++) {
      let slot = word(words, WORDS * i) & this.#mask;
      while (word(this.#slots, slot) !== 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = ((word(words, WORDS * i + 1) >>> NUMBER_BITS) << NUMBER_BITS) | (i - from + 1);
    }
  }

  /** Sets a 1 in `found` for each own tag, by its place in `order`, that equals the one at `at` of `words`. */
  mark(words: Uint32Array, at: number, order: Uint32Array, found: Uint8Array): void {
    const mark = word(words, at + 1) >>> NUMBER_BITS;
    let slot = word(words, at) & this.#mask;
    for (;;) {
      const entry = word(this.#slots, slot);
      if (entry === 0) return;
      // On to the end of the chain: nothing here says that own tags differ from each other.
      if (entry >>> NUMBER_BITS === mark) {
        const own = this.#from + (entry & NUMBER) - 1;
        if (equalTags(this.#words, WORDS * own, words, at)) found[word(order, own)] = 1;
      }
      slot = (slot + 1) & this.#mask;
    }
  }
}

/** The tags sorted by their last `bits` bits: where each part starts (one entry more than there are parts), and where each tag stood before. */
function parted(words: Uint32Array, bits: number): { readonly words: Uint32Array; readonly starts: Uint32Array; readonly order: Uint32Array } {
  const count = words.length / WORDS;
  const parts = 2 ** bits;
  const partOf = (i: number) => word(words, WORDS * i + 3) & (parts - 1);
  const starts = new Uint32Array(parts + 1);
  for (let i = 0; i < count; i++) (starts[partOf(i) + 1] as number)++;
  for (let part = 0; part < parts; part++) starts[part + 1] = word(starts, part + 1) + word(starts, part);
  const next = starts.slice();
  const sorted = new Uint32Array(words.length);
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const part = partOf(i);
    const place = word(next, part);
    next[part] = place + 1;
    order[place] = i;
    for (let k = 0; k < WORDS; k++) sorted[WORDS * place + k] = word(words, WORDS * i + k);
  }
  return { words: sorted, starts, order };
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
