import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { FIELDS, fromElement, smallestField, toElement } from '../../src/crypto/field.js';
import { ALL_FIELDS } from './toy-fields.js';

describe('the fields', () => {
  it('have exactly the moduli that their names say, with a spare bit in their words', () => {
    expect(FIELDS.map(({ modulus }) => modulus)).toEqual([2n ** 61n - 1n, 2n ** 127n - 1n, 2n ** 255n - 19n, 2n ** 521n - 1n]);
    for (const { modulus, bits, limbs } of ALL_FIELDS) {
      expect(modulus >> BigInt(bits)).toBe(0n);
      expect(modulus >> BigInt(bits - 1)).toBe(1n);
      expect(2n * modulus < 2n ** BigInt(32 * limbs)).toBe(true);
    }
  });

  it('are chosen as the smallest that has an element for every integer of a range', () => {
    for (const [i, field] of FIELDS.entries()) {
      expect(smallestField(0n, field.modulus - 1n)).toBe(field);
      expect(smallestField(0n, field.modulus)).toBe(FIELDS[i + 1]);
      expect(smallestField(-(field.modulus / 2n), field.modulus / 2n)).toBe(field);
      expect(smallestField(-(field.modulus / 2n), field.modulus / 2n + 1n)).toBe(FIELDS[i + 1]);
    }
  });
});

describe.each(ALL_FIELDS)('integers in the field $name', (field) => {
  const { modulus } = field;

  it('come back from their elements, negative ones too, over the widest range that fits', () => {
    const low = -(modulus / 2n);
    const high = low + modulus - 1n;
    fc.assert(
      fc.property(fc.bigInt({ min: low, max: high }), (value) => {
        const element = toElement(field, value);
        expect(element >= 0n && element < modulus).toBe(true);
        expect(fromElement(field, element, low, high)).toBe(value);
      }),
      { numRuns: 50, examples: [[low], [-1n], [0n], [high]] },
    );
  });

  it('have one element for all that are equal modulo the prime', () => {
    for (const value of [-1n, 0n, 1n, modulus - 1n]) {
      for (const times of [-2n, -1n, 0n, 1n, 2n]) expect(toElement(field, value + times * modulus)).toBe(((value % modulus) + modulus) % modulus);
    }
  });

  it('are refused just outside the range, on both sides', () => {
    expect(fromElement(field, 1n, -1n, 1n)).toBe(1n);
    expect(fromElement(field, 2n, -1n, 1n)).toBeUndefined();
    expect(fromElement(field, modulus - 1n, -1n, 1n)).toBe(-1n);
    expect(fromElement(field, modulus - 2n, -1n, 1n)).toBeUndefined();
    expect(fromElement(field, modulus - 1n, 0n, 1n)).toBeUndefined();
    expect(fromElement(field, 0n, 0n, 0n)).toBe(0n);
  });
});
