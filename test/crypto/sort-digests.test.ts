import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortDigests } from '../../src/crypto/sort-digests.js';

const plainly = (digests: readonly Uint8Array[]) => Buffer.concat([...digests].sort((a, b) => Buffer.compare(a, b)));
const packed = (digests: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(digests));

it('puts digests in ascending order, as comparing them byte by byte does', () => {
  const digest = fc.uint8Array({ minLength: 32, maxLength: 32 });
  // Most begin alike, so that more than the first bits have to be looked at.
  const alike = fc.uint8Array({ minLength: 3, maxLength: 3 }).map((end) => Uint8Array.from([7, 7, 7, 7, 7, ...new Uint8Array(24), ...end]));
  fc.assert(
    fc.property(fc.array(fc.oneof(digest, alike), { maxLength: 60 }), (digests) => {
      expect(Buffer.from(sortDigests(packed(digests))).equals(plainly(digests))).toBe(true);
    }),
  );
});

it('leaves what it is given as it was, and takes whole digests only', () => {
  const digests = Uint8Array.from({ length: 64 }, (_, i) => 64 - i);
  const before = digests.slice();
  sortDigests(digests);
  expect(digests).toEqual(before);
  expect(() => sortDigests(new Uint8Array(33))).toThrow(RangeError);
});
