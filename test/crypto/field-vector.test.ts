import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { addInto, elementBytes, elementsOf, firstUnreduced, fromBytes, subtractFrom, toBytes, vectorOf, zeroVector } from '../../src/crypto/field-vector.js';
import type { Field } from '../../src/crypto/field.js';
import { ALL_FIELDS } from './toy-fields.js';

/** Elements, with those that carry, borrow and wrap as likely as all others. */
function element({ modulus, limbs }: Field): fc.Arbitrary<bigint> {
  const edges = [0n, 1n, modulus - 1n, modulus - 2n, modulus / 2n, modulus / 2n + 1n];
  for (let limb = 1; limb < limbs; limb++) edges.push(2n ** BigInt(32 * limb), 2n ** BigInt(32 * limb) - 1n);
  return fc.oneof(fc.constantFrom(...edges.filter((edge) => edge >= 0n && edge < modulus)), fc.bigInt({ min: 0n, max: modulus - 1n }));
}

function pairs(field: Field): fc.Arbitrary<[bigint, bigint][]> {
  return fc.array(fc.tuple(element(field), element(field)), { maxLength: 20 });
}

describe.each(ALL_FIELDS)('vectors over $name', (field) => {
  const { modulus, limbs } = field;

  it('add as integers modulo the prime do', () => {
    fc.assert(
      fc.property(pairs(field), (both) => {
        const sum = vectorOf(field, both.map(([a]) => a));
        const addend = vectorOf(field, both.map(([, b]) => b));
        addInto(field, sum, addend);
        expect(elementsOf(field, sum)).toEqual(both.map(([a, b]) => (a + b) % modulus));
        expect(elementsOf(field, addend)).toEqual(both.map(([, b]) => b));
      }),
      { numRuns: 200 },
    );
  });

  it('subtract as integers modulo the prime do', () => {
    fc.assert(
      fc.property(pairs(field), (both) => {
        const difference = vectorOf(field, both.map(([a]) => a));
        subtractFrom(field, difference, vectorOf(field, both.map(([, b]) => b)));
        expect(elementsOf(field, difference)).toEqual(both.map(([a, b]) => (a - b + modulus) % modulus));
      }),
      { numRuns: 200 },
    );
  });

  it('count as reduced at 0 and p − 1, and as unreduced from p to the last value that the words hold', () => {
    const largest = 2n ** BigInt(32 * limbs) - 1n;
    for (const good of [0n, 1n, modulus - 1n]) expect(firstUnreduced(field, vectorOf(field, [good]))).toBe(-1);
    for (const bad of [modulus, modulus + 1n, 2n * modulus - 1n, largest]) {
      expect(firstUnreduced(field, vectorOf(field, [bad]))).toBe(0);
      expect(firstUnreduced(field, vectorOf(field, [0n, modulus - 1n, bad, 1n, bad]))).toBe(2);
    }
  });

  it('come back from their bytes, also from an odd place in a larger buffer', () => {
    fc.assert(
      fc.property(fc.array(element(field), { maxLength: 10 }), (elements) => {
        const vector = vectorOf(field, elements);
        const odd = new Uint8Array(vector.byteLength + 1);
        odd.set(toBytes(vector), 1);
        expect(toBytes(vector).length).toBe(elements.length * elementBytes(field));
        expect(fromBytes(field, elements.length, odd.subarray(1))).toEqual(vector);
      }),
      { numRuns: 50 },
    );
  });

  it('are not read from bytes of another length or with an element that is not below the prime', () => {
    const bytes = toBytes(vectorOf(field, [1n, 2n]));
    expect(fromBytes(field, 2, bytes)).toBeDefined();
    expect(fromBytes(field, 1, bytes)).toBeUndefined();
    expect(fromBytes(field, 3, bytes)).toBeUndefined();
    expect(fromBytes(field, 2, bytes.subarray(1))).toBeUndefined();
    for (const bad of [modulus, modulus + 1n]) expect(fromBytes(field, 2, toBytes(vectorOf(field, [1n, bad])))).toBeUndefined();
    expect(fromBytes(field, 1, toBytes(vectorOf(field, [modulus - 1n])))).toBeDefined();
  });

  it('are read into memory of their own', () => {
    const bytes = toBytes(vectorOf(field, [1n]));
    const vector = fromBytes(field, 1, bytes) ?? zeroVector(field, 1);
    bytes.fill(0);
    expect(elementsOf(field, vector)).toEqual([1n]);
  });
});

describe('vectors over a toy field', () => {
  it.each(ALL_FIELDS.filter(({ modulus }) => modulus < 10n))('add and subtract every pair of elements of $name rightly', (field) => {
    const all = Array.from({ length: Number(field.modulus) }, (_, i) => BigInt(i));
    const left = all.flatMap((a) => all.map(() => a));
    const right = all.flatMap(() => all);
    const sums = vectorOf(field, left);
    addInto(field, sums, vectorOf(field, right));
    expect(elementsOf(field, sums)).toEqual(left.map((a, i) => (a + (right[i] ?? 0n)) % field.modulus));
    subtractFrom(field, sums, vectorOf(field, right));
    expect(elementsOf(field, sums)).toEqual(left);
  });
});
