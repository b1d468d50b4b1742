import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { concat, toHex } from '../../src/crypto/bytes.js';
import { randomBytes } from '../../src/crypto/random.js';
import { atOnce } from '../../src/crypto/steps.js';
import { matchingTags, TagStore, TagTable } from '../../src/crypto/tag-table.js';

function plainly(own: readonly Uint8Array[], others: readonly Uint8Array[]): number[] {
  const set = new Set(others.map(toHex));
  return own.map((tag) => (set.has(toHex(tag)) ? 1 : 0));
}

describe('matching tags', () => {
  it('are those that both have', () => {
    const own = Array.from({ length: 30_000 }, () => randomBytes(16));
    const others = [...Array.from({ length: 2000 }, () => randomBytes(16)), ...own.filter((_, i) => i % 7 === 0)];
    expect([...matchingTags(concat(...own), concat(...others))]).toEqual(plainly(own, others));
  });

  it('are those that both have, however much alike tags are, and however often they stand there', () => {
    // Few different bytes in few positions: collisions in every part that the table looks at.
    const tag = fc.tuple(fc.nat(15), fc.nat(1), fc.nat(1)).map(([at, low, high]) => {
      const bytes = new Uint8Array(16);
      bytes[0] = 0xff * low;
      bytes[at] = 1 + high;
      return bytes;
    });
    const list = fc.array(tag, { maxLength: 40 });
    fc.assert(
      fc.property(list, list, (own, others) => {
        expect([...matchingTags(concat(...own), concat(...others))]).toEqual(plainly(own, others));
      }),
      { numRuns: 300 },
    );
  });

  it('are found in lists of several pieces, whichever piece they are in', () => {
    const count = 140_000;
    const own = randomBytes(16 * count);
    const shared = Array.from({ length: count }, (_, i) => i).filter((i) => i % 1001 === 0 || i === count - 1);
    const others = randomBytes(16 * 150_000);
    shared.forEach((i, k) => others.set(own.subarray(16 * i, 16 * i + 16), 16 * (149_999 - 1000 * k)));
    const marked = matchingTags(own, others);
    expect([...marked.keys()].filter((i) => marked[i] === 1)).toEqual(shared);
  });

  it('are found where the bytes do not begin at a word', () => {
    const bytes = randomBytes(33);
    expect([...matchingTags(bytes.subarray(1, 33), bytes.subarray(17, 33))]).toEqual([0, 1]);
  });

  it('are none of no tags', () => {
    expect([...matchingTags(new Uint8Array(0), randomBytes(32))]).toEqual([]);
    expect([...matchingTags(randomBytes(32), new Uint8Array(0))]).toEqual([0, 0]);
  });

  it('are refused for lengths that are no multiple of a tag', () => {
    expect(() => matchingTags(new Uint8Array(17), new Uint8Array(16))).toThrow(RangeError);
    expect(() => matchingTags(new Uint8Array(16), new Uint8Array(8))).toThrow(RangeError);
  });

  it('are refused beyond the number that there is room for', () => {
    const table = new TagTable(2, 1);
    expect(() => atOnce(table.addOwn(randomBytes(48)))).toThrow(RangeError);
    expect(() => atOnce(table.addOthers(randomBytes(32)))).toThrow(RangeError);
    expect(() => new TagTable(2 ** 24, 1)).toThrow(RangeError);
  });
});

describe('a store of tags', () => {
  it('gives those at any positions', () => {
    const store = new TagStore(10_000);
    const tags = randomBytes(160_000);
    store.tags.set(tags);
    const positions = Uint32Array.from({ length: 9000 }, (_, i) => (i * 7919) % 10_000);
    expect(toHex(store.at(positions))).toBe(toHex(concat(...[...positions].map((at) => tags.subarray(16 * at, 16 * at + 16)))));
  });

  it('has none at other positions', () => {
    expect(() => new TagStore(3).at(Uint32Array.of(0, 3))).toThrow(RangeError);
  });
});
