import type { PolynomialHash } from '../kernels/polynomial-hash.js';
import { ELEMENT_BYTES } from '../ot/element.js';

/**
 * Σ_i χ^{p_i} · β_i, 16 bytes, for the noise positions p_i = α_i · t + i of t trees and the noise β_i, t × 16 bytes. The factors χ^(t · 2^b) are applied for
 * the bits b of α one after the other, then χ^i: no branch depends on α.
 */
export function sumOfNoise(hash: PolynomialHash, point: Uint8Array, positions: Uint32Array, depth: number, noise: Uint8Array): Uint8Array {
  const trees = positions.length;
  const terms = noise.slice(0, trees * ELEMENT_BYTES);
  let factor = hash.power(point, trees);
  for (let bit = 0; bit < depth; bit++) {
    hash.multiplyWhere(terms, positions, bit, factor);
    factor = hash.products(factor, factor);
  }
  return hash.combine(terms, point);
}
