import { fc } from '../../support/property.js';
import { describe, expect, it } from 'vitest';
import { concat, equalBytes } from '../../../src/crypto/bytes.js';
import { addConstant, addProducts, addVectors } from '../../../src/crypto/kernels/field-products.js';
import { elementAt, encodeElement, multiplyElements } from '../../../src/crypto/ot/element.js';
import { randomBytes } from '../../../src/crypto/random.js';

const TOP = (1n << 128n) - 1n;
const element = fc.oneof(fc.constantFrom(0n, 1n, 2n, 0x87n, 1n << 63n, 1n << 64n, 1n << 127n, TOP), fc.bigInt({ min: 0n, max: TOP }));

describe('sums of products by one constant', () => {
  it('are those of the plain reference', () => {
    fc.assert(
      fc.property(element, fc.array(fc.tuple(element, element), { maxLength: 20 }), (constant, pairs) => {
        const sums = concat(...pairs.map(([sum]) => encodeElement(sum)));
        addProducts(sums, encodeElement(constant), concat(...pairs.map(([, factor]) => encodeElement(factor))));
        expect(pairs.map((_, i) => elementAt(sums, i))).toEqual(pairs.map(([sum, factor]) => sum ^ multiplyElements(constant, factor)));
      }),
      { numRuns: 200 },
    );
  });

  it('do not depend on how many there are', () => {
    const constant = randomBytes(16);
    const elements = randomBytes(16 * 9000);
    const sums = new Uint8Array(elements.length);
    addProducts(sums, constant, elements);
    for (const position of [0, 1, 4095, 4096, 8191, 8192, 8999]) {
      expect(elementAt(sums, position)).toBe(multiplyElements(elementAt(constant, 0), elementAt(elements, position)));
    }
  });

  it('are of what each stride begins with', () => {
    const [constant, wide] = [randomBytes(16), randomBytes(32 * 5000)];
    const [sums, packed] = [new Uint8Array(16 * 5000), new Uint8Array(16 * 5000)];
    for (let i = 0; i < 5000; i++) packed.set(wide.subarray(32 * i, 32 * i + 16), 16 * i);
    const expected = sums.slice();
    addProducts(sums, constant, wide, 32);
    addProducts(expected, constant, packed);
    expect(equalBytes(sums, expected)).toBe(true);
  });

  it('of bit i and bit j have bit i + j, and the reduction by X^128 + X^7 + X^2 + X + 1', () => {
    const product = (a: bigint, b: bigint): bigint => {
      const sums = new Uint8Array(16);
      addProducts(sums, encodeElement(a), encodeElement(b));
      return elementAt(sums, 0);
    };
    expect(product(1n << 60n, 1n << 61n)).toBe(1n << 121n);
    expect(product(1n << 64n, 1n << 64n)).toBe(0x87n);
    expect(product(1n << 127n, 4n)).toBe(0x87n << 1n);
  });

  it('are refused for lengths that do not fit', () => {
    expect(() => addProducts(new Uint8Array(16), new Uint8Array(15), new Uint8Array(16))).toThrow(RangeError);
    expect(() => addProducts(new Uint8Array(16), new Uint8Array(16), new Uint8Array(32))).toThrow(RangeError);
    expect(() => addProducts(new Uint8Array(15), new Uint8Array(16), new Uint8Array(15))).toThrow(RangeError);
  });
});

describe('sums of vectors', () => {
  it.each([0, 1, 3])('are those of their bits, where the bytes begin %i behind a word', (shift) => {
    const bytes = randomBytes(16 * 40 + 8);
    const a = bytes.subarray(shift, shift + 320);
    const b = randomBytes(323).subarray(3);
    const expected = a.map((byte, i) => byte ^ (b[i] as number));
    const around = bytes.slice(shift + 320);
    addVectors(a, b);
    expect(a).toEqual(expected);
    expect(bytes.slice(shift + 320)).toEqual(around);
  });

  it.each([8, 16])('with a constant of %i bytes are those of each part with it', (bytes) => {
    const [sums, constant] = [randomBytes(bytes * 5 + 1).subarray(1), randomBytes(bytes)];
    const expected = sums.map((byte, i) => byte ^ (constant[i % bytes] as number));
    addConstant(sums, constant);
    expect(sums).toEqual(expected);
  });

  it('are refused for lengths that do not fit', () => {
    expect(() => addConstant(new Uint8Array(16), new Uint8Array(15))).toThrow(RangeError);
    expect(() => addVectors(new Uint8Array(16), new Uint8Array(32))).toThrow(RangeError);
  });
});
