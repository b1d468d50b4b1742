import { createPrivateKey, createPublicKey, sign as nativeSign, verify as nativeVerify, type KeyObject } from 'node:crypto';
import { concat, lengthPrefixed, plain, utf8 } from './bytes.js';
import { isTorsionFree, L } from './edwards25519.js';
import { P, fromLittleEndian } from './field25519.js';
import type { Part } from './hash.js';
import { importPublicKey } from './import-key.js';
import { randomBytes } from './random.js';

/**
 * Ed25519 (RFC 8032) over domain-separated messages: what is signed is `lengthPrefixed(label, ...parts)`.
 *
 * OpenSSL does the arithmetic. It checks S < L and compares R byte by byte (so R is canonical, and the equation
 * is the one without cofactor), but accepts a public key of small order or in a second spelling: with the first,
 * one signature fits many messages. Those two checks are made here, before. A key of mixed order, A + T with T of small order, is one of
 * eight that belong to one secret and lead to one X25519 secret; it is refused where a key is read (`checkPublicKey`).
 */
export const SECRET_KEY_LENGTH = 32;
export const PUBLIC_KEY_LENGTH = 32;
export const SIGNATURE_LENGTH = 64;

// RFC 8410: the fixed DER bytes before a raw key.
const PKCS8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);
const SPKI = Uint8Array.of(0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0);

/** The y coordinates of the eight points of order 1, 2, 4 and 8. x plays no part: −A has the order of A. */
const SMALL_ORDER_Y: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  P - 1n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
]);

/** A new secret key: the 32-byte seed of RFC 8032. */
export function generateSecretKey(): Uint8Array {
  return randomBytes(SECRET_KEY_LENGTH);
}

/**
 * OpenSSL's form of a key that is used again and again: making it takes longer than a signature. Held by the
 * array that holds the key, for as long as that lives; nobody changes a key in place.
 */
type Imported = WeakMap<Uint8Array, KeyObject>;
const importedSeeds: Imported = new WeakMap();
const importedPublicKeys: Imported = new WeakMap();

function once(imported: Imported, key: Uint8Array, importKey: () => KeyObject): KeyObject {
  let object = imported.get(key);
  if (object === undefined) {
    object = importKey();
    imported.set(key, object);
  }
  return object;
}

function privateKeyOf(seed: Uint8Array): KeyObject {
  if (seed.length !== SECRET_KEY_LENGTH) throw new RangeError('an Ed25519 secret key has 32 bytes');
  const der = Buffer.from(concat(PKCS8, seed));
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } finally {
    der.fill(0);
  }
}

/** The 32-byte public key of a seed. Throws a RangeError on a wrong length. */
export function publicKeyOf(seed: Uint8Array): Uint8Array {
  const der = createPublicKey(once(importedSeeds, seed, () => privateKeyOf(seed))).export({ format: 'der', type: 'spki' });
  return plain(der.subarray(SPKI.length));
}

function message(label: string, parts: readonly Part[]): Uint8Array {
  return lengthPrefixed(utf8(label), ...parts.map((part) => (typeof part === 'string' ? utf8(part) : part)));
}

/** Signs; 64 bytes. Throws a RangeError on a seed of the wrong length. */
export function sign(seed: Uint8Array, label: string, ...parts: readonly Part[]): Uint8Array {
  return plain(nativeSign(null, message(label, parts), once(importedSeeds, seed, () => privateKeyOf(seed))));
}

/** Whether the signature is this key's over exactly this label and these parts. Never throws on hostile bytes. */
export function verify(publicKey: Uint8Array, signature: Uint8Array, label: string, ...parts: readonly Part[]): boolean {
  if (signature.length !== SIGNATURE_LENGTH || !(importedPublicKeys.has(publicKey) || isCanonicalAndLarge(publicKey))) return false;
  if (fromLittleEndian(signature.subarray(32)) >= L) return false;
  try {
    const key = once(importedPublicKeys, publicKey, () => importPublicKey('Ed25519', publicKey));
    return nativeVerify(null, message(label, parts), key, signature);
  } catch {
    return false;
  }
}

/** Whether the bytes are a usable public key: canonical, a point of prime order (so ℓ·A = 0). Never throws. */
export function checkPublicKey(bytes: Uint8Array): boolean {
  return isCanonicalAndLarge(bytes) && isTorsionFree(bytes);
}

function yOf(bytes: Uint8Array): bigint {
  return fromLittleEndian(bytes) & (2n ** 255n - 1n);
}

// Being on the curve is left to OpenSSL, which verifies nothing under a key that does not decode.
function isCanonicalAndLarge(publicKey: Uint8Array): boolean {
  if (publicKey.length !== PUBLIC_KEY_LENGTH) return false;
  const y = yOf(publicKey);
  return y < P && !SMALL_ORDER_Y.has(y);
}
