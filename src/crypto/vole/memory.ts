import voleModule from '../kernels/generated/vole.js';
import { loadKernel, type Kernel } from '../kernels/kernel.js';
import { HASH_MEMORY, PolynomialHash, type HashFunctions } from '../kernels/polynomial-hash.js';
import { ELEMENT_BYTES } from '../ot/element.js';
import type { VoleParameters } from './parameters.js';

/** Bytes handed to AES at once: more would leave the cache. */
export const PIECE = 64 * 1024;
/** What a convolution reads before the first element, and never uses. */
const MARGIN = 24 * 2 * ELEMENT_BYTES;

/** The exports of `kernels/vole.ts`, which says what they do. */
export interface VoleFunctions extends HashFunctions {
  feedForward(target: number, parents: number, permuted: number, count: number, sums: number, trees: number, first: number): void;
  interleave(left: number, right: number, pairs: number, count: number): void;
  convolveUp(first: number, count: number, taps: number): void;
  convolveDown(first: number, count: number, taps: number): void;
  convolvePairsUp(first: number, count: number, taps: number): void;
  convolvePairsDown(first: number, count: number, taps: number): void;
  expand(target: number, count: number, segment: number, length: number, random: number): void;
  expandPairs(left: number, right: number, count: number, segment: number, length: number, random: number): void;
}

/**
 * One party's memory: 32 bytes for each element of the vector, and for the receiver, who has two vectors, 48 more.
 * All that a VOLE needs is reserved at once.
 */
export class VoleMemory {
  readonly kernel: Kernel<VoleFunctions>;
  readonly hash: PolynomialHash;
  /** The leaves, 2n' elements: later their first half holds the result. */
  readonly leaves: number;
  /** For the receiver: n' elements, the other result. */
  readonly second: number;
  /** For the receiver: n' pairs. */
  readonly pairs: number;
  readonly sums: number;
  readonly piece: number;

  constructor({ trees, dimension }: VoleParameters, vectors: 1 | 2) {
    const result = ELEMENT_BYTES * dimension;
    const own = 2 * result + (vectors === 2 ? 3 * result : 0);
    this.kernel = loadKernel(voleModule, { memoryBytes: own + 3 * MARGIN + 2 * ELEMENT_BYTES * trees + PIECE + HASH_MEMORY });
    this.hash = new PolynomialHash(this.kernel);
    this.piece = this.kernel.allocate(PIECE);
    this.sums = this.kernel.allocate(2 * ELEMENT_BYTES * trees);
    this.kernel.allocate(MARGIN);
    this.leaves = this.kernel.allocate(2 * result);
    this.second = vectors === 2 ? this.kernel.allocate(result) : 0;
    this.kernel.allocate(MARGIN);
    this.pairs = vectors === 2 ? this.kernel.allocate(2 * result) : 0;
    this.kernel.allocate(MARGIN);
  }

  /** The bytes of `count` elements from an address on, shared with the kernel. */
  elements(address: number, count: number): Uint8Array {
    return this.kernel.bytes.subarray(address, address + ELEMENT_BYTES * count);
  }
}
