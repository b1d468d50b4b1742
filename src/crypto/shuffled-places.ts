import { randomBytes } from './random.js';
import type { Steps } from './steps.js';

/** Places are thrown into so many buckets: one of 2^20 places stays in the cache. */
const BUCKETS = 256;
const BUCKETS_PER_STEP = 16;
const RANDOM_WORDS = 16_384;

/**
 * 0 … count − 1 in random order, each order as likely as any other: each is thrown into a bucket of 256, and the buckets, shuffled by
 * Fisher and Yates with indices drawn by rejection, follow one another. That is sorting by independent uniform bytes, with uniform order among equals.
 */
export function* shuffledPlaces(count: number): Steps<Uint32Array> {
  const bucketOf = randomBytes(count);
  const starts = bucketStarts(bucketOf);
  const next = starts.slice();
  const places = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const bucket = bucketOf[i] as number;
    const place = next[bucket] as number;
    next[bucket] = place + 1;
    places[place] = i;
  }
  yield;
  const source = new WordSource();
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    shuffle(places.subarray(starts[bucket], starts[bucket + 1]), source);
    if (bucket % BUCKETS_PER_STEP === 0) yield;
  }
  return places;
}

function bucketStarts(bucketOf: Uint8Array): Uint32Array {
  const starts = new Uint32Array(BUCKETS + 1);
  for (const bucket of bucketOf) (starts[bucket + 1] as number)++;
  for (let bucket = 0; bucket < BUCKETS; bucket++) starts[bucket + 1] = (starts[bucket + 1] as number) + (starts[bucket] as number);
  return starts;
}

function shuffle(places: Uint32Array, source: WordSource): void {
  for (let last = places.length - 1; last > 0; last--) {
    const other = source.below(last + 1);
    const kept = places[last] as number;
    places[last] = places[other] as number;
    places[other] = kept;
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
