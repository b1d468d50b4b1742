import { describe, expect, it } from 'vitest';
import { fullestBin, mostItemsHeld, okvsParameters } from '../../../src/crypto/okvs/parameters.js';

/** log2 of P[more than `most` of `items` land in one given bin], by the exact binomial terms. */
function overflow(items: number, bins: number, most: number): number {
  const p = 1 / bins;
  let log = 0;
  for (let i = 1; i <= most + 1; i++) log += Math.log2((items - i + 1) / i) + Math.log2(p);
  log += (items - most - 1) * Math.log2(1 - p);
  // Further terms fall faster than a geometric series with the ratio of the first two.
  const ratio = ((items - most - 1) / (most + 2)) * (p / (1 - p));
  return log - Math.log2(1 - ratio);
}

describe('the sizes of a store', () => {
  it('are those of the document', () => {
    expect(okvsParameters(2 ** 20)).toEqual({ items: 1_048_576, bins: 64, capacity: 17_440, columns: 22_255, dense: 64, size: 1_428_416 });
    expect(okvsParameters(0)).toEqual({ ...okvsParameters(128), items: 0 });
  });

  it.each([20_000, 2 ** 16, 2 ** 20, 2 ** 24])('for %i items leave room for the fullest bin, all bins together, but with probability 2^−41', (items) => {
    const { bins, capacity } = okvsParameters(items);
    expect(overflow(items, bins, capacity) + Math.log2(bins)).toBeLessThan(-41);
    // And do not waste it.
    expect(capacity).toBeLessThan(1.2 * fullestBin(items, bins, 0) + 100);
  });

  it('follow the published formula, which is met with some room', () => {
    for (const items of [128, 1000, 2 ** 14, 2 ** 20, 2 ** 24]) {
      const { bins, capacity, columns } = okvsParameters(items);
      const w = Math.log2(3);
      const slope = 2 ** (0.55 * Math.log2(capacity) + 0.093 * w ** 3 - 1.01 * w ** 2 + 2.92 * w - 0.13);
      const security = slope * (columns / capacity - 1.223) - 9.2 - Math.log2(bins);
      expect(security).toBeGreaterThan(41);
      expect(security).toBeLessThan(45);
    }
  });

  it('keep bins, columns and rows within the 16 bits that the kernel has for them', () => {
    for (let items = 1; items <= 2 ** 24; items = Math.ceil(items * 1.07)) {
      const { bins, capacity, columns, dense, size } = okvsParameters(items);
      expect(capacity).toBeLessThan(65_536);
      expect(columns).toBeLessThan(65_536);
      expect(bins * capacity).toBeGreaterThanOrEqual(items);
      expect(size).toBe(bins * (columns + dense));
    }
  });

  it('bound what a cheating encoder can hold: as many items more would take luck of less than 2^−40', () => {
    for (const items of [1, 128, 1000, 2 ** 14, 2 ** 20, 2 ** 24]) {
      const parameters = okvsParameters(items);
      const held = mostItemsHeld(parameters);
      // All choices of as many of 2^64 queries, all seeds of 256 bits, and 128 bits for each item beyond the size of the store.
      const log2 = held * (64 + Math.log2(Math.E / held)) + 256 - 128 * (held - parameters.size);
      expect(log2).toBeLessThan(-40);
      expect(held).toBeLessThan(5 * Math.max(items, 128));
    }
  });

  it.each([-1, 1.5, NaN, 2 ** 24 + 1])('are refused for %d items', (items) => {
    expect(() => okvsParameters(items)).toThrow(RangeError);
  });
});
