import { wordlist } from '@scure/bip39/wordlists/english.js';
import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { fromLittleEndian } from '../../src/crypto/field25519.js';
import { randomBytes } from '../../src/crypto/random.js';
import { fingerprintWords, keyFingerprint, sameWords, sessionWords } from '../../src/crypto/words.js';

describe('fingerprint words', () => {
  it('reads eleven bits a word, most significant first', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.integer({ min: 1, max: 23 }), (digest, count) => {
        const whole = fromLittleEndian(Uint8Array.from(digest).reverse());
        const expected = Array.from({ length: count }, (_, i) => wordlist[Number((whole >> BigInt(256 - 11 * (i + 1))) & 2047n)]);
        expect(fingerprintWords(digest, count)).toEqual(expected);
      }),
    );
    expect(() => fingerprintWords(new Uint8Array(16))).toThrow(RangeError);
  });

  it('has a list whose words four letters tell apart', () => {
    expect(new Set(wordlist.map((word) => word.slice(0, 4))).size).toBe(2048);
  });

  it('gives twelve words for a key, the same ones each time', () => {
    const key = new Uint8Array(32).fill(1);
    expect(keyFingerprint(key)).toHaveLength(12);
    expect(keyFingerprint(key)).toEqual(keyFingerprint(Uint8Array.from(key)));
    expect(keyFingerprint(key)).not.toEqual(keyFingerprint(new Uint8Array(32).fill(2)));
  });

  it('gives six words for a session, which hang on its whole identifier', () => {
    const sid = randomBytes(32);
    expect(sessionWords(sid).split(' ')).toHaveLength(6);
    expect(sessionWords(Uint8Array.from(sid))).toBe(sessionWords(sid));
    for (const at of [0, 31]) expect(sessionWords(sid.map((byte, i) => (i === at ? byte ^ 1 : byte)))).not.toBe(sessionWords(sid));
  });

  it('compares as people type', () => {
    expect(sameWords('Abandon-ability, able\n about', 'abandon ability able about')).toBe(true);
    expect(sameWords('1. abandon 2. ability', 'abandon ability')).toBe(true);
    expect(sameWords('ability abandon', 'abandon ability')).toBe(false);
    expect(sameWords('abandon', 'abandon ability')).toBe(false);
    expect(sameWords('', '')).toBe(false);
    expect(sameWords(' - ', ',')).toBe(false);
  });
});
