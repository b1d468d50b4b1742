import { cipherInto } from '../cipher-into.js';
import { hashParts } from '../hash.js';
import { ITEMS_PER_CALL } from '../kernels/kernel.js';
import { ELEMENT_BYTES } from '../ot/element.js';
import { inTurns, type Steps } from '../steps.js';
import { aesCounterMode, type BlockCipher } from '../primitives/aes.js';
import { PIECE, type VoleMemory } from './memory.js';

/**
 * The compression H of 2n positions to n elements, by a code after the expand-convolute codes of Raghuraman, Rindal and Tanguy (CRYPTO 2023, eprint 2023/882),
 * systematic, with the weights that the authors' library marks as conservative. It differs from theirs: the compulsory tap is the nearest, the constant is X
 * and multiplies the whole sum, nothing wraps round, the second convolution runs backwards, and each of the 21 positions has a segment of its own. Nothing is
 * proved about this code's distance.
 *
 *   H · (e, f) = e + B · (C' · (C · f))
 *
 * C goes upwards: f_j ← X · (f_j + f_{j−1} + Σ f_{j−k} over a uniform subset of k = 2 … 24). C' does the same downwards. B adds, for each element, one uniform
 * position from each of 21 segments. The factor X, which generates GF(2^128) over F_2, keeps the 128 bits of the elements from being 128 separate words of one
 * binary code. `docs/protocols/vole.md` says what each claim rests on, and what is conjecture.
 *
 * All its randomness comes from AES-128 in counter mode under keys that are derived from the binding: the code is public.
 */
export const EXPANDER_WEIGHT = 21;
export const CONVOLUTION_TAPS = 24;

const WORD = 4;
const WORDS_IN_PIECE = PIECE / WORD;
/** Some milliseconds of work. */
const WORDS_PER_STEP = 8 * WORDS_IN_PIECE;
const ZEROS = new Uint8Array(PIECE);

/** Words of 32 bits for one part of the code, as a stream. */
export class CodeStream {
  readonly #cipher: BlockCipher;

  constructor(binding: Uint8Array, part: 'up' | 'down' | 'expand') {
    this.#cipher = aesCounterMode(hashParts('mpc vole code v1', binding, part).subarray(0, 16));
  }

  /** Writes the next `words` words, little-endian, at most 16384, into the memory at this position. */
  next(words: number, memory: Uint8Array, at: number): void {
    cipherInto(this.#cipher, ZEROS.subarray(0, WORD * words), memory, at);
  }
}

/** The bounds of the segments of n positions. The last segment may be longer. */
export function segmentOf(segment: number, dimension: number): { from: number; length: number } {
  const each = Math.floor(dimension / EXPANDER_WEIGHT);
  const from = each * segment;
  return { from, length: segment === EXPANDER_WEIGHT - 1 ? dimension - from : each };
}

/**
 * Compresses one vector of 2n elements, or two at once, at these addresses of the memory, by the same code. The first `length` ≤ n elements of each result
 * replace the first elements of its vector. It works segment by segment, so that the segment in use stays in the cache.
 */
export async function compress(memory: VoleMemory, binding: Uint8Array, dimension: number, length: number, vectors: readonly [number] | readonly [number, number]): Promise<void> {
  await inTurns(compressSteps(memory, binding, dimension, length, vectors));
}

function* compressSteps(memory: VoleMemory, binding: Uint8Array, dimension: number, length: number, vectors: readonly [number] | readonly [number, number]): Steps<void> {
  const { call } = memory.kernel;
  const half = ELEMENT_BYTES * dimension;
  const [first, second] = vectors;
  yield* drawWords(memory, new CodeStream(binding, 'up'), dimension, (done, count, taps) => {
    const skip = half + ELEMENT_BYTES * done;
    if (second === undefined) call.convolveUp(first + skip, count, taps, done);
    else call.convolveUpBoth(first + skip, second + skip, count, taps, done);
  });
  yield* drawWords(memory, new CodeStream(binding, 'down'), dimension, (done, count, taps) => {
    const skip = half + ELEMENT_BYTES * (dimension - 1 - done);
    if (second === undefined) call.convolveDown(first + skip, count, taps, done);
    else call.convolveDownBoth(first + skip, second + skip, count, taps, done);
  });
  const stream = new CodeStream(binding, 'expand');
  for (let segment = 0; segment < EXPANDER_WEIGHT; segment++) {
    const { from, length: among } = segmentOf(segment, dimension);
    yield* drawWords(memory, stream, length, (row, count, random) => {
      const [target, source] = [first + ELEMENT_BYTES * row, first + half + ELEMENT_BYTES * from];
      if (second === undefined) call.expand(target, count, source, among, random);
      else call.expandBoth(target, count, source, among, random, second - first);
    });
  }
}

/** Draws the next `total` words of a stream, some thousand at a time, and passes each piece's address on. */
function* drawWords({ kernel, piece }: VoleMemory, stream: CodeStream, total: number, step: (done: number, count: number, at: number) => void): Steps<void> {
  for (let drawn = 0; drawn < total; drawn += WORDS_IN_PIECE) {
    const words = Math.min(WORDS_IN_PIECE, total - drawn);
    stream.next(words, kernel.bytes, piece);
    for (let from = 0; from < words; from += ITEMS_PER_CALL) step(drawn + from, Math.min(ITEMS_PER_CALL, words - from), piece + WORD * from);
    if ((drawn + words) % WORDS_PER_STEP === 0) yield;
  }
}
