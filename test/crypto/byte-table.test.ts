import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { ByteTable } from '../../src/crypto/byte-table.js';
import { concat } from '../../src/crypto/bytes.js';
import { randomBytes } from '../../src/crypto/random.js';

describe('a table of byte strings', () => {
  it('does what a Map does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 }), (keys) => {
        const rows = concat(new Uint8Array(0), ...keys.map((key) => new Uint8Array(8).fill(key, 3, 6)));
        const table = new ByteTable(41, 8);
        const map = new Map<number, number>();
        keys.forEach((key, row) => {
          expect(table.positionOf(rows, row)).toBe(map.get(key));
          expect(table.add(rows, row)).toBe(!map.has(key));
          if (!map.has(key)) map.set(key, map.size);
          expect(table.size).toBe(map.size);
        });
      }),
    );
  });

  it('takes as many as it was made for, and no more', () => {
    for (const capacity of [0, 1, 2, 3, 64, 1000]) {
      const rows = randomBytes(16 * (capacity + 1));
      const table = new ByteTable(capacity, 16);
      for (let i = 0; i < capacity; i++) expect(table.add(rows, i)).toBe(true);
      for (let i = 0; i < capacity; i++) expect(table.positionOf(rows, i)).toBe(i);
      expect(table.positionOf(rows, capacity)).toBeUndefined();
      expect(() => table.add(rows, capacity)).toThrow(RangeError);
    }
  });

  it('keeps all apart that differ in one bit', () => {
    const key = randomBytes(16);
    const rows = concat(key, ...Array.from({ length: 128 }, (_, bit) => key.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))));
    const table = new ByteTable(129, 16);
    for (let i = 0; i < 129; i++) expect(table.add(rows, i)).toBe(true);
  });
});
