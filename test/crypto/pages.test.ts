import { expect, it } from 'vitest';
import { pages } from '../../src/crypto/pages.js';

const LARGE = 2 ** 20;

it.each([0, 1, 1000, LARGE - 1, LARGE, LARGE + 1, LARGE + 65_536, 3 * LARGE + 12_345])('pages of %i bytes are that many zeros, and can be written to the last', (bytes) => {
  const all = pages(bytes);
  expect(all).toHaveLength(bytes);
  expect(all.every((byte) => byte === 0)).toBe(true);
  all.fill(7);
  expect(all.every((byte) => byte === 7)).toBe(true);
  // No two share memory.
  expect(pages(bytes).every((byte) => byte === 0)).toBe(true);
});

it('large pages can be shared by threads, and small ones are no more than they are', () => {
  for (const bytes of [LARGE, LARGE + 1]) expect(pages(bytes).buffer).toBeInstanceOf(SharedArrayBuffer);
  for (const bytes of [1, LARGE - 1]) {
    expect(pages(bytes).buffer).toBeInstanceOf(ArrayBuffer);
    expect(pages(bytes).buffer.byteLength).toBe(bytes);
  }
  expect(pages(LARGE + 1).buffer.byteLength).toBeLessThanOrEqual(LARGE + 65_536);
});
