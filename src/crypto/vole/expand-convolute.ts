import { createCipheriv } from 'node:crypto';
import { hashParts } from '../hash.js';
import { ITEMS_PER_CALL } from '../kernels/kernel.js';
import { ELEMENT_BYTES } from '../ot/element.js';
import { PIECE, type VoleMemory } from './memory.js';

/**
 * The compression H of 2n positions to n elements, by an expand-convolute code: Raghuraman, Rindal and Tanguy (CRYPTO 2023, eprint 2023/882), systematic,
 * with the conservative weights of its authors.
 *
 *   H · (e, f) = e + B · (C' · (C · f))
 *
 * C goes upwards: f_j ← X · (f_j + f_{j−1} + Σ f_{j−k} over a uniform subset of k = 2 … 24). C' does the same downwards. B adds, for each element, one position
 * uniformly from each of 21 segments. The factor X, which generates GF(2^128) over F_2, is why the 128 bits of the elements are not 128
 * separate words of one binary code. `docs/protocols/vole.md` says what rests on what.
 *
 * Everything random in it comes from AES-128 in counter mode under keys that are derived from the binding: the code is public.
 */
export const EXPANDER_WEIGHT = 21;
export const CONVOLUTION_TAPS = 24;
/** Elements whose positions are drawn segment after segment: part of the code's definition, and so chosen that they stay in the cache. */
export const ROWS_AT_ONCE = 65_536;

const WORD = 4;
const WORDS_IN_PIECE = PIECE / WORD;
const ZEROS = new Uint8Array(PIECE);

/** Words of 32 bits for one part of the code, as a stream. */
export class CodeStream {
  readonly #cipher: ReturnType<typeof createCipheriv>;

  constructor(binding: Uint8Array, part: 'up' | 'down' | 'expand') {
    this.#cipher = createCipheriv('aes-128-ctr', hashParts('mpc vole code v1', binding, part).subarray(0, 16), ZEROS.subarray(0, 16));
  }

  /** The next `words` words, little-endian: at most 16384. */
  next(words: number): Uint8Array {
    return this.#cipher.update(ZEROS.subarray(0, WORD * words));
  }
}

/** The taps of element j of a convolution that begins at 0: the first always, and none before the beginning. */
export function tapsOf(word: number, j: number): number {
  return j >= CONVOLUTION_TAPS ? word | 1 : (word | 1) & (2 ** j - 1);
}

/** Bounds of the segments of n positions: the last may be longer. */
export function segmentOf(segment: number, dimension: number): { from: number; length: number } {
  const each = Math.floor(dimension / EXPANDER_WEIGHT);
  const from = each * segment;
  return { from, length: segment === EXPANDER_WEIGHT - 1 ? dimension - from : each };
}

/** The leaves, 2n elements, to the first `length` ≤ n of the result, in the place of the first leaves. */
export function compress(memory: VoleMemory, binding: Uint8Array, dimension: number, length: number): void {
  const { call } = memory.kernel;
  const half = memory.leaves + ELEMENT_BYTES * dimension;
  const last = half + ELEMENT_BYTES * (dimension - 1);
  convolve(memory, new CodeStream(binding, 'up'), dimension, (done, count, taps) => call.convolveUp(half + ELEMENT_BYTES * done, count, taps));
  convolve(memory, new CodeStream(binding, 'down'), dimension, (done, count, taps) => call.convolveDown(last - ELEMENT_BYTES * done, count, taps));
  expand(memory, new CodeStream(binding, 'expand'), dimension, length, (row, count, from, among, random) =>
    call.expand(memory.leaves + ELEMENT_BYTES * row, count, half + ELEMENT_BYTES * from, among, random),
  );
}

/** The same for the receiver's two vectors: the second half as pairs, the results in the places of the first leaves and of `second`. */
export function compressPairs(memory: VoleMemory, binding: Uint8Array, dimension: number, length: number): void {
  const { call } = memory.kernel;
  const { pairs, second, leaves } = memory;
  const pair = 2 * ELEMENT_BYTES;
  const last = pairs + pair * (dimension - 1);
  convolve(memory, new CodeStream(binding, 'up'), dimension, (done, count, taps) => call.convolvePairsUp(pairs + pair * done, count, taps));
  convolve(memory, new CodeStream(binding, 'down'), dimension, (done, count, taps) => call.convolvePairsDown(last - pair * done, count, taps));
  expand(memory, new CodeStream(binding, 'expand'), dimension, length, (row, count, from, among, random) =>
    call.expandPairs(second + ELEMENT_BYTES * row, leaves + ELEMENT_BYTES * row, count, pairs + pair * from, among, random),
  );
}

function convolve(memory: VoleMemory, stream: CodeStream, dimension: number, step: (done: number, count: number, taps: number) => void): void {
  const { kernel, piece } = memory;
  for (let done = 0; done < dimension; ) {
    const words = Math.min(WORDS_IN_PIECE, dimension - done);
    kernel.bytes.set(stream.next(words), piece);
    for (let word = 0; word < words; word += ITEMS_PER_CALL) {
      const count = Math.min(ITEMS_PER_CALL, words - word);
      const at = piece / WORD + word;
      for (let i = 0; i < count; i++) kernel.words[at + i] = tapsOf(kernel.words[at + i] as number, done + i);
      step(done, count, WORD * at);
      done += count;
    }
  }
}

function expand(memory: VoleMemory, stream: CodeStream, dimension: number, length: number, step: (row: number, count: number, from: number, among: number, random: number) => void): void {
  const { kernel, piece } = memory;
  for (let row = 0; row < length; row += ROWS_AT_ONCE) {
    const rows = Math.min(ROWS_AT_ONCE, length - row);
    for (let segment = 0; segment < EXPANDER_WEIGHT; segment++) {
      const { from, length: among } = segmentOf(segment, dimension);
      for (let done = 0; done < rows; ) {
        const words = Math.min(WORDS_IN_PIECE, rows - done);
        kernel.bytes.set(stream.next(words), piece);
        for (let word = 0; word < words; word += ITEMS_PER_CALL) {
          const count = Math.min(ITEMS_PER_CALL, words - word);
          step(row + done, count, from, among, piece + WORD * word);
          done += count;
        }
      }
    }
  }
}
