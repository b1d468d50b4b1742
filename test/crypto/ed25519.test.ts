import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, lengthPrefixed, toHex, utf8 } from '../../src/crypto/bytes.js';
import { checkPublicKey, generateSecretKey, publicKeyOf, sign, verify } from '../../src/crypto/ed25519.js';
import { fromLittleEndian, toLittleEndian32 } from '../../src/crypto/field25519.js';
import { decodePublicKey, encodePublicKey } from '../../src/crypto/public-key.js';
import { fromEd25519PublicKey, fromEd25519Seed, sharedSecret } from '../../src/crypto/x25519.js';

const { Point } = ed25519;
const L = Point.Fn.ORDER;
const P = Point.Fp.ORDER;
const LABEL = 'test v1';
const seed32 = () => fc.uint8Array({ minLength: 32, maxLength: 32 });

const framed = (message: Uint8Array) => lengthPrefixed(utf8(LABEL), message);
const challenge = (r: Uint8Array, a: Uint8Array, message: Uint8Array) => Point.Fn.create(fromLittleEndian(sha512(concat(r, a, framed(message)))));

/** RFC 8032 section 5.1.7 to the letter, in the form without cofactor, keys and R of small order refused as keys. */
function reference(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  try {
    const a = Point.fromBytes(publicKey, false);
    const r = Point.fromBytes(signature.subarray(0, 32), false);
    const s = fromLittleEndian(signature.subarray(32));
    if (signature.length !== 64 || s >= L || a.isSmallOrder()) return false;
    const k = challenge(signature.subarray(0, 32), publicKey, message);
    return Point.BASE.multiplyUnsafe(s).equals(r.add(a.multiplyUnsafe(k)));
  } catch {
    return false;
  }
}

function nobleStrict(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, framed(message), publicKey, { zip215: false });
  } catch {
    return false;
  }
}

/** The eight points of small order, as multiples of one of order eight. */
function smallOrderPoints() {
  const isPoint = (y: bigint) => {
    try {
      return Point.fromBytes(toLittleEndian32(y)).Z !== 0n;
    } catch {
      return false;
    }
  };
  for (let y = 2n; ; y++) {
    if (!isPoint(y)) continue;
    const any = Point.fromBytes(toLittleEndian32(y));
    const point = any.multiplyUnsafe(L - 1n).add(any);
    if (point.double().double().is0()) continue;
    return Array.from({ length: 8 }, (_, i) => point.multiplyUnsafe(BigInt(i)));
  }
}
const TORSION = smallOrderPoints();

