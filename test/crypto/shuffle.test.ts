import { describe, expect, it } from 'vitest';
import { inOrder, randomOrder } from '../../src/crypto/shuffle.js';
import { evenness } from '../session/protocol/matching/support.js';

describe('a shuffle', () => {
  it('is a permutation, of every size', () => {
    for (const count of [0, 1, 2, 3, 100, 70_000]) expect(Uint32Array.from(randomOrder(count)).sort()).toEqual(Uint32Array.from({ length: count }, (_, i) => i));
  });

  it('takes each of the 24 permutations of four equally often', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = randomOrder(4).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const { statistic, limit } = evenness([...counts.values()]);
    expect(statistic).toBeLessThan(limit);
  });

  it('puts each row at each place equally often, in long lists too', () => {
    const positions = new Array<number>(50).fill(0);
    for (let i = 0; i < 10_000; i++) {
      const position = randomOrder(50).indexOf(7);
      positions[position] = (positions[position] ?? 0) + 1;
    }
    const { statistic, limit } = evenness(positions);
    expect(statistic).toBeLessThan(limit);
  });

  it('moves rows as wholes', () => {
    const rows = Uint8Array.of(1, 2, 3, 4, 5, 6);
    expect(inOrder(rows, 2, Uint32Array.of(2, 0, 1))).toEqual(Uint8Array.of(5, 6, 1, 2, 3, 4));
    expect(() => inOrder(rows, 4, Uint32Array.of(0, 1))).toThrow(RangeError);
  });

  it('refuses what is no number of positions', () => {
    for (const count of [-1, 1.5, Number.NaN, 2 ** 32]) expect(() => randomOrder(count)).toThrow(RangeError);
  });
});
