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

  /** log2 of the luck that it takes to hold `held` items after so many queries: all choices of them, all seeds of 256 bits, and 128 bits for each item beyond the size of the store. */
  const luck = (held: number, size: number, log2Queries: number) => held * (log2Queries + Math.log2(Math.E / held)) + 256 - 128 * (held - size);

  it.each([[1, 71], [128, 71], [1000, 74], [2 ** 11, 74], [2 ** 14, 77], [2 ** 20, 84], [6_000_000, 86]])('bound what a cheating encoder of %i items can hold: more would take luck of less than 2^−40 after 2^%i queries', (items, log2Queries) => {
    const parameters = okvsParameters(items);
    expect(luck(mostItemsHeld(parameters), parameters.size, log2Queries)).toBeLessThan(-40);
    // And the bound is not one that holds for more.
    expect(luck(mostItemsHeld(parameters), parameters.size, log2Queries + 1)).toBeGreaterThan(-40);
  });

  it.each([[1, 622], [128, 622], [129, 626], [1000, 3046], [2000, 5666], [2 ** 14, 41_810], [2 ** 20, 2_856_832]])('let a cheating encoder of %i items hold %i, by the bound', (items, held) => {
    expect(mostItemsHeld(okvsParameters(items))).toBe(held);
  });

  it('let it hold 2.6 to 2.8 times as many from 2000 items on, and less than 3.1 times from 1000 on', () => {
    for (let items = 1000; items <= 6_000_000; items = Math.ceil(items * 1.003)) {
      const times = mostItemsHeld(okvsParameters(items)) / items;
      expect(times).toBeLessThan(items < 2000 ? 3.05 : 2.84);
      expect(times).toBeGreaterThan(2.55);
    }
  });

  it('let it hold 715 in the smallest store after 2^80 queries', () => {
    const { size } = okvsParameters(1);
    expect(luck(715, size, 80)).toBeGreaterThan(-40);
    expect(luck(716, size, 80)).toBeLessThan(-40);
  });

  it.each([-1, 1.5, NaN, 2 ** 24 + 1])('are refused for %d items', (items) => {
    expect(() => okvsParameters(items)).toThrow(RangeError);
  });
});
