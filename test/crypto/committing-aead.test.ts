import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../../src/crypto/bytes.js';
import { decryptOnce, encryptOnce, OVERHEAD } from '../../src/crypto/committing-aead.js';
import { hmac } from '../../src/crypto/hash.js';
import { randomBytes } from '../../src/crypto/random.js';

const AD = utf8('bound to this');

describe('encryption under a key that is committed to', () => {
  it('decrypts to what was encrypted, of every length', () => {
    for (const length of [0, 1, 15, 16, 64, 1000]) {
      const [key, text] = [randomBytes(32), randomBytes(length)];
      const ciphertext = encryptOnce(key, AD, text);
      expect(ciphertext.length).toBe(length + OVERHEAD);
      expect(decryptOnce(key, AD, ciphertext)).toEqual(text);
    }
  });

  it('opens under no other key, with no other associated data, and with no byte altered', () => {
    const [key, text] = [randomBytes(32), randomBytes(20)];
    const ciphertext = encryptOnce(key, AD, text);
    expect(decryptOnce(randomBytes(32), AD, ciphertext)).toBeUndefined();
    expect(decryptOnce(key, utf8('bound to that'), ciphertext)).toBeUndefined();
    for (let i = 0; i < ciphertext.length; i++) expect(decryptOnce(key, AD, ciphertext.map((byte, at) => (at === i ? byte ^ 1 : byte)))).toBeUndefined();
    for (const bad of [ciphertext.subarray(1), ciphertext.subarray(0, -1), concat(ciphertext, Uint8Array.of(0)), new Uint8Array(0), new Uint8Array(OVERHEAD - 1)]) expect(decryptOnce(key, AD, bad)).toBeUndefined();
  });

  it('a box that authenticates, but under a commitment to another key, does not open', () => {
    const [key, other] = [randomBytes(32), randomBytes(32)];
    const cipher = createCipheriv('chacha20-poly1305', hmac(key, 'mpc committing aead key v1'), new Uint8Array(12), { authTagLength: 16 });
    cipher.setAAD(AD, { plaintextLength: 4 });
    const body = Buffer.concat([cipher.update('text'), cipher.final(), cipher.getAuthTag()]);
    const commitment = encryptOnce(key, AD, utf8('text')).subarray(0, 32);
    expect(decryptOnce(key, AD, concat(commitment, body))).toEqual(utf8('text'));
    expect(decryptOnce(key, AD, concat(encryptOnce(other, AD, utf8('text')).subarray(0, 32), body))).toBeUndefined();
  });
});
