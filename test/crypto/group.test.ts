import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/crypto/bytes.js';
import { decodePoint, decodePointOrIdentity, encodePoint, evaluateInExponent, GENERATOR, IDENTITY, linearCombination, timesGenerator } from '../../src/crypto/group.js';
import { ORDER, randomScalar } from '../../src/crypto/scalar.js';
import { evaluate } from '../../src/crypto/shamir.js';

const scalar = () => fc.oneof(fc.constant(0n), fc.constant(1n), fc.constant(ORDER - 1n), fc.bigInt({ min: 0n, max: ORDER - 1n }));

describe('ristretto255', () => {
  it('gives the multiples of the generator of RFC 9496, appendix A.1', () => {
    const multiples = [
      '0000000000000000000000000000000000000000000000000000000000000000',
      'e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76',
      '6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919',
      '94741f5d5d52755ece4f23f044ee27d5d1ea1e2bd196b462166b16152a9d0259',
    ];
    for (const [i, hex] of multiples.entries()) {
      expect(toHex(encodePoint(timesGenerator(BigInt(i))))).toBe(hex);
      expect(decodePointOrIdentity(fromHex(hex))?.equals(timesGenerator(BigInt(i)))).toBe(true);
    }
  });

  it('refuses the encodings of RFC 9496, appendix A.2, and other lengths', () => {
    for (const hex of [
      // Not below the prime.
      '00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
      'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      'f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      // Negative.
      '0100000000000000000000000000000000000000000000000000000000000000',
      '01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      'ed57ffd8c914fb201471d1c3d245ce3c746fcbe63a3679d51b6a516ebebe0e20',
      // Not on the curve.
      '26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371',
    ]) {
      expect(decodePoint(fromHex(hex))).toBeUndefined();
      expect(decodePointOrIdentity(fromHex(hex))).toBeUndefined();
    }
    const generator = encodePoint(GENERATOR);
    for (const bytes of [new Uint8Array(0), generator.subarray(1), Uint8Array.of(...generator, 0), new Uint8Array(33)]) {
      expect(decodePointOrIdentity(bytes)).toBeUndefined();
    }
    // The same element in its second spelling: the top bit is not part of an encoding.
    expect(decodePoint(generator.map((byte, i) => (i === 31 ? byte | 0x80 : byte)))).toBeUndefined();
  });

  it('decodes the identity only where it is asked for', () => {
    expect(decodePoint(encodePoint(IDENTITY))).toBeUndefined();
    expect(decodePointOrIdentity(encodePoint(IDENTITY))?.equals(IDENTITY)).toBe(true);
    expect(decodePoint(encodePoint(GENERATOR))?.equals(GENERATOR)).toBe(true);
  });

  it('combines points as it does scalars, 0 and the identity among them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(scalar(), scalar()), { maxLength: 4 }), (pairs) => {
        const sum = pairs.reduce((total, [a, b]) => (total + a * b) % ORDER, 0n);
        const points = pairs.map(([a]) => timesGenerator(a));
        expect(linearCombination(points, pairs.map(([, b]) => b)).equals(timesGenerator(sum))).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('evaluates polynomials in the exponent', () => {
    fc.assert(
      fc.property(fc.array(scalar(), { maxLength: 5 }), fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constant(Number.MAX_SAFE_INTEGER)), (coefficients, x) => {
        const point = evaluateInExponent(coefficients.map(timesGenerator), BigInt(x));
        expect(point.equals(timesGenerator(evaluate(coefficients, x, ORDER)))).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('refuses scalars outside the field', () => {
    for (const value of [-1n, ORDER]) {
      expect(() => timesGenerator(value)).toThrow(RangeError);
      expect(() => linearCombination([GENERATOR], [value])).toThrow();
    }
    expect(timesGenerator(randomScalar()).equals(IDENTITY)).toBe(false);
  });
});
