/**
 * Circuits over vectors of bits. They are written once and run on anything that can add and multiply bits: clear bits, counters that only see sizes,
 * authenticated shares.
 *
 * A circuit is a generator. It computes linear operations itself, through an `Algebra`, and yields a *layer*: pairs of vectors whose products it needs. The
 * caller resumes it with the products, in the same order. What it yields depends on widths and counts alone, never on values.
 */

/** Vectors of bits of one representation: clear, counted, shared. All operations are local. */
export interface Algebra<B> {
  /** How many bits a vector has. */
  count(vector: B): number;
  /** Public bits, one a byte. */
  constant(bits: Uint8Array): B;
  /** Throws a RangeError if the counts differ. */
  xor(a: B, b: B): B;
  not(a: B): B;
  /** The bits at these positions, in this order; a position may come several times. */
  pick(a: B, positions: Uint32Array): B;
  join(vectors: readonly B[]): B;
}

/** Products that are needed at the same time: one exchange of messages. */
export type Layer<B> = readonly (readonly [B, B])[];

/** A circuit that ends with a T. */
export type Gates<B, T> = Generator<Layer<B>, T, readonly B[]>;

/** As many numbers as each vector has bits: vector k holds bit k of all numbers. The lowest bit comes first. */
export type Word<B> = readonly B[];

export function* and<B>(a: B, b: B): Gates<B, B> {
  const [product] = yield [[a, b]];
  return product as B;
}

/** Several circuits side by side. Their layers merge, so together they are as deep as the deepest one. */
export function* inParallel<B, T>(circuits: readonly Gates<B, T>[]): Gates<B, T[]> {
  const steps = circuits.map((circuit) => circuit.next());
  for (;;) {
    const layer = steps.flatMap((step) => (step.done === true ? [] : step.value));
    if (steps.every((step) => step.done === true)) return steps.map((step) => step.value);
    const products = yield layer;
    let from = 0;
    steps.forEach((step, i) => {
      if (step.done === true) return;
      const to = from + step.value.length;
      steps[i] = (circuits[i] as Gates<B, T>).next(products.slice(from, to));
      from = to;
    });
  }
}

/** Two circuits of different kinds side by side. */
export function* both<B, S, T>(one: Gates<B, S>, other: Gates<B, T>): Gates<B, [S, T]> {
  const [a, b] = yield* inParallel<B, S | T>([one, other]);
  return [a as S, b as T];
}

/** The product of all factors, as a tree. An empty word is an error. */
export function* all<B>(factors: readonly B[]): Gates<B, B> {
  let left = factors;
  while (left.length > 1) {
    const products: readonly B[] = yield Array.from({ length: left.length >> 1 }, (_, i) => [left[2 * i] as B, left[2 * i + 1] as B] as const);
    left = left.length % 2 === 0 ? products : [...products, left[left.length - 1] as B];
  }
  const [product] = left;
  if (product === undefined) throw new RangeError('a product of nothing');
  return product;
}

/** Positions `from` to `to − 1`. */
export function range(from: number, to: number): Uint32Array {
  return Uint32Array.from({ length: to - from }, (_, i) => from + i);
}

export function zeros<B>(algebra: Algebra<B>, count: number): B {
  return algebra.constant(new Uint8Array(count));
}

/** The same word with zeros above, `width` bits wide. */
export function widened<B>(algebra: Algebra<B>, word: Word<B>, width: number): Word<B> {
  if (word.length >= width) return word;
  const zero = zeros(algebra, algebra.count(word[0] as B));
  return [...word, ...Array.from({ length: width - word.length }, () => zero)];
}

export function pickWord<B>(algebra: Algebra<B>, word: Word<B>, positions: Uint32Array): Word<B> {
  return word.map((bits) => algebra.pick(bits, positions));
}

/** Words of one width, concatenated. */
export function joinWords<B>(algebra: Algebra<B>, words: readonly Word<B>[]): Word<B> {
  const width = words[0]?.length ?? 0;
  if (words.some((word) => word.length !== width)) throw new RangeError('words of different widths');
  return Array.from({ length: width }, (_, k) => algebra.join(words.map((word) => word[k] as B)));
}

/** Public numbers as a word. */
export function constantWord<B>(algebra: Algebra<B>, values: readonly bigint[], width: number): Word<B> {
  return Array.from({ length: width }, (_, k) => algebra.constant(Uint8Array.from(values, (value) => Number((value >> BigInt(k)) & 1n))));
}
