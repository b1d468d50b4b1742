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
        const ciphertext = new CipherState(key).encryptAt(n, ad, plaintext);
        expect(ciphertext).toEqual(chacha20poly1305(key, nonce, ad).encrypt(plaintext));
        expect(new CipherState(key).decryptAt(n, ad, ciphertext)).toEqual(plaintext);
      }),
    );
  });

  it('decrypts only what was encrypted under that number, header and key', () => {
    const ciphertext = new CipherState(key).encryptAt(5, Uint8Array.of(1), randomBytes(20));
    const state = new CipherState(key);
    expect(state.decryptAt(4, Uint8Array.of(1), ciphertext)).toBeUndefined();
    expect(state.decryptAt(5, NONE, ciphertext)).toBeUndefined();
    expect(new CipherState(randomBytes(32)).decryptAt(5, Uint8Array.of(1), ciphertext)).toBeUndefined();
    for (let i = 0; i < ciphertext.length; i++) {
      const bad = Uint8Array.from(ciphertext);
      bad[i] = (bad[i] ?? 0) ^ 1;
      expect(state.decryptAt(5, Uint8Array.of(1), bad)).toBeUndefined();
      expect(state.decryptAt(5, Uint8Array.of(1), ciphertext.subarray(0, i))).toBeUndefined();
    }
    for (const n of [-1, 1.5, NaN, 2 ** 53]) expect(state.decryptAt(n, Uint8Array.of(1), ciphertext)).toBeUndefined();
    expect(state.decryptAt(5, Uint8Array.of(1), ciphertext)).toHaveLength(20);
  });

  it('never encrypts under one number twice', () => {
    const state = new CipherState(key);
    state.encryptAt(0, NONE, NONE);
    state.encryptAt(3, NONE, NONE);
    for (const n of [0, 2, 3, -1, 4.5, NaN]) expect(() => state.encryptAt(n, NONE, NONE)).toThrow(RangeError);
    state.encryptWithAd(NONE, NONE);
    expect(() => state.encryptAt(4, NONE, NONE)).toThrow(RangeError);
    state.encryptAt(5, NONE, NONE);
  });

  it('is of no use once erased', () => {
    const state = new CipherState(key);
    const ciphertext = new CipherState(key).encryptAt(0, NONE, NONE);
    state.erase();
    expect(state.decryptAt(0, NONE, ciphertext)).toBeUndefined();
    expect(() => state.encryptAt(0, NONE, NONE)).toThrow(RangeError);
  });

  it('refuses a key of another length', () => expect(() => new CipherState(randomBytes(31))).toThrow(RangeError));
});
