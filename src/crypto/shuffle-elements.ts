import { randomBytes } from './random.js';

const WORDS = 4;
/** Elements are thrown into so many buckets: one of 2^20 elements stays in the cache. */
const BUCKETS = 256;
const RANDOM_WORDS = 16_384;

/**
 * The elements (16 bytes each) in random order, each order as likely as any other: each is thrown into a bucket of 256, and the buckets, shuffled by
 * Fisher and Yates with indices drawn by rejection, follow one another. That is sorting by independent uniform bytes, with uniform order among equals.
 */
export function shuffledElements(elements: Uint8Array): Uint8Array {
  if (elements.length % (4 * WORDS) !== 0) throw new RangeError('elements of 16 bytes each are needed');
  const aligned = elements.byteOffset % 4 === 0 ? elements : elements.slice();
  const from = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
  const count = from.length / WORDS;
  const bucketOf = randomBytes(count);
  const starts = bucketStarts(bucketOf);
  const next = starts.slice();
  const to = new Uint32Array(from.length);
  for (let i = 0; i < count; i++) {
    const bucket = bucketOf[i] as number;
    const place = next[bucket] as number;
    next[bucket] = place + 1;
    for (let k = 0; k < WORDS; k++) to[WORDS * place + k] = from[WORDS * i + k] as number;
  }
  const source = new WordSource();
  for (let bucket = 0; bucket < BUCKETS; bucket++) shuffle(to, starts[bucket] as number, starts[bucket + 1] as number, source);
  return new Uint8Array(to.buffer);
}

function bucketStarts(bucketOf: Uint8Array): Uint32Array {
  const starts = new Uint32Array(BUCKETS + 1);
  for (const bucket of bucketOf) (starts[bucket + 1] as number)++;
  for (let bucket = 0; bucket < BUCKETS; bucket++) starts[bucket + 1] = (starts[bucket + 1] as number) + (starts[bucket] as number);
  return starts;
}

function shuffle(words: Uint32Array, start: number, end: number, source: WordSource): void {
  for (let last = end - 1; last > start; last--) {
    const other = start + source.below(last - start + 1);
    for (let k = 0; k < WORDS; k++) {
      const kept = words[WORDS * last + k] as number;
      words[WORDS * last + k] = words[WORDS * other + k] as number;
      words[WORDS * other + k] = kept;
    }
  }
}

/** Random words, drawn from the system many at a time. */
class WordSource {
  #words = new Uint32Array(0);
  #next = 0;

  /** Uniform in [0, bound), bound from 1 to 2^32: words that would make some likelier are drawn again. */
  below(bound: number): number {
    const limit = 2 ** 32 - (2 ** 32 % bound);
    for (;;) {
      if (this.#next === this.#words.length) {
        this.#words = new Uint32Array(randomBytes(4 * RANDOM_WORDS).buffer as ArrayBuffer);
        this.#next = 0;
      }
      const word = this.#words[this.#next++] as number;
      if (word < limit) return word % bound;
    }
  }
}
