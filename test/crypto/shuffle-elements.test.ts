import { describe, expect, it } from 'vitest';
import { randomBytes } from '../../src/crypto/random.js';
import { shuffledElements } from '../../src/crypto/shuffle-elements.js';

function hexes(bytes: Uint8Array): string[] {
  return Array.from({ length: bytes.length / 16 }, (_, i) => Buffer.from(bytes.subarray(16 * i, 16 * i + 16)).toString('hex'));
}

describe('shuffled elements', () => {
  it.each([0, 1, 2, 1000, 70_000])('are the same %i elements, and the given ones stay', (count) => {
    const elements = randomBytes(16 * count);
    const before = elements.slice();
    const shuffled = shuffledElements(elements);
    expect(hexes(shuffled).sort()).toEqual(hexes(before).sort());
    expect(Buffer.compare(elements, before)).toBe(0);
    if (count > 2) expect(Buffer.compare(shuffled, before)).not.toBe(0);
  });

  it('come in each order as often', () => {
    const elements = Uint8Array.from({ length: 48 }, (_, i) => i >> 4);
    const counts = new Map<string, number>();
    const runs = 6000;
    for (let run = 0; run < runs; run++) {
      const shuffled = shuffledElements(elements);
      const order = `${shuffled[0] ?? ''}${shuffled[16] ?? ''}${shuffled[32] ?? ''}`;
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // Eight standard deviations: never by chance.
    for (const count of counts.values()) expect(Math.abs(count - runs / 6)).toBeLessThan(8 * Math.sqrt(runs / 6));
  });

  it('are whole elements', () => {
    expect(() => shuffledElements(new Uint8Array(17))).toThrow(RangeError);
  });
});
