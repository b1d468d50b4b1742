import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { concat, equalBytes, fromHex, lengthPrefixed, readU32be, readU64be, toHex, u32be, u64be, utf8 } from '../../src/crypto/bytes.js';

const bytes = () => fc.uint8Array({ maxLength: 40 });

describe('bytes', () => {
  it('joins', () => {
    expect(concat(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
    expect(concat()).toEqual(new Uint8Array(0));
  });

  it('compares', () => {
    fc.assert(fc.property(bytes(), bytes(), (a, b) => equalBytes(a, b) === (toHex(a) === toHex(b))));
    fc.assert(fc.property(bytes(), (a) => equalBytes(a, Uint8Array.from(a))));
    expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(false);
  });

  it('spells hex one way', () => {
    fc.assert(fc.property(bytes(), (a) => equalBytes(fromHex(toHex(a)), a)));
    for (const bad of ['A0', '0', '0g', ' 00', '0x00', '00\n']) expect(() => fromHex(bad)).toThrow(RangeError);
  });

  it('writes and reads integers', () => {
    expect(u32be(0x01020304)).toEqual(Uint8Array.of(1, 2, 3, 4));
    expect(u64be(2n ** 64n - 1n)).toEqual(new Uint8Array(8).fill(255));
    fc.assert(fc.property(fc.nat(), (n) => readU32be(u32be(n)) === n));
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (n) => readU64be(concat(Uint8Array.of(9), u64be(n)), 1) === n));
    for (const bad of [-1, 1.5, 2 ** 32, NaN]) expect(() => u32be(bad)).toThrow(RangeError);
    for (const bad of [-1, 1.5, 2 ** 53, -1n, 2n ** 64n]) expect(() => u64be(bad)).toThrow(RangeError);
    expect(() => readU32be(new Uint8Array(3))).toThrow(RangeError);
    expect(() => readU64be(new Uint8Array(9), 2)).toThrow(RangeError);
  });

  it('reads inside a larger buffer', () => {
    expect(readU32be(Uint8Array.of(9, 9, 0, 0, 0, 7).subarray(2))).toBe(7);
  });

  it('prefixes with lengths, so that no two lists agree', () => {
    expect(toHex(lengthPrefixed(utf8('ab'), new Uint8Array(0)))).toBe('00000002616200000000');
    const list = () => fc.array(bytes(), { maxLength: 4 });
    fc.assert(
      fc.property(list(), list(), (a, b) => {
        const isSame = JSON.stringify(a.map(toHex)) === JSON.stringify(b.map(toHex));
        expect(equalBytes(lengthPrefixed(...a), lengthPrefixed(...b))).toBe(isSame);
      }),
    );
  });
});
