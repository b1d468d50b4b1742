import { hashParts } from '../hash.js';
import { elementAt, encodeElement, timesX } from '../ot/element.js';
import { aesBlocks } from '../primitives/aes.js';
import { CodeStream, CONVOLUTION_TAPS, EXPANDER_WEIGHT, segmentOf } from './expand-convolute.js';

/** The kernel's computation as the documents define it, with a BigInt for each element. The kernel is compared with it. */

/** H · (e, f) for a vector of 2n elements, the first `length` of the result. */
export function plainCompress(binding: Uint8Array, vector: readonly bigint[], length: number): bigint[] {
  const dimension = vector.length / 2;
  const up = plainConvolve(wordsOf(new CodeStream(binding, 'up'), dimension), vector.slice(dimension));
  const both = plainConvolve(wordsOf(new CodeStream(binding, 'down'), dimension), up.reverse()).reverse();
  const result = vector.slice(0, length);
  const stream = new CodeStream(binding, 'expand');
  for (let segment = 0; segment < EXPANDER_WEIGHT; segment++) {
    const { from, length: among } = segmentOf(segment, dimension);
    wordsOf(stream, length).forEach((word, row) => (result[row] = (result[row] as bigint) ^ (both[from + Math.floor((word * among) / 2 ** 32)] as bigint)));
  }
  return result;
}

/** f_j ← X · (f_j + f_{j−1} + Σ f_{j−k}), where bit k − 1 of word j chooses k, for k from 2 to 24. */
function plainConvolve(words: readonly number[], vector: readonly bigint[]): bigint[] {
  const result: bigint[] = [];
  vector.forEach((element, j) => {
    let sum = element;
    for (let tap = 1; tap <= CONVOLUTION_TAPS && tap <= j; tap++) {
      if (tap === 1 || (((words[j] as number) >>> (tap - 1)) & 1) === 1) sum ^= result[j - tap] as bigint;
    }
    result.push(timesX(sum));
  });
  return result;
}

function wordsOf(stream: CodeStream, count: number): number[] {
  const words: number[] = [];
  while (words.length < count) {
    const bytes = new Uint8Array(4 * Math.min(1000, count - words.length));
    stream.next(bytes.length / 4, bytes, 0);
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < bytes.length; at += 4) words.push(view.getUint32(at, true));
  }
  return words;
}

/** All leaves of the tree over a seed. The bits of j lead to leaf j, lowest first, with 0 to the left. */
export function plainLeaves(binding: Uint8Array, seed: bigint, depth: number): bigint[] {
  const keys = hashParts('mpc vole tree v1', binding);
  const child = (node: bigint, side: number): bigint => {
    const cipher = aesBlocks(keys.subarray(16 * side, 16 * side + 16));
    return elementAt(cipher.update(encodeElement(node)), 0) ^ node;
  };
  return Array.from({ length: 2 ** depth }, (_, leaf) => {
    let node = seed;
    for (let level = 0; level < depth; level++) node = child(node, (leaf >> level) & 1);
    return node;
  });
}
