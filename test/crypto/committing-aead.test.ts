import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../../src/crypto/bytes.js';
import { openOnce, OVERHEAD, sealOnce } from '../../src/crypto/committing-aead.js';
import { hmac } from '../../src/crypto/hash.js';
import { randomBytes } from '../../src/crypto/random.js';

const AD = utf8('bound to this');

describe('sealing under a key that is committed to', () => {
  it('opens to what was sealed, of every length', () => {
    for (const length of [0, 1, 15, 16, 64, 1000]) {
      const [key, text] = [randomBytes(32), randomBytes(length)];
      const sealed = sealOnce(key, AD, text);
      expect(sealed.length).toBe(length + OVERHEAD);
      expect(openOnce(key, AD, sealed)).toEqual(text);
    }
  });

  it('opens under no other key, with no other associated data, and with no byte altered', () => {
    const [key, text] = [randomBytes(32), randomBytes(20)];
    const sealed = sealOnce(key, AD, text);
    expect(openOnce(randomBytes(32), AD, sealed)).toBeUndefined();
    expect(openOnce(key, utf8('bound to that'), sealed)).toBeUndefined();
    for (let i = 0; i < sealed.length; i++) expect(openOnce(key, AD, sealed.map((byte, at) => (at === i ? byte ^ 1 : byte)))).toBeUndefined();
    for (const bad of [sealed.subarray(1), sealed.subarray(0, -1), concat(sealed, Uint8Array.of(0)), new Uint8Array(0), new Uint8Array(OVERHEAD - 1)]) expect(openOnce(key, AD, bad)).toBeUndefined();
  });

  it('a box that authenticates, but under a commitment to another key, does not open', () => {
    const [key, other] = [randomBytes(32), randomBytes(32)];
    const cipher = createCipheriv('chacha20-poly1305', hmac(key, 'mpc committing aead key v1'), new Uint8Array(12), { authTagLength: 16 });
    cipher.setAAD(AD, { plaintextLength: 4 });
    const body = Buffer.concat([cipher.update('text'), cipher.final(), cipher.getAuthTag()]);
    const commitment = sealOnce(key, AD, utf8('text')).subarray(0, 32);
    expect(openOnce(key, AD, concat(commitment, body))).toEqual(utf8('text'));
    expect(openOnce(key, AD, concat(sealOnce(other, AD, utf8('text')).subarray(0, 32), body))).toBeUndefined();
  });
});
