import { describe, expect, it } from 'vitest';
import polynomialHashModule from '../../../src/crypto/kernels/generated/polynomial-hash.js';
import { loadKernel } from '../../../src/crypto/kernels/kernel.js';
import { HASH_MEMORY, type HashFunctions, PolynomialHash } from '../../../src/crypto/kernels/polynomial-hash.js';
import { elementAt, multiplyElements } from '../../../src/crypto/ot/element.js';
import { randomBytes } from '../../../src/crypto/random.js';
import { sumOfNoise } from '../../../src/crypto/vole/noise-sum.js';

const hash = new PolynomialHash(loadKernel<HashFunctions>(polynomialHashModule, { memoryBytes: HASH_MEMORY }));

describe('the sum of noise', () => {
  // More trees than one call of the kernel takes, and as many as two take to the last one.
  it.each([[1, 3], [60, 5], [513, 2], [1024, 4]])('of %i trees of depth %i is Σ χ^(α · t + i) · β', (trees, depth) => {
    const point = randomBytes(16);
    const noise = randomBytes(16 * trees);
    const positions = Uint32Array.from({ length: trees }, (_, i) => (i * 2_654_435_761) % 2 ** depth);
    const powers = [1n];
    for (let i = 1; i < trees * 2 ** depth; i++) powers.push(multiplyElements(powers[i - 1] as bigint, elementAt(point, 0)));
    let sum = 0n;
    positions.forEach((alpha, i) => { sum ^= multiplyElements(powers[alpha * trees + i] as bigint, elementAt(noise, i)); });
    expect(elementAt(sumOfNoise(hash, point, positions, depth, noise), 0)).toBe(sum);
  });
});
