import { describe, expect, it } from 'vitest';
import { shuffledPositions } from '../../src/crypto/shuffled-positions.js';
import { atOnce } from '../../src/crypto/steps.js';

describe('shuffled places', () => {
  it.each([0, 1, 2, 1000, 70_000])('are all of %i', (count) => {
    const positions = atOnce(shuffledPositions(count));
    const inOrder = Uint32Array.from({ length: count }, (_, i) => i);
    expect(positions.slice().sort()).toEqual(inOrder);
    if (count > 2) expect(positions).not.toEqual(inOrder);
  });

  it('come in each order as often', () => {
    const counts = new Map<string, number>();
    const runs = 6000;
    for (let run = 0; run < runs; run++) {
      const order = atOnce(shuffledPositions(3)).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // Eight standard deviations: never by chance.
    for (const count of counts.values()) expect(Math.abs(count - runs / 6)).toBeLessThan(8 * Math.sqrt(runs / 6));
  });

  it('carry each place as often to each of many', () => {
    const moved = new Uint32Array(1000);
    for (let run = 0; run < 2000; run++) {
      const to = atOnce(shuffledPositions(1000)).indexOf(7);
      moved[to] = (moved[to] ?? 0) + 1;
    }
    const statistic = moved.reduce((sum, each) => sum + (each - 2) ** 2 / 2, 0);
    // Chi-squared with 999 degrees of freedom: ten standard deviations.
    expect(Math.abs(statistic - 999)).toBeLessThan(10 * Math.sqrt(2 * 999));
  });
});
