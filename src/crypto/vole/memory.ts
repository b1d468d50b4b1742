import voleModule from '../kernels/generated/vole.js';
import { loadKernel, type Kernel } from '../kernels/kernel.js';
import { HASH_MEMORY, PolynomialHash, type HashFunctions } from '../kernels/polynomial-hash.js';
import { ELEMENT_BYTES } from '../ot/element.js';
import type { VoleParameters } from './parameters.js';

/** Bytes given to AES at once: more would leave the cache. */
export const PIECE = 64 * 1024;
/** Bytes that a convolution may read behind the last element. It never uses them. */
const MARGIN = 24 * ELEMENT_BYTES;

/** The exports of `kernels/vole.ts`, which says what they do. */
export interface VoleFunctions extends HashFunctions {
  feedForward(target: number, parents: number, permuted: number, count: number, sums: number, trees: number, first: number): void;
  convolveUp(first: number, count: number, taps: number, from: number): void;
  convolveUpBoth(first: number, second: number, count: number, taps: number, from: number): void;
  convolveDown(first: number, count: number, taps: number, from: number): void;
  convolveDownBoth(first: number, second: number, count: number, taps: number, from: number): void;
  expand(target: number, count: number, segment: number, length: number, random: number): void;
  expandBoth(target: number, count: number, segment: number, length: number, random: number, apart: number): void;
}

/** One party's memory, all of it reserved at once: 32 bytes for each element of the vector, and as much again for the receiver, who has two vectors. */
export class VoleMemory {
  readonly kernel: Kernel<VoleFunctions>;
  readonly hash: PolynomialHash;
  /** 2n' elements: the leaves. */
  readonly leaves: number;
  /** For the receiver, 2n' elements, zero at first: the noise. */
  readonly noise: number;
  readonly sums: number;
  readonly piece: number;

  constructor({ trees, dimension }: VoleParameters, side: 'sender' | 'receiver') {
    const vector = 2 * ELEMENT_BYTES * dimension;
    const noise = side === 'receiver' ? vector : 0;
    this.kernel = loadKernel(voleModule, { memoryBytes: vector + noise + 2 * ELEMENT_BYTES * trees + PIECE + HASH_MEMORY });
    this.hash = new PolynomialHash(this.kernel);
    this.piece = this.kernel.allocate(PIECE);
    this.sums = this.kernel.allocate(2 * ELEMENT_BYTES * trees);
    this.leaves = this.kernel.allocate(vector);
    this.noise = this.kernel.allocate(noise);
    this.kernel.allocate(MARGIN);
  }

  /** The bytes of `count` elements from an address on, shared with the kernel. */
  elements(address: number, count: number): Uint8Array {
    return this.kernel.bytes.subarray(address, address + ELEMENT_BYTES * count);
  }
}
