import { fc } from '../../support/property.js';
import { describe, expect, it } from 'vitest';
import { hashVectors, HASH_MEMORY, PolynomialHash, type HashFunctions } from '../../../src/crypto/kernels/polynomial-hash.js';
import polynomialHashModule from '../../../src/crypto/kernels/generated/polynomial-hash.js';
import { loadKernel } from '../../../src/crypto/kernels/kernel.js';
import { elementAt, encodeElement, multiplyElements, timesX } from '../../../src/crypto/ot/element.js';
import { randomBytes } from '../../../src/crypto/random.js';

const elements = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n });
const hash = new PolynomialHash(loadKernel<HashFunctions>(polynomialHashModule, { memoryBytes: HASH_MEMORY }));

function plainHash(vector: Uint8Array, point: bigint): bigint {
  let sum = 0n;
  for (let position = Math.ceil(vector.length / 16) - 1; position >= 0; position--) sum = multiplyElements(sum, point) ^ elementAt(vector, position);
  return sum;
}

describe('products in GF(2^128)', () => {
  it('are those of X^128 = X^7 + X^2 + X + 1', () => {
    expect(timesX(1n << 127n)).toBe(0x87n);
    expect(multiplyElements(2n, 1n << 127n)).toBe(0x87n);
    // (X + 1)^2 = X^2 + 1, and X^127 · X^127 = X^126 · X^128.
    expect(multiplyElements(3n, 3n)).toBe(5n);
    expect(multiplyElements(1n << 127n, 1n << 127n)).toBe(multiplyElements(1n << 126n, 0x87n));
  });

  it('obey the laws of a field, and every element but 0 has order dividing 2^128 − 1', () => {
    fc.assert(
      fc.property(elements, elements, elements, (a, b, c) => {
        expect(multiplyElements(a, b)).toBe(multiplyElements(b, a));
        expect(multiplyElements(multiplyElements(a, b), c)).toBe(multiplyElements(a, multiplyElements(b, c)));
        expect(multiplyElements(a, b ^ c)).toBe(multiplyElements(a, b) ^ multiplyElements(a, c));
        let power = a;
        for (let i = 0; i < 128; i++) power = multiplyElements(power, power);
        expect(power).toBe(a);
      }),
      { numRuns: 20 },
    );
  });

  it('by the kernel are those of the reference', () => {
    fc.assert(
      fc.property(fc.array(elements, { minLength: 1, maxLength: 5 }), elements, fc.integer({ min: 0, max: 5000 }), (list, factor, exponent) => {
        const packed = Buffer.concat(list.map(encodeElement));
        const products = hash.products(packed, encodeElement(factor));
        list.forEach((each, i) => expect(elementAt(products, i)).toBe(multiplyElements(each, factor)));
        expect(elementAt(hash.combine(packed, encodeElement(factor)), 0)).toBe(plainHash(packed, factor));
        let power = 1n;
        for (let i = 0; i < exponent % 40; i++) power = multiplyElements(power, factor);
        expect(elementAt(hash.power(encodeElement(factor), exponent % 40), 0)).toBe(power);
        expect(hash.power(hash.power(encodeElement(factor), exponent), 3)).toEqual(hash.power(encodeElement(factor), 3 * exponent));
      }),
      { numRuns: 50 },
    );
  });
});

describe('the polynomial hash', () => {
  it.each([1, 3, 4, 5, 64, 4096, 4100, 9001])('of %i elements is that of the reference', (count) => {
    const vectors = randomBytes(2 * 16 * count);
    const point = randomBytes(16);
    const hashes = hashVectors(vectors, 16 * count, point);
    for (const i of [0, 1]) expect(elementAt(hashes, i)).toBe(plainHash(vectors.subarray(16 * count * i, 16 * count * (i + 1)), elementAt(point, 0)));
  });

  it('tells apart vectors that differ in one bit, wherever it is', () => {
    const vector = randomBytes(16 * 300);
    const point = randomBytes(16);
    const before = Buffer.from(hashVectors(vector, vector.length, point)).toString('hex');
    for (let at = 0; at < vector.length; at += 97) {
      const changed = Uint8Array.from(vector);
      changed[at] = (changed[at] as number) ^ (1 << at % 8);
      expect(Buffer.from(hashVectors(changed, changed.length, point)).toString('hex')).not.toBe(before);
    }
  });
});
