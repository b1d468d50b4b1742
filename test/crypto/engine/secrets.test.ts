import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { choicesOf, EngineKeys, KEY_BITS } from '../../../src/crypto/engine/keys.js';
import { addBits } from '../../../src/crypto/engine/bit-vector.js';
import { supplyOf } from '../../../src/crypto/engine/strings.js';
import { bitStrings, BitTransfers, keyStrings, KeyTransfers } from '../../../src/crypto/engine/transfers.js';
import { ZeroShares } from '../../../src/crypto/engine/zero-shares.js';

describe('keys', () => {
  it('are one MAC key towards all, and a hash key for each', () => {
    const keys = new EngineKeys(3);
    expect(keys.whole(1).subarray(16)).toEqual(keys.whole(2).subarray(16));
    expect(keys.hash(1)).not.toEqual(keys.hash(2));
    expect(choicesOf(keys.whole(1)).length).toBe(KEY_BITS);
  });

  it('are in no copy and no text', () => {
    const keys = new EngineKeys(2);
    expect(Object.keys(structuredClone(keys))).toEqual([]);
    expect(JSON.stringify(keys)).toBe('{}');
  });

  it('cannot be read once they are erased', () => {
    const keys = new EngineKeys(2);
    const [mac, hash] = [keys.macBytes, keys.hash(1)];
    keys.erase();
    expect([...mac, ...hash].every((byte) => byte === 0)).toBe(true);
    expect(() => keys.mac).toThrow(/erased/);
    expect(() => keys.whole(1)).toThrow(/erased/);
  });
});

describe('correlated transfers', () => {
  const blocks = 3;
  const both = () => {
    const columns = Uint8Array.from(randomBytes(KEY_BITS * 16 * blocks));
    return { keys: new KeyTransfers(supplyOf(keyStrings(columns, blocks))), bits: new BitTransfers(supplyOf(bitStrings({ choices: Uint8Array.from(randomBytes(16 * blocks)), columns }, blocks))) };
  };

  it('are taken once, from the front, by both sides alike', async () => {
    const { keys, bits } = both();
    const first = { key: await keys.take(100), bit: await bits.take(100) };
    const second = { key: await keys.take(156), bit: await bits.take(156) };
    for (const { key, bit } of [first, second]) expect(bit.mac).toEqual(key.mac);
    expect(first.key.hash.subarray(0, 16)).not.toEqual(second.key.hash.subarray(0, 16));
    await expect(keys.take(1)).rejects.toThrow(RangeError);
    await expect(bits.take(1)).rejects.toThrow(RangeError);
    for (const count of [-1, 0.5, NaN]) await expect(both().keys.take(count, 0)).rejects.toThrow(RangeError);
    await expect(both().keys.take(3, 4)).rejects.toThrow(RangeError);
  });

  it('are made anew only when all are taken', async () => {
    const { keys } = both();
    const supply = () => supplyOf(keyStrings(Uint8Array.from(randomBytes(KEY_BITS * 16 * blocks)), blocks));
    expect(() => keys.refill(supply())).toThrow(/not used up/);
    await keys.take(256);
    expect(keys.left).toBe(0);
    keys.refill(supply());
    expect((await keys.take(1, 0)).hash.length).toBe(0);
    expect(keys.left).toBe(255);
    keys.erase();
    expect(() => keys.refill(supply())).toThrow(/ended/);
  });

  it('are gone once they are erased, and in no copy', async () => {
    const { keys, bits } = both();
    expect(Object.keys(structuredClone(keys))).toEqual([]);
    keys.erase();
    bits.erase();
    await expect(keys.take(1)).rejects.toThrow(RangeError);
    await expect(bits.take(1)).rejects.toThrow(RangeError);
  });
});

describe('shares of zero', () => {
  const parties = (count: number) => {
    const seeds = Array.from({ length: count }, () => Array.from({ length: count }, () => Uint8Array.from(randomBytes(32))));
    const sid = Uint8Array.from(randomBytes(32));
    return seeds.map((_, self) => new ZeroShares(sid, self, seeds.map((_each, other) => (other === self ? undefined : seeds[self]?.[other])), seeds.map((row, other) => (other === self ? undefined : row[self]))));
  };

  it.each([2, 3, 5])('of %i parties add up to 0, and no single one is 0', (count) => {
    const shares = parties(count).map((party) => party.bits('open', 0, 300));
    const sum = new Uint8Array(300);
    for (const share of shares) {
      expect(share.includes(1)).toBe(true);
      addBits(sum, share);
    }
    expect(sum.includes(1)).toBe(false);
  });

  it('serve once, and differ by label and index', () => {
    const [party] = parties(2) as [ZeroShares];
    const first = party.bytes('a', 0, 16);
    expect(party.bytes('a', 1, 16)).not.toEqual(first);
    expect(party.bytes('b', 0, 16)).not.toEqual(first);
    expect(() => party.bytes('a', 0, 16)).toThrow(/twice/);
    expect(() => party.bits('a', 0, 1)).toThrow(/twice/);
  });
});
