import * as nobleSha3 from '@noble/hashes/sha3.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { build } from 'esbuild';
import * as crypto from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../../src/crypto/bytes.js';
import { loadMlKem } from '../../../src/crypto/ml-kem/load.js';
import { nativeMlKem } from '../../../src/crypto/primitives/ml-kem.js';
import * as opensslSha3s from '../../../src/crypto/primitives/sha3.js';
import { nobleMlKem } from '../../../src/crypto/ml-kem/noble.js';
import { KEM_CIPHERTEXT_LENGTH, KEM_PUBLIC_KEY_LENGTH, KEM_SECRET_LENGTH, type MlKem } from '../../../src/crypto/ml-kem/types.js';
import { randomBytes } from '../../../src/crypto/random.js';
import { opensslSha3 } from '../../../scripts/openssl-sha3.mjs';

interface Vectors {
  keyGen: Record<'d' | 'z' | 'ek' | 'dk', string>[];
  encapsulation: Record<'ek' | 'm' | 'c' | 'k', string>[];
  decapsulation: (Record<'dk' | 'c' | 'k', string> & { reason: string })[];
}
interface Edges {
  unluckySample: Record<'ek' | 'dk' | 'm' | 'K' | 'c', string>;
  zeroByte: Record<'dk' | 'c' | 'K', string>;
}
const vectorFile = (name: string) => new URL(`../../../fixtures/vectors/${name}`, import.meta.url);
const vectors = JSON.parse(readFileSync(vectorFile('ml-kem-768.json'), 'utf8')) as Vectors;
const edges = JSON.parse(readFileSync(vectorFile('ml-kem-768-edges.json'), 'utf8')) as Edges;
const native = nativeMlKem();
const kems: [string, MlKem][] = [['noble', nobleMlKem], ...(native === undefined ? [] : [['Node', native] as [string, MlKem]])];
/** As it stands in node_modules, and as it is built: with SHA-3 of OpenSSL in the place of noble's. */
const noble: [string, typeof ml_kem768][] = [['as it is', ml_kem768], ['as it is built', await built()]];

