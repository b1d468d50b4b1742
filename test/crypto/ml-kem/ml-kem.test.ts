import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import * as crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../../src/crypto/bytes.js';
import { loadMlKem } from '../../../src/crypto/ml-kem/load.js';
import { nativeMlKem } from '../../../src/crypto/primitives/ml-kem.js';
import { nobleMlKem } from '../../../src/crypto/ml-kem/noble.js';
import { KEM_CIPHERTEXT_LENGTH, KEM_PUBLIC_KEY_LENGTH, KEM_SECRET_LENGTH, type MlKem } from '../../../src/crypto/ml-kem/types.js';

interface Vectors {
  keyGen: Record<'d' | 'z' | 'ek' | 'dk', string>[];
  encapsulation: Record<'ek' | 'm' | 'c' | 'k', string>[];
  decapsulation: (Record<'dk' | 'c' | 'k', string> & { reason: string })[];
}
const vectors = JSON.parse(readFileSync(new URL('../../../fixtures/vectors/ml-kem-768.json', import.meta.url), 'utf8')) as Vectors;
const native = nativeMlKem();
const kems: [string, MlKem][] = [['noble', nobleMlKem], ...(native === undefined ? [] : [['Node', native] as [string, MlKem]])];

/** A key with one coefficient that is 3329, the modulus: a second spelling of 0. */
function unreduced(publicKey: Uint8Array): Uint8Array {
  const bad = Uint8Array.from(publicKey);
  bad.set([0x01, 0x0d | ((bad[1] ?? 0) & 0xf0)]);
  return bad;
}

describe('ML-KEM-768 by the vectors of NIST’s ACVP server', () => {
  it('makes keys', () => {
    expect(vectors.keyGen).toHaveLength(4);
    for (const { d, z, ek, dk } of vectors.keyGen) {
      const { publicKey, secretKey } = ml_kem768.keygen(fromHex(d + z));
      expect([toHex(publicKey), toHex(secretKey)]).toEqual([ek, dk]);
    }
  });

  it('encapsulates', () => {
    expect(vectors.encapsulation).toHaveLength(4);
    for (const { ek, m, c, k } of vectors.encapsulation) {
      const { cipherText, sharedSecret } = ml_kem768.encapsulate(fromHex(ek), fromHex(m));
      expect([toHex(cipherText), toHex(sharedSecret)]).toEqual([c, k]);
    }
  });

  it('decapsulates, and to another secret where the ciphertext was altered', () => {
    expect(vectors.decapsulation.map(({ reason }) => reason).sort()).toEqual([...Array<string>(3).fill('modify ciphertext'), ...Array<string>(2).fill('no modification')]);
    for (const { dk, c, k } of vectors.decapsulation) expect(toHex(ml_kem768.decapsulate(fromHex(c), fromHex(dk)))).toBe(k);
  });
});

describe.each(kems)('ML-KEM-768 of %s', (_, kem) => {
  it('gives both sides one secret, another one each time', () => {
    const pair = kem.generate();
    const [first, second] = [kem.encapsulate(pair.publicKey), kem.encapsulate(pair.publicKey)];
    expect([pair.publicKey.length, first.ciphertext.length, first.secret.length]).toEqual([KEM_PUBLIC_KEY_LENGTH, KEM_CIPHERTEXT_LENGTH, KEM_SECRET_LENGTH]);
    expect(pair.decapsulate(first.ciphertext)).toEqual(first.secret);
    expect(first.secret).not.toEqual(second.secret);
    expect(first.ciphertext).not.toEqual(second.ciphertext);
    expect(kem.generate().publicKey).not.toEqual(pair.publicKey);
  });

  it('says nothing of an altered ciphertext, and gives another secret, always the same', () => {
    const pair = kem.generate();
    const { ciphertext, secret } = kem.encapsulate(pair.publicKey);
    for (const at of [0, 543, 1087]) {
      const bad = ciphertext.map((byte, i) => (i === at ? byte ^ 1 : byte));
      expect(pair.decapsulate(bad)).not.toEqual(secret);
      expect(pair.decapsulate(bad)).toEqual(pair.decapsulate(bad));
    }
  });

  it('refuses keys and ciphertexts of other lengths, and keys that are not reduced', () => {
    const pair = kem.generate();
    const { ciphertext } = kem.encapsulate(pair.publicKey);
    for (const bad of [new Uint8Array(0), pair.publicKey.subarray(1), concat(pair.publicKey, Uint8Array.of(0)), unreduced(pair.publicKey)]) expect(() => kem.encapsulate(bad)).toThrow(RangeError);
    for (const bad of [new Uint8Array(0), ciphertext.subarray(1), concat(ciphertext, Uint8Array.of(0))]) expect(() => pair.decapsulate(bad)).toThrow(RangeError);
  });
});

// From Node 24.7 on; older versions are not the ones with this.
describe.runIf(native !== undefined)('Node’s own beside noble’s', () => {
  const [own = nobleMlKem] = native === undefined ? [] : [native];

  it('understand each other', () => {
    for (const [maker, answerer] of [[own, nobleMlKem], [nobleMlKem, own]] as const) {
      for (let i = 0; i < 10; i++) {
        const pair = maker.generate();
        const { ciphertext, secret } = answerer.encapsulate(pair.publicKey);
        expect(pair.decapsulate(ciphertext)).toEqual(secret);
      }
    }
  });

  it('make the same of one seed, also of what was altered', () => {
    const native24 = crypto as unknown as { generateKeyPairSync(type: string): { publicKey: crypto.KeyObject; privateKey: crypto.KeyObject }; decapsulate(key: crypto.KeyObject, ciphertext: Uint8Array): Buffer };
    for (let i = 0; i < 10; i++) {
      const { publicKey, privateKey } = native24.generateKeyPairSync('ml-kem-768');
      // RFC 9935: the private key is the seed d ‖ z, at the end.
      const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-64);
      const same = ml_kem768.keygen(Uint8Array.from(seed));
      expect(toHex(publicKey.export({ format: 'der', type: 'spki' }).subarray(22))).toBe(toHex(same.publicKey));
      const { cipherText } = ml_kem768.encapsulate(same.publicKey);
      for (const each of [cipherText, cipherText.map((byte, at) => (at === 100 * i ? byte ^ 1 : byte))]) expect(toHex(native24.decapsulate(privateKey, each))).toBe(toHex(ml_kem768.decapsulate(each, same.secretKey)));
    }
  });
});

it('is Node’s own where there is one', async () => {
  expect(await loadMlKem()).toBe(await loadMlKem());
  expect(((await loadMlKem()) === nobleMlKem) === (native === undefined)).toBe(true);
});
