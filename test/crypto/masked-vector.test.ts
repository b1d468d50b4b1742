import { createCipheriv, hkdfSync } from 'node:crypto';
import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { lengthPrefixed, u32be, utf8 } from '../../src/crypto/bytes.js';
import { FIELDS, type Field } from '../../src/crypto/field.js';
import { elementsOf, firstUnreduced, vectorOf, zeroVector } from '../../src/crypto/field-vector.js';
import { randomBytes } from '../../src/crypto/random.js';
import { encodeScalar, ORDER, randomScalar } from '../../src/crypto/scalar.js';
import { unmaskVector, maskVector } from '../../src/crypto/masked-vector.js';

const sid = randomBytes(32);

describe('a masked vector', () => {
  for (const field of FIELDS) {
    const element = () => fc.oneof(fc.constant(0n), fc.constant(field.modulus - 1n), fc.bigInt({ min: 0n, max: field.modulus - 1n }));

    it(`opens to what was masked, over ${field.name}`, () => {
      fc.assert(
        fc.property(fc.array(element(), { maxLength: 20 }), fc.bigInt({ min: 0n, max: ORDER - 1n }), fc.nat(100), (elements, key, party) => {
          const value = vectorOf(field, elements);
          const masked = maskVector(field, value, key, sid, party);
          expect(firstUnreduced(field, masked)).toBe(-1);
          expect(elementsOf(field, unmaskVector(field, masked, key, sid, party))).toEqual(elements);
          expect(elementsOf(field, value)).toEqual(elements);
        }),
        { numRuns: 30 },
      );
    });

    it(`opens with no other key, session or party, over ${field.name}`, () => {
      const value = vectorOf(field, [1n, 2n, 3n]);
      const key = randomScalar();
      const masked = maskVector(field, value, key, sid, 1);
      expect(masked).not.toEqual(value);
      expect(unmaskVector(field, masked, key, sid, 1)).toEqual(value);
      for (const opened of [unmaskVector(field, masked, randomScalar(), sid, 1), unmaskVector(field, masked, key, randomBytes(32), 1), unmaskVector(field, masked, key, sid, 2)]) {
        const elements = elementsOf(field, opened);
        expect(elements.some((each, i) => each === BigInt(i + 1))).toBe(false);
      }
    });
  }

  it('has pads of its own in fields of like size', () => {
    const [field] = FIELDS as [Field];
    const key = randomScalar();
    const renamed = { ...field, name: 'other' };
    expect(maskVector(field, zeroVector(field, 4), key, sid, 0)).not.toEqual(maskVector(renamed, zeroVector(renamed, 4), key, sid, 0));
  });

  it('has the pad that is documented: AES-256-CTR under HKDF-SHA-256 of the key, its lowest 61 bits', () => {
    const [field] = FIELDS as [Field];
    const key = 0x1234567890abcdefn;
    const info = lengthPrefixed(utf8('mpc threshold seal v1'), utf8('2^61-1'), u32be(3));
    const aesKey = new Uint8Array(hkdfSync('sha256', encodeScalar(key), sid, info, 32));
    const stream = createCipheriv('aes-256-ctr', aesKey, new Uint8Array(16)).update(new Uint8Array(32));
    const expected = [0, 8, 16, 24].map((at) => stream.readBigUInt64LE(at) & (2n ** 61n - 1n));
    expect(elementsOf(field, maskVector(field, zeroVector(field, 4), key, sid, 3))).toEqual(expected);
  });

  it('refuses keys that are not scalars', () => {
    const [field] = FIELDS as [Field];
    for (const key of [-1n, ORDER]) expect(() => maskVector(field, zeroVector(field, 1), key, sid, 0)).toThrow(RangeError);
  });
});
