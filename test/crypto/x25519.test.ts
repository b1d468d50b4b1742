import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/crypto/bytes.js';
import { publicKeyOf } from '../../src/crypto/ed25519.js';
import { toLittleEndian32 } from '../../src/crypto/field25519.js';
import { fromEd25519PublicKey, fromEd25519Seed, generateKeyPair, isSmallOrder, publicFromSecret, sharedSecret } from '../../src/crypto/x25519.js';

const key = () => fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('x25519', () => {
  it('gives the vectors of RFC 7748, sections 5.2 and 6.1', () => {
    for (const [scalar, u, result] of [
      ['a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4', 'e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c', 'c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552'],
      ['4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d', 'e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493', '95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957'],
    ] as const) {
      expect(toHex(sharedSecret(fromHex(scalar), fromHex(u)))).toBe(result);
    }
    const alice = fromHex('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a');
    const bob = fromHex('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb');
    expect(toHex(publicFromSecret(alice))).toBe('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a');
    expect(toHex(publicFromSecret(bob))).toBe('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f');
    expect(toHex(sharedSecret(alice, publicFromSecret(bob)))).toBe('4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742');
  });

  it('iterates like RFC 7748, section 5.2', () => {
    let k = fromHex('0900000000000000000000000000000000000000000000000000000000000000');
    let u = k;
    for (let i = 1; i <= 1000; i++) {
      [k, u] = [sharedSecret(k, u), k];
      if (i === 1) expect(toHex(k)).toBe('422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079');
    }
    expect(toHex(k)).toBe('684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51');
  });

  it('agrees with the reference, second spellings of u included', () => {
    fc.assert(
      fc.property(key(), key(), (secret, u) => {
        expect(publicFromSecret(secret)).toEqual(x25519.getPublicKey(secret));
        expect(sharedSecret(secret, u)).toEqual(x25519.getSharedSecret(secret, u));
      }),
      { numRuns: 50 },
    );
  });

  it('gives both sides the same secret', () => {
    const a = generateKeyPair();
    const b = generateKeyPair();
    expect(sharedSecret(a.secretKey, b.publicKey)).toEqual(sharedSecret(b.secretKey, a.publicKey));
  });

  it('refuses every key of small order, in every spelling', () => {
    const p = 2n ** 255n - 19n;
    const u8a = 325606250916557431795983626356110631294008115727848805560023387167927233504n;
    const u8b = 39382357235489614581723060781553021112529911719440698176882885853963445705823n;
    const top = 2n ** 255n;
    for (const u of [0n, 1n, u8a, u8b, p - 1n, p, p + 1n].flatMap((value) => [value, value + top])) {
      const bytes = toLittleEndian32(u);
      const secret = generateKeyPair().secretKey;
      expect(isSmallOrder(bytes)).toBe(true);
      expect(() => sharedSecret(secret, bytes)).toThrow(Error);
      expect(() => x25519.getSharedSecret(secret, bytes)).toThrow();
    }
    expect(isSmallOrder(toLittleEndian32(9n))).toBe(false);
  });

  it('converts Ed25519 keys like the reference, and both halves fit', () => {
    fc.assert(
      fc.property(key(), (seed) => {
        const secret = fromEd25519Seed(seed);
        const publicKey = fromEd25519PublicKey(publicKeyOf(seed));
        expect(secret).toEqual(ed25519.utils.toMontgomerySecret(seed));
        expect(publicKey).toEqual(ed25519.utils.toMontgomery(publicKeyOf(seed)));
        expect(publicFromSecret(secret)).toEqual(publicKey);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses wrong lengths', () => {
    const good = generateKeyPair();
    for (const length of [0, 31, 33]) {
      const bad = new Uint8Array(length).fill(9);
      for (const call of [() => publicFromSecret(bad), () => sharedSecret(bad, good.publicKey), () => sharedSecret(good.secretKey, bad), () => fromEd25519Seed(bad), () => fromEd25519PublicKey(bad)]) {
        expect(call).toThrow(RangeError);
      }
    }
  });
});
