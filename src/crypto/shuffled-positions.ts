import { RandomWords, shuffle } from './fisher-yates.js';
import { randomBytes } from './random.js';
import type { Steps } from './steps.js';

/** The number of buckets for positions: one bucket of 2^20 positions stays in the cache. */
const BUCKETS = 256;
const BUCKETS_PER_STEP = 16;

/**
 * 0 … count − 1 in random order, each order with equal probability. Each position goes into one of 256 random buckets. The buckets, shuffled by Fisher and
 * Yates with indices drawn by rejection, follow one another. This equals sorting by independent uniform bytes, with uniform order among equals.
 */
export function* shuffledPositions(count: number): Steps<Uint32Array> {
  const bucketOf = randomBytes(count);
  const starts = bucketStarts(bucketOf);
  const next = starts.slice();
  const positions = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const bucket = bucketOf[i] as number;
    const position = next[bucket] as number;
    next[bucket] = position + 1;
    positions[position] = i;
  }
  yield;
  const words = new RandomWords(count);
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    shuffle(positions.subarray(starts[bucket], starts[bucket + 1]), words);
    if (bucket % BUCKETS_PER_STEP === 0) yield;
  }
  return positions;
}

function bucketStarts(bucketOf: Uint8Array): Uint32Array {
  const starts = new Uint32Array(BUCKETS + 1);
  for (const bucket of bucketOf) (starts[bucket + 1] as number)++;
  for (let bucket = 0; bucket < BUCKETS; bucket++) starts[bucket + 1] = (starts[bucket + 1] as number) + (starts[bucket] as number);
  return starts;
}
