import { createCipheriv, hkdfSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/crypto/bytes.js';
import { elementsOf } from '../../src/crypto/field-vector.js';
import { fieldOf, type Field } from '../../src/crypto/field.js';
import { hashParts } from '../../src/crypto/hash.js';
import { expandSeed, SEED_BYTES } from '../../src/crypto/prg.js';
import { ALL_FIELDS } from './toy-fields.js';

const SALT = hashParts('test salt');
const INFO = utf8('test info');

/** Seeds that every run of these tests shares, so that what is measured never changes. */
function seed(number: number): Uint8Array {
  return hashParts('test seed', String(number));
}

/**
 * The definition, slowly: all elements from the stream in order, each the low bits of its words, little-endian; then those
 * that are not below the prime, in order, each again from what the stream gives next until it is.
 */
function reference({ modulus, bits, limbs }: Field, key: Uint8Array, length: number): { elements: bigint[]; rejected: number } {
  const cipher = createCipheriv('aes-256-ctr', Buffer.from(hkdfSync('sha256', key, SALT, INFO, 32)), Buffer.alloc(16));
  const draw = () => BigInt.asUintN(bits, BigInt(`0x${cipher.update(Buffer.alloc(4 * limbs)).reverse().toString('hex')}`));
  const elements = Array.from({ length }, draw);
  let rejected = 0;
  for (let i = 0; i < length; i++) {
    while ((elements[i] ?? 0n) >= modulus) {
      elements[i] = draw();
      rejected += 1;
    }
  }
  return { elements, rejected };
}

function expand(field: Field, length: number, number = 1): bigint[] {
  return elementsOf(field, expandSeed(field, seed(number), SALT, INFO, length));
}

describe.each(ALL_FIELDS)('a seed expanded over $name', (field) => {
  it('equals the plain definition over AES-256-CTR', () => {
    for (const length of [0, 1, 2, 257]) expect(expand(field, length)).toEqual(reference(field, seed(1), length).elements);
  });

  it('is below the prime everywhere', () => {
    expect(expand(field, 2000).every((element) => element >= 0n && element < field.modulus)).toBe(true);
  });
});

describe('a seed expanded', () => {
  it('equals the plain definition beyond the pieces that the cipher is fed with', () => {
    const field = fieldOf('251', 251n);
    const length = 3 * 64 * 1024 + 5;
    expect(expand(field, length)).toEqual(reference(field, seed(1), length).elements);
  });

  it.each([
    [5n, 3 / 8],
    [7n, 1 / 8],
    [251n, 5 / 256],
  ])('over %i draws again exactly what was not below the prime, as often as that must happen', (modulus, share) => {
    const field = fieldOf(String(modulus), modulus);
    const length = 20_000;
    const { elements, rejected } = reference(field, seed(2), length);
    expect(expand(field, length, 2)).toEqual(elements);
    // Expected share / (1 − share) per element; five standard deviations at these fixed seeds.
    const expected = (length * share) / (1 - share);
    const deviation = Math.sqrt(length * share) / (1 - share);
    expect(rejected).toBeGreaterThan(0);
    expect(Math.abs(rejected - expected)).toBeLessThan(5 * deviation);
  });

  // Upper 0.1 % points of chi-square with p − 1 degrees of freedom. The seeds are fixed: this cannot pass today and fail tomorrow.
  it.each([
    [5n, 18.47],
    [7n, 22.46],
    [251n, 324.83],
  ])('is uniform over %i by chi-square', (modulus, limit) => {
    const field = fieldOf(String(modulus), modulus);
    const length = 100_000;
    const counts = new Array<number>(Number(modulus)).fill(0);
    for (const element of expand(field, length, 3)) counts[Number(element)] = (counts[Number(element)] ?? 0) + 1;
    const expected = length / Number(modulus);
    const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(statistic).toBeLessThan(limit);
    // Nor suspiciously even: each element once in turn would give 0.
    expect(statistic).toBeGreaterThan(0.01);
  });

  it('is another vector with another seed, salt or info', () => {
    const field = fieldOf('2^32+15', 2n ** 32n + 15n);
    const vectors = [
      expandSeed(field, seed(1), SALT, INFO, 8),
      expandSeed(field, seed(2), SALT, INFO, 8),
      expandSeed(field, seed(1), hashParts('another salt'), INFO, 8),
      expandSeed(field, seed(1), SALT, utf8('another info'), 8),
    ].map((vector) => Buffer.from(vector.buffer).toString('hex'));
    expect(new Set(vectors).size).toBe(vectors.length);
    expect(Buffer.from(expandSeed(field, seed(1), SALT, INFO, 8).buffer).toString('hex')).toBe(vectors[0]);
  });

  it('comes from seeds of 256 bits', () => {
    expect(SEED_BYTES).toBe(32);
  });
});
