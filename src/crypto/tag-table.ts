import { pages } from './pages.js';
import { atOnce, type Steps } from './steps.js';

/** Bytes of a tag. */
const TAG_BYTES = 16;
const WORDS = 4;
/** The approximate number of own tags in a part: its slots and its tags stay in the cache. */
const PART = 8192;
/** A slot holds the position of a tag in its part, counted from 1, in its lower 24 bits, and eight bits of the tag above. */
const PLACE_BITS = 24;
const PLACE = 2 ** PLACE_BITS - 1;

/**
 * Finds which of this party's tags are among another party's. Tags are packed, 16 bytes each, and all 16 are compared.
 *
 * All tags are divided into parts by their last bits. In each part, own tags are in a table with open addressing, at the position given by their first bytes,
 * so they must be pseudorandom. The other party's tags are only looked up, so tags of its choice make no chain longer.
 */
export class TagTable {
  readonly #bits: number;
  readonly #own: Parted;
  readonly #slots: readonly Uint32Array[];
  /** One byte for each own tag, in their order: 1 if it was marked, otherwise 0. */
  readonly marked: Uint8Array;

  private constructor(bits: number, own: Parted, slots: readonly Uint32Array[]) {
    this.#bits = bits;
    this.#own = own;
    this.#slots = slots;
    this.marked = new Uint8Array(own.order.length);
  }

  /** Throws a RangeError unless there are whole tags, and fewer than 2^24. */
  static *of(tags: Uint8Array): Steps<TagTable> {
    const count = tags.length / TAG_BYTES;
    if (count > PLACE) throw new RangeError('too many tags for a table');
    const bits = Math.max(0, Math.ceil(Math.log2(count / PART)));
    const own = parted(wordsOf(tags), bits);
    const slots: Uint32Array[] = [];
    for (let part = 0; part < 2 ** bits; part++) {
      slots.push(fillSlots(own.words, word(own.starts, part), word(own.starts, part + 1)));
      yield;
    }
    return new TagTable(bits, own, slots);
  }

  /** Marks each own tag that is among `others`. Throws a RangeError unless `others` consists of whole tags. */
  mark(others: Uint8Array): void {
    const { words, starts } = parted(wordsOf(others), this.#bits);
    this.#slots.forEach((slots, part) => this.#markPart(slots, word(this.#own.starts, part), words, word(starts, part), word(starts, part + 1)));
  }

  #markPart(slots: Uint32Array, ownFrom: number, words: Uint32Array, from: number, to: number): void {
    const { words: own, order } = this.#own;
    const mask = slots.length - 1;
    for (let at = WORDS * from; at < WORDS * to; at += WORDS) {
      const bits = word(words, at + 1) >>> PLACE_BITS;
      for (let slot = word(words, at) & mask; ; slot = (slot + 1) & mask) {
        const entry = word(slots, slot);
        if (entry === 0) break;
        if (entry >>> PLACE_BITS !== bits) continue;
        // The search goes to the end of the chain, because own tags may be equal to each other.
        const i = ownFrom + (entry & PLACE) - 1;
        if (equalTags(own, WORDS * i, words, at)) this.marked[word(order, i)] = 1;
      }
    }
  }
}

/** The slots for tags `from` … `to` − 1. At most half of them are filled, so chains stay short. */
function fillSlots(words: Uint32Array, from: number, to: number): Uint32Array {
  const slots = new Uint32Array(2 ** Math.max(4, Math.ceil(Math.log2(2 * (to - from) + 1))));
  const mask = slots.length - 1;
  for (let i = from; i < to; i++) {
    let slot = word(words, WORDS * i) & mask;
    while (word(slots, slot) !== 0) slot = (slot + 1) & mask;
    slots[slot] = ((word(words, WORDS * i + 1) >>> PLACE_BITS) << PLACE_BITS) | (i - from + 1);
  }
  return slots;
}

interface Parted {
  readonly words: Uint32Array;
  /** The first tag of each part, and then the end of the last part. */
  readonly starts: Uint32Array;
  /** The position of each tag before. */
  readonly order: Uint32Array;
}

/** The tags sorted by their last `bits` bits. */
function parted(words: Uint32Array, bits: number): Parted {
  const count = words.length / WORDS;
  const last = 2 ** bits - 1;
  const starts = new Uint32Array(last + 2);
  for (let at = WORDS - 1; at < words.length; at += WORDS) {
    const next = (word(words, at) & last) + 1;
    starts[next] = word(starts, next) + 1;
  }
  for (let part = 0; part <= last; part++) starts[part + 1] = word(starts, part + 1) + word(starts, part);
  const ends = starts.slice();
  const sorted = wordsOf(pages(4 * words.length));
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const at = WORDS * i;
    const part = word(words, at + 3) & last;
    const position = word(ends, part);
    ends[part] = position + 1;
    order[position] = i;
    const to = WORDS * position;
    sorted[to] = word(words, at);
    sorted[to + 1] = word(words, at + 1);
    sorted[to + 2] = word(words, at + 2);
    sorted[to + 3] = word(words, at + 3);
  }
  return { words: sorted, starts, order };
}

/** One byte for each own tag, computed at once: 1 if it is among the others. */
export function matchingTags(own: Uint8Array, others: Uint8Array): Uint8Array {
  const table = atOnce(TagTable.of(own));
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
