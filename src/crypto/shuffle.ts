import { RandomWords, shuffle } from './fisher-yates.js';

/** A permutation of 0 … count − 1, each with equal probability. Throws a RangeError if `count` is not a valid number of positions. */
export function randomOrder(count: number): Uint32Array {
  if (!Number.isInteger(count) || count < 0 || count > 2 ** 31) throw new RangeError('not a number of positions');
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  shuffle(order, new RandomWords(count));
  return order;
}

/** The rows, `width` bytes each, in the given order: row i of the result is row order[i]. Throws a RangeError unless there are as many rows. */
export function inOrder(rows: Uint8Array, width: number, order: Uint32Array): Uint8Array {
  if (rows.length !== order.length * width) throw new RangeError('an order of another number of rows');
  const result = new Uint8Array(rows.length);
  order.forEach((from, to) => result.set(rows.subarray(from * width, (from + 1) * width), to * width));
  return result;
}
