import { scrypt as nobleScrypt } from '@noble/hashes/scrypt.js';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromHex, lengthPrefixed, toHex, u32be, utf8 } from '../../src/crypto/bytes.js';
import { decrypt, encrypt, type SecretBox } from '../../src/crypto/secretbox.js';

const AD = utf8('ad');
const PLAINTEXT = utf8('secret');

describe('secret box', () => {
  let box: SecretBox;
  beforeAll(async () => {
    box = await encrypt(PLAINTEXT, 'passphrase', AD);
  });

  it('opens with the passphrase, and only with it', async () => {
    expect(await decrypt(box, 'passphrase', AD)).toEqual(PLAINTEXT);
    expect(await decrypt(box, 'Passphrase', AD)).toBeUndefined();
    expect(await decrypt(box, 'passphrase', utf8('other'))).toBeUndefined();
  });

  it('takes a passphrase in any Unicode form', async () => {
    const other = await encrypt(PLAINTEXT, 'caf\u00e9 \ufb01', AD);
    expect(await decrypt(other, 'cafe\u0301 fi', AD)).toEqual(PLAINTEXT);
  });

  it('is scrypt and XChaCha20-Poly1305, with the work factors promised', () => {
    expect(box).toMatchObject({ kdf: 'scrypt', n: 2 ** 17, r: 8, p: 1 });
    const key = nobleScrypt('passphrase', fromHex(box.salt), { N: box.n, r: box.r, p: box.p, dkLen: 32 });
    const ad = lengthPrefixed(utf8('mpc secret box v1'), u32be(box.n), u32be(8), u32be(1), fromHex(box.salt), AD);
    expect(xchacha20poly1305(key, fromHex(box.nonce), ad).decrypt(fromHex(box.ciphertext))).toEqual(PLAINTEXT);
  });

  it('notices an altered box', async () => {
    for (const field of ['salt', 'nonce', 'ciphertext'] as const) {
      const bytes = fromHex(box[field]);
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      expect(await decrypt({ ...box, [field]: toHex(bytes) }, 'passphrase', AD)).toBeUndefined();
    }
    expect(await decrypt({ ...box, n: 2 ** 10 }, 'passphrase', AD)).toBeUndefined();
  });

  it('refuses parameters out of bounds before doing any work', async () => {
    const bad: unknown[] = [{ n: 2 ** 21 }, { n: 2 ** 20, r: 16 }, { n: 1000 }, { n: 1 }, { n: 0 }, { n: -2 }, { n: 2.5 }, { n: '131072' }, { r: 17 }, { r: 0 }, { p: 5 }, { p: NaN }, { kdf: 'none' }, { cipher: 'aes' }, { salt: '00' }, { salt: 5 }, { nonce: '' }, { ciphertext: '00' }, { ciphertext: 'A'.repeat(64) }, { ciphertext: '00'.repeat(2 ** 20 + 1) }];
    for (const change of bad) {
      // Work would be done by a thread, whose answer comes later than what is due already.
      const later = new Promise((resolve) => setImmediate(() => resolve('some work was done')));
      expect(await Promise.race([decrypt({ ...box, ...(change as object) }, 'passphrase', AD).catch((error: unknown) => error), later])).toBeInstanceOf(RangeError);
    }
  });
});
