import { blake3 } from '@noble/hashes/blake3.js';
import { fc } from '../../support/property.js';
import { describe, expect, it } from 'vitest';
import { concat } from '../../../src/crypto/bytes.js';
import { ItemHash } from '../../../src/crypto/kernels/item-hash.js';
import { randomBytes } from '../../../src/crypto/random.js';

const key = Uint8Array.from({ length: 32 }, (_, i) => 7 * i + 1);

function pack(items: readonly Uint8Array[]): [Uint8Array, Uint32Array] {
  const offsets = new Uint32Array(items.length + 1);
  items.forEach((item, i) => (offsets[i + 1] = (offsets[i] as number) + item.length));
  return [concat(...items), offsets];
}

function referenceDigests(items: readonly Uint8Array[]): Uint8Array {
  return concat(...items.map((item) => blake3(item, { key })));
}

describe('digests of items', () => {
  it('are keyed BLAKE3 at every length of a chunk, and beyond', () => {
    const items = Array.from({ length: 1030 }, (_, length) => randomBytes(length));
    expect(new ItemHash(key).digests(...pack(items))).toEqual(referenceDigests(items));
  });

  it('are keyed BLAKE3 whatever lengths stand side by side, and whatever was hashed before', () => {
    const hash = new ItemHash(key);
    const item = fc.oneof(fc.uint8Array({ maxLength: 70 }), fc.uint8Array({ minLength: 900, maxLength: 1100 }));
    fc.assert(
      fc.property(fc.array(item, { maxLength: 11 }), (items) => {
        expect(hash.digests(...pack(items))).toEqual(referenceDigests(items));
      }),
      { numRuns: 200 },
    );
  });

  it('do not depend on how many items there are in a call', () => {
    const items = Array.from({ length: 4100 }, (_, i) => Uint8Array.from({ length: i % 130 }, (_, j) => i + j));
    expect(new ItemHash(key).digests(...pack(items))).toEqual(referenceDigests(items));
  });

  it('may take the places of their inputs, where these are as long', () => {
    const items = Array.from({ length: 9000 }, () => randomBytes(32));
    const [data, offsets] = pack(items);
    expect(new ItemHash(key).digests(data, offsets, data)).toBe(data);
    expect(data).toEqual(referenceDigests(items));
  });

  it('of no items are no bytes', () => {
    expect(new ItemHash(key).digests(new Uint8Array(0), Uint32Array.of(0))).toEqual(new Uint8Array(0));
  });

  it('are of the items that the offsets name, not of what lies around them', () => {
    const data = randomBytes(100);
    expect(new ItemHash(key).digests(data, Uint32Array.of(10, 20, 20, 90))).toEqual(referenceDigests([data.subarray(10, 20), new Uint8Array(0), data.subarray(20, 90)]));
  });

  it('are refused for offsets that fall, leave the data, or are missing', () => {
    const hash = new ItemHash(key);
    expect(() => hash.digests(new Uint8Array(10), Uint32Array.of(0, 5, 4))).toThrow(RangeError);
    expect(() => hash.digests(new Uint8Array(10), Uint32Array.of(0, 11))).toThrow(RangeError);
    expect(() => hash.digests(new Uint8Array(10), new Uint32Array(0))).toThrow(RangeError);
    expect(() => hash.digests(new Uint8Array(10), Uint32Array.of(0, 10), new Uint8Array(31))).toThrow(RangeError);
    expect(() => new ItemHash(new Uint8Array(31))).toThrow(RangeError);
  });
});

describe('tags', () => {
  it.each([0, 1, 2, 3, 4, 5, 4097])('of %i rows are the first half of the keyed BLAKE3 of masked value and digest', (count) => {
    const values = randomBytes(16 * count);
    const digests = randomBytes(32 * count);
    const mask = randomBytes(16);
    const rows = Array.from({ length: count }, (_, i) => concat(values.subarray(16 * i, 16 * i + 16).map((byte, k) => byte ^ (mask[k] as number)), digests.subarray(32 * i, 32 * i + 32)));
    expect(new ItemHash(key).tags(values, mask, digests)).toEqual(concat(...rows.map((row) => blake3(row, { key }).subarray(0, 16))));
  });

  it('are refused for rows that do not fit together', () => {
    const hash = new ItemHash(key);
    expect(() => hash.tags(new Uint8Array(16), key.subarray(16), new Uint8Array(64))).toThrow(RangeError);
    expect(() => hash.tags(new Uint8Array(15), key.subarray(16), new Uint8Array(30))).toThrow(RangeError);
  });
});
