/**
 * How many leaky ANDs make one secure AND: buckets by cyclic shift. Layer k of N leaky ANDs is combined with layer 0 shifted by a random s_k. A bucket is
 * secure if one of its B gates keeps its x secret. A cheater that passes the zero check with a cheated gates does so with probability 2^−a, so some bucket
 * consists of cheated gates alone with probability at most N^−(B−1) · 2^−B a batch, whatever the cheater chooses (`docs/protocols/triples.md` has the argument;
 * the exhaustive test tries every choice for small N).
 */

/** The error that all batches of a session together may add here: 2^−41. */
export const BUCKET_BITS = 41;
const FEWEST_LAYERS = 3;
const MOST_LAYERS = 8;
/** The most leaky ANDs in a layer. It bounds the memory, however large the circuit is. */
export const MOST_GATES = 2 ** 20;
const MOST_BATCHES = 4096;

export interface Buckets {
  /** N: ANDs from a batch, and leaky ANDs in each of its layers. */
  readonly gates: number;
  /** B: leaky ANDs in a bucket. */
  readonly layers: number;
  readonly batches: number;
}

/** −log2 of the probability that a bucket of the session consists of cheated gates alone. */
export function bucketBits({ gates, layers, batches }: Buckets): number {
  return (layers - 1) * Math.log2(gates) + layers - Math.log2(batches);
}

/** The least N for this number of layers and batches. */
export function fewestGates(layers: number, batches: number): number {
  return Math.ceil(2 ** ((BUCKET_BITS + Math.log2(batches) - layers) / (layers - 1)) - 1e-6);
}

/** Throws a RangeError if the buckets are smaller than the rule allows. */
export function checkBuckets(buckets: Buckets): void {
  const { gates, layers, batches } = buckets;
  if (!Number.isInteger(gates) || !Number.isInteger(layers) || !Number.isInteger(batches) || layers < FEWEST_LAYERS || batches < 1) throw new RangeError('these are no buckets');
  if (gates < fewestGates(layers, batches)) throw new RangeError(`buckets of ${layers} need ${fewestGates(layers, batches)} gates in each of ${batches} batches`);
}

/** The buckets that give `ands` ANDs, at least one, from the fewest leaky ANDs, in at most `mostBatches` batches. */
export function planBuckets(ands: number, mostBatches = MOST_BATCHES): Buckets {
  let best: Buckets | undefined;
  const made = ({ gates, layers, batches }: Buckets) => gates * layers * batches;
  for (let layers = FEWEST_LAYERS; layers <= MOST_LAYERS; layers++) {
    for (let batches = 1; batches <= mostBatches; batches = batches < 8 ? batches + 1 : batches * 2) {
      const each = { gates: Math.max(Math.ceil(ands / batches), fewestGates(layers, batches)), layers, batches };
      if (each.gates > MOST_GATES) continue;
      if (best === undefined || made(each) < made(best) || (made(each) === made(best) && each.gates < best.gates)) best = each;
    }
  }
  if (best === undefined) throw new RangeError('more ANDs than any number of batches gives');
  checkBuckets(best);
  return best;
}