async function built(): Promise<typeof ml_kem768> {
  const folder = mkdtempSync(join(tmpdir(), 'mpc-ml-kem-'));
  try {
    const file = join(folder, 'ml-kem.mjs');
    const { metafile } = await build({ entryPoints: [fileURLToPath(import.meta.resolve('@noble/post-quantum/ml-kem.js'))], outfile: file, bundle: true, metafile: true, format: 'esm', platform: 'node', plugins: [opensslSha3] });
    expect(Object.keys(metafile.inputs).filter((path) => path.includes('sha3'))).toEqual([expect.stringMatching(/src\/crypto\/primitives\/sha3\.ts$/)]);
    return ((await import(pathToFileURL(file).href)) as { ml_kem768: typeof ml_kem768 }).ml_kem768;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A key with one coefficient that is 3329, the modulus: a second spelling of 0. */
function unreduced(publicKey: Uint8Array): Uint8Array {
  const bad = Uint8Array.from(publicKey);
  bad.set([0x01, 0x0d | ((bad[1] ?? 0) & 0xf0)]);
  return bad;
}

describe('ML-KEM-768 by the vectors of NIST’s ACVP server', () => {
  it.each(noble)('makes keys, %s', (_, kem) => {
    expect(vectors.keyGen).toHaveLength(4);
    for (const { d, z, ek, dk } of vectors.keyGen) {
      const { publicKey, secretKey } = kem.keygen(fromHex(d + z));
      expect([toHex(publicKey), toHex(secretKey)]).toEqual([ek, dk]);
    }
  });

  it.each(noble)('encapsulates, %s', (_, kem) => {
    expect(vectors.encapsulation).toHaveLength(4);
    for (const { ek, m, c, k } of vectors.encapsulation) {
      const { cipherText, sharedSecret } = kem.encapsulate(fromHex(ek), fromHex(m));
      expect([toHex(cipherText), toHex(sharedSecret)]).toEqual([c, k]);
    }
  });

  it.each(noble)('decapsulates, and to another secret where the ciphertext was altered, %s', (_, kem) => {
    expect(vectors.decapsulation.map(({ reason }) => reason).sort()).toEqual([...Array<string>(3).fill('modify ciphertext'), ...Array<string>(2).fill('no modification')]);
    for (const { dk, c, k } of vectors.decapsulation) expect(toHex(kem.decapsulate(fromHex(c), fromHex(dk)))).toBe(k);
  });
});

describe('ML-KEM-768 by the vectors of CCTV for what chance seldom brings', () => {
  const { unluckySample, zeroByte } = edges;

  it.each(noble)('reads on where SampleNTT refuses more than usual, %s', (_, kem) => {
    const { cipherText, sharedSecret } = kem.encapsulate(fromHex(unluckySample.ek), fromHex(unluckySample.m));
    expect([toHex(cipherText), toHex(sharedSecret)]).toEqual([unluckySample.c, unluckySample.K]);
    expect(toHex(kem.decapsulate(cipherText, fromHex(unluckySample.dk)))).toBe(unluckySample.K);
  });

  it.each(noble)('compares ciphertexts beyond a zero byte, %s', (_, kem) => {
    expect(toHex(kem.decapsulate(fromHex(zeroByte.c), fromHex(zeroByte.dk)))).toBe(zeroByte.K);
  });

  it.each(kems)('refuses every number from 3329 to 4095 as a coefficient, and in every place, %s', (_, kem) => {
    const keys = gunzipSync(readFileSync(vectorFile('ml-kem-768-modulus.txt.gz'))).toString('latin1').trim().split('\n');
    expect(keys).toHaveLength(780);
    for (const key of keys) expect(() => kem.encapsulate(fromHex(key))).toThrow('not a public key of ML-KEM-768');
  });
});

describe('SHA-3 of OpenSSL, as noble’s ML-KEM calls it', () => {
  const input = randomBytes(200);

  it('gives what noble’s gives', () => {
    for (const name of ['sha3_256', 'sha3_512'] as const) {
      for (const length of [0, 33, 64, 72, 136, 200]) {
        const expected = nobleSha3[name](input.subarray(0, length));
        expect(opensslSha3s[name](input.subarray(0, length))).toEqual(expected);
        expect(opensslSha3s[name].create().update(input.subarray(0, length >> 1)).update(input.subarray(length >> 1, length)).digest()).toEqual(expected);
      }
    }
    for (const name of ['shake128', 'shake256'] as const) {
      expect(opensslSha3s[name].blockLen).toBe(nobleSha3[name].create({}).blockLen);
      for (const dkLen of [1, 32, 128, 1000]) {
        expect(opensslSha3s[name](input, { dkLen })).toEqual(nobleSha3[name](input, { dkLen }));
        expect(opensslSha3s[name].create({ dkLen }).update(input).digest()).toEqual(nobleSha3[name](input, { dkLen }));
      }
    }
  });

  it('gives the same piece by piece, as far as anybody reads', () => {
    for (const name of ['shake128', 'shake256'] as const) {
      const [ours, nobles] = [opensslSha3s[name].create({}).update(input), nobleSha3[name].create({}).update(input)];
      for (const length of [168, 168, 1, 167, 168, 500, 3000, 168]) expect(ours.xofInto(new Uint8Array(length))).toEqual(nobles.xofInto(new Uint8Array(length)));
      expect(() => ours.update(input)).toThrow('the input is over');
    }
  });

  it('gives nothing without a length, and forgets its input', () => {
    expect(() => opensslSha3s.shake128.create().update(input).digest()).toThrow('the length of the output');
    const hash = opensslSha3s.shake256.create({ dkLen: 32 }).update(input);
    hash.destroy();
    expect(hash.digest()).toEqual(nobleSha3.shake256(new Uint8Array(0), { dkLen: 32 }));
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
