import { randomBytes } from './random.js';

/**
 * A permutation of 0 … count − 1, each as likely as any other: Fisher–Yates (Durstenfeld's form), with every index drawn by rejection, so
 * that none is likelier than another.
 */
export function randomOrder(count: number): Uint32Array {
  if (!Number.isInteger(count) || count < 0 || count > 2 ** 31) throw new RangeError('not a number of places');
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const draw = randomWords(count);
  for (let last = count - 1; last > 0; last--) {
    const other = below(last + 1, draw);
    const kept = order[last] as number;
    order[last] = order[other] as number;
    order[other] = kept;
  }
  return order;
}

/** The rows, `width` bytes each, in this order: row i of the result is row order[i]. Throws a RangeError unless there are as many rows. */
export function inOrder(rows: Uint8Array, width: number, order: Uint32Array): Uint8Array {
  if (rows.length !== order.length * width) throw new RangeError('an order of another number of rows');
  const result = new Uint8Array(rows.length);
  order.forEach((from, to) => result.set(rows.subarray(from * width, (from + 1) * width), to * width));
  return result;
}

/** Uniform in [0, bound), bound at most 2^32. */
function below(bound: number, draw: () => number): number {
  const limit = 2 ** 32 - (2 ** 32 % bound);
  for (;;) {
    const word = draw();
    if (word < limit) return word % bound;
  }
}

/** One random word of 32 bits after the other, drawn from the system many at a time. */
function randomWords(expected: number): () => number {
  let words: Uint32Array = new Uint32Array(0);
  let next = 0;
  return () => {
    if (next === words.length) {
      words = new Uint32Array(randomBytes(4 * Math.min(16_384, expected + 16)).buffer);
      next = 0;
    }
    return words[next++] as number;
  };
}
