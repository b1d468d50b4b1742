import { fc } from '../support/property.js';
import { expect, it } from 'vitest';
import { randomBytes } from '../../src/crypto/random.js';
import { sortedParts } from '../../src/crypto/sort-digests.js';

const plainly = (digests: readonly Uint8Array[]) => Buffer.concat([...digests].sort((a, b) => Buffer.compare(a, b)));
const sorted = (digests: Uint8Array) => Buffer.concat(Array.from(sortedParts(digests), (part) => part.slice()));
const packed = (digests: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(digests));

it('puts digests in ascending order, as comparing them byte by byte does', () => {
  const digest = fc.uint8Array({ minLength: 32, maxLength: 32 });
  // Most begin alike, so that more than the first bits have to be looked at.
  const alike = fc.uint8Array({ minLength: 3, maxLength: 3 }).map((end) => Uint8Array.from([7, 7, 7, 7, 7, ...new Uint8Array(24), ...end]));
  fc.assert(
    fc.property(fc.uniqueArray(fc.oneof(digest, alike), { maxLength: 60, selector: (each) => each.join() }), (digests) => {
      expect(sorted(packed(digests)).equals(plainly(digests))).toBe(true);
    }),
  );
});

it('does so where they are sorted in parts, some of which have none', () => {
  const bytes = randomBytes(32 * 40_000);
  // A quarter of all begin with the same eight bits, and no other with the bits of a whole part.
  for (let i = 0; i < 40_000; i++) bytes[32 * i] = i % 4 === 0 ? 0x80 : (bytes[32 * i] as number) & 0x7f;
  const digests = Array.from({ length: 40_000 }, (_, i) => bytes.subarray(32 * i, 32 * i + 32));
  expect(sorted(bytes).equals(plainly(digests))).toBe(true);
});

it('does so where a list is so long that it is copied part by part', () => {
  const count = 2 ** 18 + 12_345;
  const bytes = new Uint8Array(32 * count);
  for (let at = 0; at < bytes.length; at += 2 ** 16) bytes.set(randomBytes(Math.min(2 ** 16, bytes.length - at)), at);
  const digests = Array.from({ length: count }, (_, i) => bytes.subarray(32 * i, 32 * i + 32));
  expect(sorted(bytes).equals(plainly(digests))).toBe(true);
});

it('leaves what it is given as it was, and takes whole digests only', () => {
  const digests = Uint8Array.from({ length: 64 }, (_, i) => 64 - i);
  const before = digests.slice();
  sorted(digests);
  expect(digests).toEqual(before);
  expect(() => sorted(new Uint8Array(33))).toThrow(RangeError);
});

it('refuses digests of which one stands there twice, wherever', () => {
  const digests = randomBytes(32 * 20_000);
  for (const [from, to] of [[0, 1], [0, 19_999], [12_345, 678]] as const) {
    const twice = digests.slice();
    twice.copyWithin(32 * to, 32 * from, 32 * from + 32);
    expect(() => sorted(twice)).toThrow(/twice/);
  }
  expect(sorted(digests).length).toBe(digests.length);
});
