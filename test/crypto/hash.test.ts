import { hkdf as nobleHkdf } from '@noble/hashes/hkdf.js';
import { hmac as nobleHmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { fromHex, lengthPrefixed, toHex, utf8 } from '../../src/crypto/bytes.js';
import { hashParts, hkdf, hmac } from '../../src/crypto/hash.js';
import { randomBytes } from '../../src/crypto/random.js';

const bytes = () => fc.uint8Array({ maxLength: 100 });

describe('hash', () => {
  it('hashes like the reference', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), bytes(), fc.string(), (label, a, b) => {
        expect(hashParts(label, a, b)).toEqual(sha256(lengthPrefixed(utf8(label), a, utf8(b))));
      }),
    );
  });

  it('authenticates like the reference', () => {
    fc.assert(
      fc.property(bytes(), bytes(), (key, a) => {
        expect(hmac(key, 'label', a)).toEqual(nobleHmac(sha256, key, lengthPrefixed(utf8('label'), a)));
      }),
    );
  });

  it('derives like the reference', () => {
    fc.assert(
      fc.property(bytes(), bytes(), bytes(), fc.integer({ min: 1, max: 200 }), (secret, salt, info, length) => {
        expect(hkdf(secret, salt, info, length)).toEqual(nobleHkdf(sha256, secret, salt, info, length));
      }),
    );
    expect(hkdf(Uint8Array.of(1), new Uint8Array(0), 'room', 5)).toEqual(hkdf(Uint8Array.of(1), new Uint8Array(0), utf8('room'), 5));
  });

  it('gives the first test case of RFC 5869', () => {
    const out = hkdf(new Uint8Array(22).fill(0x0b), fromHex('000102030405060708090a0b0c'), fromHex('f0f1f2f3f4f5f6f7f8f9'), 42);
    expect(toHex(out)).toBe('3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865');
  });

  it('keeps labels and part boundaries apart', () => {
    const seen = new Set([hashParts('ab', 'c'), hashParts('a', 'bc'), hashParts('abc'), hashParts('ab', 'c', ''), hashParts('', 'ab', 'c')].map(toHex));
    expect(seen.size).toBe(5);
  });

  it('draws different random bytes of the length asked for', () => {
    expect(randomBytes(0)).toHaveLength(0);
    expect(randomBytes(33)).toHaveLength(33);
    expect(toHex(randomBytes(16))).not.toBe(toHex(randomBytes(16)));
  });
});
