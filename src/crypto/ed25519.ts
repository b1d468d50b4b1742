import { lengthPrefixed, utf8 } from './bytes.js';
import { isTorsionFree, L } from './edwards25519.js';
import { P, fromLittleEndian } from './field25519.js';
import type { Part } from './hash.js';
import { ed25519PublicKey, ed25519Sign, ed25519Verify, wasVerifiedWith } from './primitives/ed25519.js';
import { randomBytes } from './random.js';

/**
 * Ed25519 (RFC 8032) over domain-separated messages: the signed message is `lengthPrefixed(label, ...parts)`.
 *
 * OpenSSL does the arithmetic. It checks S < L and compares R byte by byte (so R is canonical, and the equation is the one without cofactor), but it accepts a
 * public key of small order or in a second spelling. Under a key of small order, one signature fits many messages. This module makes those two checks first. A
 * key of mixed order, A + T with T of small order, is one of eight that belong to one secret and lead to one X25519 secret; `checkPublicKey` refuses it when a
 * key is read.
 */
export const SECRET_KEY_LENGTH = 32;
export const PUBLIC_KEY_LENGTH = 32;
export const SIGNATURE_LENGTH = 64;

/** The y coordinates of the eight points of order 1, 2, 4 and 8. x plays no part, because −A has the order of A. */
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

/** The 32-byte public key of a seed. Throws a RangeError on a wrong length. */
export function publicKeyOf(seed: Uint8Array): Uint8Array {
  return ed25519PublicKey(checkedSeed(seed));
}

function checkedSeed(seed: Uint8Array): Uint8Array {
  if (seed.length !== SECRET_KEY_LENGTH) throw new RangeError('an Ed25519 secret key has 32 bytes');
  return seed;
}

function message(label: string, parts: readonly Part[]): Uint8Array {
  return lengthPrefixed(utf8(label), ...parts.map((part) => (typeof part === 'string' ? utf8(part) : part)));
}

/** Signs the label and the parts: 64 bytes. Throws a RangeError on a seed of the wrong length. */
export function sign(seed: Uint8Array, label: string, ...parts: readonly Part[]): Uint8Array {
  return ed25519Sign(checkedSeed(seed), message(label, parts));
}

/** Whether the signature is valid under this key for exactly this label and these parts. Never throws on hostile bytes. */
export function verify(publicKey: Uint8Array, signature: Uint8Array, label: string, ...parts: readonly Part[]): boolean {
  if (signature.length !== SIGNATURE_LENGTH || !(wasVerifiedWith(publicKey) || isCanonicalAndLarge(publicKey))) return false;
  if (fromLittleEndian(signature.subarray(32)) >= L) return false;
  try {
    return ed25519Verify(publicKey, signature, message(label, parts));
  } catch {
    return false;
  }
}

/** Whether the bytes are a usable public key: canonical, and a point of prime order (so ℓ·A = 0). Never throws. */
export function checkPublicKey(bytes: Uint8Array): boolean {
  return isCanonicalAndLarge(bytes) && isTorsionFree(bytes);
}

function yOf(bytes: Uint8Array): bigint {
  return fromLittleEndian(bytes) & (2n ** 255n - 1n);
}

// OpenSSL checks that the point is on the curve: it verifies nothing under a key that does not decode.
function isCanonicalAndLarge(publicKey: Uint8Array): boolean {
  if (publicKey.length !== PUBLIC_KEY_LENGTH) return false;
  const y = yOf(publicKey);
  return y < P && !SMALL_ORDER_Y.has(y);
}
