import { compareBytes } from './bytes.js';
import { DIGEST_BYTES } from './item-digest.js';

const WORDS = DIGEST_BYTES / 4;
/** The longest list. */
const MOST = 2 ** 24;
/** The approximate number of digests in a part. They lie in the cache while they are put in order. */
const PART = 8192;
const DIGESTS_PER_STEP = 2 ** 17;
/** The approximate number of digests that are copied at a time. The whole list is looked at for each time, which takes less than memory for all of them. */
const COPIED = 2 ** 18;

/**
 * Packed digests of 32 bytes in ascending order of their bytes, part by part. Each part is valid until the next one; between parts come empty ones, as pauses.
 * The digests are first divided into parts by their first bits. In a part, they are divided again by as many bits as leave about one in each place, and the few
 * that share a place are compared. So digests, which are as good as random, are never gathered from all over memory. Throws a RangeError beyond 2^24
 * digests, and on duplicate digests.
 */
export function* sortedParts(digests: Uint8Array): Generator<Uint8Array, void, undefined> {
  const count = digests.length / DIGEST_BYTES;
  if (!Number.isInteger(count) || count > MOST) throw new RangeError('not whole digests, or too many');
  const bits = Math.max(0, Math.ceil(Math.log2(count / PART)));
  const words = wordsOf(digests);
  const starts = partStarts(words, count, bits);
  const times = 2 ** Math.max(0, Math.ceil(Math.log2(count / COPIED)));
  const perTime = 2 ** bits / times;
  const place = (part: number) => starts[part] as number;
  let divided = new Uint32Array(0);
  const order = new PartOrder(bits);
  for (let first = 0; first < 2 ** bits; first += perTime) {
    const range = { bits, first, past: first + perTime, start: place(first) };
    const length = WORDS * (place(first + perTime) - range.start);
    if (length > divided.length) divided = new Uint32Array(length);
    const next = starts.slice();
    for (let from = 0; from < count; from += DIGESTS_PER_STEP) {
      divide(words, from, Math.min(count, from + DIGESTS_PER_STEP), range, next, divided);
      yield NOTHING;
    }
    for (let part = first; part < range.past; part++) yield order.sorted(divided.subarray(WORDS * (place(part) - range.start), WORDS * (place(part + 1) - range.start)));
  }
}

const NOTHING = new Uint8Array(0);

/** Where each part starts, and the end of all. */
function partStarts(words: Uint32Array, count: number, bits: number): Uint32Array {
  const starts = new Uint32Array(2 ** bits + 1);
  for (let i = 0; i < count; i++) {
    const part = firstBits(swapped(words[WORDS * i] as number), bits) + 1;
    starts[part] = (starts[part] as number) + 1;
  }
  for (let part = 0; part < 2 ** bits; part++) starts[part + 1] = (starts[part + 1] as number) + (starts[part] as number);
  return starts;
}

interface PartRange {
  readonly bits: number;
  readonly first: number;
  readonly past: number;
  /** The position of the first digest of these parts. */
  readonly start: number;
}

function divide(words: Uint32Array, from: number, to: number, { bits, first, past, start }: PartRange, next: Uint32Array, divided: Uint32Array): void {
  for (let i = from; i < to; i++) {
    const part = firstBits(swapped(words[WORDS * i] as number), bits);
    if (part < first || part >= past) continue;
    const place = next[part] as number;
    next[part] = place + 1;
    copyDigest(words, WORDS * i, divided, WORDS * (place - start));
  }
}

/** Puts the digests of one part in order, in memory that serves all parts. */
class PartOrder {
  /** The bits that all digests of a part have in common. */
  readonly #bits: number;
  #keys = new Uint32Array(0);
  #order = new Uint32Array(0);
  #sorted = new Uint32Array(0);

  constructor(bits: number) {
    this.#bits = bits;
  }

  sorted(words: Uint32Array): Uint8Array {
    const count = words.length / WORDS;
    if (count > this.#keys.length) {
      this.#keys = new Uint32Array(count);
      this.#order = new Uint32Array(count);
      this.#sorted = new Uint32Array(words.length);
    }
    this.#readKeys(words, count);
    this.#place(count);
    this.#compareNeighbours(words, count);
    const order = this.#order;
    const sorted = this.#sorted;
    for (let i = 0; i < count; i++) copyDigest(words, WORDS * (order[i] as number), sorted, WORDS * i);
    return new Uint8Array(sorted.buffer, 0, DIGEST_BYTES * count);
  }

  /** The 32 bits behind those in common, as a number. */
  #readKeys(words: Uint32Array, count: number): void {
    const bits = this.#bits;
    const keys = this.#keys;
    for (let i = 0; i < count; i++) {
      keys[i] = (swapped(words[WORDS * i] as number) << bits) | firstBits(swapped(words[WORDS * i + 1] as number), bits);
    }
  }

  /** Writes the positions in order of the first bits of their keys. */
  #place(count: number): void {
    const keys = this.#keys;
    const order = this.#order;
    const bits = Math.max(0, Math.ceil(Math.log2(count)));
    const next = new Uint32Array(2 ** bits + 1);
    for (let i = 0; i < count; i++) {
      const place = firstBits(keys[i] as number, bits) + 1;
      next[place] = (next[place] as number) + 1;
    }
    for (let place = 0; place < 2 ** bits; place++) next[place + 1] = (next[place + 1] as number) + (next[place] as number);
    for (let i = 0; i < count; i++) {
      const place = firstBits(keys[i] as number, bits);
      const at = next[place] as number;
      next[place] = at + 1;
      order[at] = i;
    }
  }

  /** Few are out of order, and not by far: only those whose keys begin alike. */
  #compareNeighbours(words: Uint32Array, count: number): void {
    const keys = this.#keys;
    const order = this.#order;
    for (let i = 1; i < count; i++) {
      const own = order[i] as number;
      let to = i;
      while (to > 0 && isBefore(own, order[to - 1] as number, keys, words)) {
        order[to] = order[to - 1] as number;
        to--;
      }
      order[to] = own;
    }
  }
}

function isBefore(a: number, b: number, keys: Uint32Array, words: Uint32Array): boolean {
  const left = keys[a] as number;
  const right = keys[b] as number;
  if (left !== right) return left < right;
  const order = compareBytes(digestAt(words, a), digestAt(words, b));
  if (order === 0) throw new RangeError('a digest stands there twice');
  return order < 0;
}

function digestAt(words: Uint32Array, index: number): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset + DIGEST_BYTES * index, DIGEST_BYTES);
}

function copyDigest(from: Uint32Array, at: number, to: Uint32Array, place: number): void {
  for (let k = 0; k < WORDS; k++) to[place + k] = from[at + k] as number;
}

/** The first bits of 32, as a number. A shift by 32 would be one by none. */
function firstBits(value: number, bits: number): number {
  return bits === 0 ? 0 : value >>> (32 - bits);
}

/** Typed arrays are little-endian, the order of bytes is not. */
function swapped(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}

function wordsOf(digests: Uint8Array): Uint32Array {
  const aligned = digests.byteOffset % 4 === 0 ? digests : digests.slice();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
}