describe('ed25519', () => {
  const seed = fromHex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
  const message = utf8('message');
  const publicKey = publicKeyOf(seed);
  const signature = sign(seed, LABEL, message);

  it('derives the key of RFC 8032, test 1', () => {
    expect(toHex(publicKey)).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
  });

  it('signs and verifies like the reference', () => {
    fc.assert(
      fc.property(seed32(), fc.uint8Array({ maxLength: 80 }), (secret, text) => {
        const key = publicKeyOf(secret);
        const signed = sign(secret, LABEL, text);
        expect(key).toEqual(ed25519.getPublicKey(secret));
        expect(signed).toEqual(ed25519.sign(framed(text), secret));
        expect(verify(key, signed, LABEL, text)).toBe(true);
        expect(checkPublicKey(key)).toBe(true);
        expect(verify(key, signed, 'other v1', text)).toBe(false);
        expect(verify(key, signed, LABEL, text, '')).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it('takes text as its UTF-8', () => {
    expect(verify(publicKey, sign(seed, LABEL, 'é', message), LABEL, utf8('é'), message)).toBe(true);
  });

  it('refuses every flipped bit of a signature and of a key', () => {
    for (let bit = 0; bit < 512; bit++) {
      const bad = Uint8Array.from(signature);
      bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(verify(publicKey, bad, LABEL, message)).toBe(false);
    }
    for (let bit = 0; bit < 256; bit++) {
      const bad = Uint8Array.from(publicKey);
      bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(verify(bad, signature, LABEL, message)).toBe(false);
    }
  });

  it('refuses S + L, whatever multiple fits', () => {
    const s = fromLittleEndian(signature.subarray(32));
    for (let more = s + L; more < 2n ** 256n; more += L) {
      const bad = concat(signature.subarray(0, 32), toLittleEndian32(more));
      expect(nobleStrict(publicKey, bad, message)).toBe(false);
      expect(verify(publicKey, bad, LABEL, message)).toBe(false);
    }
  });

  it('refuses keys of small order, with which one signature fits every message', () => {
    for (const point of TORSION) {
      const weak = point.toBytes();
      // S = 0 and R = −k·A: valid by the bare equation for one message in at most eight.
      for (let i = 0; i < 40; i++) {
        for (const r of TORSION) {
          const forged = concat(r.toBytes(), new Uint8Array(32));
          expect(verify(weak, forged, LABEL, Uint8Array.of(i))).toBe(false);
          expect(nobleStrict(weak, forged, Uint8Array.of(i))).toBe(false);
        }
      }
      expect(checkPublicKey(weak)).toBe(false);
    }
  });

  it('refuses second spellings of a key', () => {
    const flipped = (bytes: Uint8Array) => concat(bytes.subarray(0, 31), Uint8Array.of((bytes[31] ?? 0) ^ 0x80));
    for (let y = P; y < 2n ** 255n; y++) {
      for (const bad of [toLittleEndian32(y), flipped(toLittleEndian32(y))]) {
        expect(checkPublicKey(bad)).toBe(false);
        expect(verify(bad, concat(bad, new Uint8Array(32)), LABEL, message)).toBe(false);
      }
    }
    // x = 0 with the sign bit set: y = 1 and y = −1.
    expect(checkPublicKey(flipped(toLittleEndian32(1n)))).toBe(false);
    expect(checkPublicKey(flipped(toLittleEndian32(P - 1n)))).toBe(false);
  });

  it('agrees with the reference where R or A carries a part of small order', () => {
    const a = Point.Fn.create(fromLittleEndian(sha512(seed)));
    let accepted = 0;
    for (let i = 0; i < 24; i++) {
      for (const torsion of TORSION) {
        const nonce = 12345n + BigInt(i);
        for (const [key, r] of [
          [Point.BASE.multiply(a), Point.BASE.multiply(nonce).add(torsion)],
          [Point.BASE.multiply(a).add(torsion), Point.BASE.multiply(nonce)],
          [Point.BASE.multiply(a), torsion],
        ] as const) {
          const keyBytes = key.toBytes();
          const rBytes = r.toBytes();
          const text = Uint8Array.of(i);
          const k = challenge(rBytes, keyBytes, text);
          const s = Point.Fn.create((r.equals(torsion) ? 0n : nonce) + k * a);
          const crafted = concat(rBytes, toLittleEndian32(s));
          const mine = verify(keyBytes, crafted, LABEL, text);
          expect(mine).toBe(reference(keyBytes, crafted, text));
          // noble multiplies by the cofactor: it accepts all that we do, and more.
          if (mine) expect(nobleStrict(keyBytes, crafted, text)).toBe(true);
          if (mine) accepted += 1;
        }
      }
    }
    expect(accepted).toBeGreaterThan(0);
  });

  it('agrees with the reference on random bytes and on wrong lengths, and never throws', () => {
    const any = () => fc.oneof(fc.uint8Array({ maxLength: 70 }), fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array({ minLength: 64, maxLength: 64 }));
    fc.assert(
      fc.property(any(), any(), (key, signed) => {
        expect(verify(key, signed, LABEL, message)).toBe(reference(key, signed, message));
        expect(verify(publicKey, signed, LABEL, message)).toBe(false);
        expect(verify(key, signature, LABEL, message)).toBe(false);
      }),
    );
    for (const length of [0, 31, 33, 63, 65]) {
      expect(verify(new Uint8Array(length), signature, LABEL, message)).toBe(false);
      expect(verify(publicKey, new Uint8Array(length), LABEL, message)).toBe(false);
    }
    expect(verify(new Uint8Array(32), new Uint8Array(64), LABEL, message)).toBe(false);
    expect(verify(publicKey, new Uint8Array(64), LABEL, message)).toBe(false);
  });

  it('refuses keys of mixed order, eight of which belong to one secret', () => {
    const own = Point.fromBytes(publicKey);
    const others = TORSION.filter((torsion) => !torsion.is0()).map((torsion) => own.add(torsion).toBytes());
    expect(new Set(others.map(toHex)).size).toBe(7);
    // What they are good for: one secret is eight identities, and all of them lead to one channel.
    const shared = (key: Uint8Array) => toHex(sharedSecret(fromEd25519Seed(new Uint8Array(32).fill(9)), fromEd25519PublicKey(key)));
    for (const other of others) {
      expect(shared(other)).toBe(shared(publicKey));
      expect(checkPublicKey(other)).toBe(false);
      expect(() => decodePublicKey(encodePublicKey(other))).toThrow('not the key of any identity');
    }
    expect(checkPublicKey(publicKey)).toBe(true);
  });

  it('checks keys like the reference', () => {
    const isValid = (bytes: Uint8Array) => {
      try {
        const point = Point.fromBytes(bytes, false);
        return point.isTorsionFree() && !point.isSmallOrder();
      } catch {
        return false;
      }
    };
    fc.assert(fc.property(seed32(), (bytes) => checkPublicKey(bytes) === isValid(bytes)));
    for (let y = 0n; y < 64n; y++) {
      for (const bytes of [toLittleEndian32(y), toLittleEndian32(P - y), toLittleEndian32(y + 2n ** 255n)]) expect(checkPublicKey(bytes)).toBe(isValid(bytes));
    }
    for (const length of [0, 31, 33]) expect(checkPublicKey(new Uint8Array(length).fill(5))).toBe(false);
  });

  it('makes fresh keys, and refuses seeds of a wrong length', () => {
    expect(toHex(generateSecretKey())).not.toBe(toHex(generateSecretKey()));
    expect(() => publicKeyOf(new Uint8Array(31))).toThrow(RangeError);
    expect(() => sign(new Uint8Array(64), LABEL)).toThrow(RangeError);
  });
});
