import { ristretto255 } from '@noble/curves/ed25519.js';
import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { toLittleEndian32 } from '../../src/crypto/field25519.js';
import { addScalars, decodeScalar, encodeScalar, invertScalar, multiplyScalars, ORDER, randomScalar } from '../../src/crypto/scalar.js';

const scalar = () => fc.bigInt({ min: 0n, max: ORDER - 1n });

describe('scalars of ristretto255', () => {
  it('are integers modulo the order of the group', () => {
    expect(ORDER).toBe(ristretto255.Point.Fn.ORDER);
  });

  it('have one encoding each', () => {
    fc.assert(
      fc.property(scalar(), (value) => {
        expect(encodeScalar(value)).toEqual(ristretto255.Point.Fn.toBytes(value));
        expect(decodeScalar(encodeScalar(value))).toBe(value);
        const second = value + ORDER;
        expect(decodeScalar(toLittleEndian32(second))).toBeUndefined();
      }),
    );
    for (const value of [0n, 1n, ORDER - 1n]) expect(decodeScalar(encodeScalar(value))).toBe(value);
  });

  it('are not decoded from ℓ and above, nor from other lengths, and not encoded from outside', () => {
    for (const value of [ORDER, ORDER + 1n, 2n ** 253n, 2n ** 255n, 2n ** 256n - 1n]) expect(decodeScalar(toLittleEndian32(value))).toBeUndefined();
    for (const length of [0, 31, 33, 64]) expect(decodeScalar(new Uint8Array(length))).toBeUndefined();
    for (const value of [-1n, ORDER, 2n ** 256n]) expect(() => encodeScalar(value)).toThrow(RangeError);
  });

  it('are added, multiplied and inverted like those of the reference', () => {
    const { Fn } = ristretto255.Point;
    fc.assert(
      fc.property(scalar(), scalar(), (a, b) => {
        expect(addScalars(a, b)).toBe(Fn.add(a, b));
        expect(multiplyScalars(a, b)).toBe(Fn.mul(a, b));
        if (a !== 0n) expect(invertScalar(a)).toBe(Fn.inv(a));
      }),
      { numRuns: 50 },
    );
    expect(() => invertScalar(0n)).toThrow(RangeError);
    expect(() => invertScalar(ORDER)).toThrow(RangeError);
  });

  it('are drawn from the whole range', () => {
    const drawn = Array.from({ length: 200 }, randomScalar);
    expect(drawn.every((each) => each >= 0n && each < ORDER)).toBe(true);
    expect(new Set(drawn).size).toBe(200);
    // The chance that none of 200 falls into a given quarter is 10^−25.
    for (let quarter = 0n; quarter < 4n; quarter++) expect(drawn.some((each) => (each * 4n) / ORDER === quarter)).toBe(true);
  });
});
