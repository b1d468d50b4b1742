import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { fc } from '../../support/property.js';
import { describe, expect, it } from 'vitest';
import { CipherState } from '../../../src/crypto/noise/cipher-state.js';
import { randomBytes } from '../../../src/crypto/random.js';

const NONE = new Uint8Array(0);
const key = randomBytes(32);

describe('cipher state', () => {
  it('encrypts like the reference', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 50 }), (n, plaintext, ad) => {
        const nonce = new Uint8Array(12);
        new DataView(nonce.buffer).setBigUint64(4, BigInt(n), true);
        const sealed = new CipherState(key).seal(n, ad, plaintext);
        expect(sealed).toEqual(chacha20poly1305(key, nonce, ad).encrypt(plaintext));
        expect(new CipherState(key).open(n, ad, sealed)).toEqual(plaintext);
      }),
    );
  });

  it('opens only what was sealed under that number, header and key', () => {
    const sealed = new CipherState(key).seal(5, Uint8Array.of(1), randomBytes(20));
    const state = new CipherState(key);
    expect(state.open(4, Uint8Array.of(1), sealed)).toBeUndefined();
    expect(state.open(5, NONE, sealed)).toBeUndefined();
    expect(new CipherState(randomBytes(32)).open(5, Uint8Array.of(1), sealed)).toBeUndefined();
    for (let i = 0; i < sealed.length; i++) {
      const bad = Uint8Array.from(sealed);
      bad[i] = (bad[i] ?? 0) ^ 1;
      expect(state.open(5, Uint8Array.of(1), bad)).toBeUndefined();
      expect(state.open(5, Uint8Array.of(1), sealed.subarray(0, i))).toBeUndefined();
    }
    for (const n of [-1, 1.5, NaN, 2 ** 53]) expect(state.open(n, Uint8Array.of(1), sealed)).toBeUndefined();
    expect(state.open(5, Uint8Array.of(1), sealed)).toHaveLength(20);
  });

  it('never seals under one number twice', () => {
    const state = new CipherState(key);
    state.seal(0, NONE, NONE);
    state.seal(3, NONE, NONE);
    for (const n of [0, 2, 3, -1, 4.5, NaN]) expect(() => state.seal(n, NONE, NONE)).toThrow(RangeError);
    state.encryptWithAd(NONE, NONE);
    expect(() => state.seal(4, NONE, NONE)).toThrow(RangeError);
    state.seal(5, NONE, NONE);
  });

  it('is of no use once erased', () => {
    const state = new CipherState(key);
    const sealed = new CipherState(key).seal(0, NONE, NONE);
    state.erase();
    expect(state.open(0, NONE, sealed)).toBeUndefined();
    expect(() => state.seal(0, NONE, NONE)).toThrow(RangeError);
  });

  it('refuses a key of another length', () => expect(() => new CipherState(randomBytes(31))).toThrow(RangeError));
});
