import { fc } from '../support/property.js';
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { toHex } from '../../src/crypto/bytes.js';
import { hashOfSet } from '../../src/crypto/set-hash.js';
import { atOnce } from '../../src/crypto/steps.js';

const digest = (of: string): Uint8Array => Uint8Array.from(createHash('sha256').update(of).digest());
const packed = (list: readonly Uint8Array[]) => Uint8Array.from(Buffer.concat(list));
const hashed = (list: readonly Uint8Array[]) => toHex(atOnce(hashOfSet(packed(list))));
const people = (count: number) => Array.from({ length: count }, (_, i) => digest(`person ${i}`));

it('is 32 bytes, and those of its definition', () => {
  const list = people(3).sort((a, b) => Buffer.compare(a, b));
  const part = (bytes: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const expected = createHash('sha256').update(Buffer.concat([part(Buffer.from('mpc set v1')), part(packed(list))])).digest('hex');
  expect(hashed(people(3))).toBe(expected);
  expect(hashed([])).toHaveLength(64);
});

it('is the same in every order, and leaves the list as it was', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(people(200), { minLength: 200 }), (list) => {
      const bytes = packed(list);
      const before = bytes.slice();
      expect(toHex(atOnce(hashOfSet(bytes)))).toBe(hashed(people(200)));
      expect(bytes).toEqual(before);
    }),
    { numRuns: 50 },
  );
});

it('differs for every other set: one more, one less, one bit elsewhere', () => {
  const list = people(50);
  const seen = new Set([hashed(list), hashed([]), hashed(people(51))]);
  expect(seen.size).toBe(3);
  for (let i = 0; i < list.length; i++) seen.add(hashed(list.filter((_, j) => j !== i)));
  expect(seen.size).toBe(53);
  for (let bit = 0; bit < 256; bit++) {
    const other = Uint8Array.from(list[7] as Uint8Array);
    other[bit >> 3] = (other[bit >> 3] as number) ^ (1 << (bit & 7));
    seen.add(hashed(list.with(7, other)));
  }
  expect(seen.size).toBe(309);
});

it('refuses a digest that stands there twice, wherever, and what is not whole digests', () => {
  const list = people(100);
  for (const [from, to] of [[0, 1], [0, 100], [99, 0], [40, 60]] as const) expect(() => hashed(list.toSpliced(to, 0, list[from] as Uint8Array))).toThrow(RangeError);
  expect(() => atOnce(hashOfSet(packed(list).subarray(1)))).toThrow(RangeError);
});
