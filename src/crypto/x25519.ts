import { P, fromLittleEndian, invert, mod, toLittleEndian32 } from './field25519.js';
import { sha512 } from './primitives/sha2.js';
import { x25519, x25519PublicKey } from './primitives/x25519.js';
import { randomBytes } from './random.js';

/** X25519 (RFC 7748 section 5). Keys are 32 bytes; every function throws a RangeError on another length. */
export const KEY_LENGTH = 32;

export interface KeyPair {
  secretKey: Uint8Array;
  publicKey: Uint8Array;
}

/** u of the points of small order, on the curve and on its twist: every secret maps them to zero. */
const SMALL_ORDER_U: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  P - 1n,
  0x00b8495f16056286fdb1329ceb8d09da6ac49ff1fae35616aeb8413b7c7aebe0n,
  0x57119fd0dd4e22d8868e1c58c45c44045bef839c55b1d0b1248c50a3bc959c5fn,
]);

/** Whether a public key is one of the few that make every shared secret zero, in any of its spellings. */
export function isSmallOrder(publicKey: Uint8Array): boolean {
  checkLength(publicKey);
  return SMALL_ORDER_U.has(mod(fromLittleEndian(publicKey) & (2n ** 255n - 1n)));
}

export function generateKeyPair(): KeyPair {
  const secretKey = randomBytes(KEY_LENGTH);
  return { secretKey, publicKey: publicFromSecret(secretKey) };
}

export function publicFromSecret(secret: Uint8Array): Uint8Array {
  checkLength(secret);
  return x25519PublicKey(secret);
}

/** The shared secret, 32 bytes. Throws an Error when it is all zero (RFC 7748 section 6.1). */
export function sharedSecret(secret: Uint8Array, publicKey: Uint8Array): Uint8Array {
  if (isSmallOrder(publicKey)) throw new Error('X25519 public key of small order');
  checkLength(secret);
  const shared = x25519(secret, publicKey);
  // Only keys of small order reach this line, and the check above refuses those. This is a second safeguard.
  if (shared.every((byte) => byte === 0)) throw new Error('X25519 shared secret is zero');
  return shared;
}

/** The X25519 secret of an Ed25519 seed: its clamped scalar (RFC 8032 section 5.1.5). */
export function fromEd25519Seed(seed: Uint8Array): Uint8Array {
  checkLength(seed);
  const digest = sha512(seed);
  const scalar = Uint8Array.from(digest.subarray(0, KEY_LENGTH));
  digest.fill(0);
  scalar[0] = (scalar[0] ?? 0) & 248;
  scalar[31] = ((scalar[31] ?? 0) & 127) | 64;
  return scalar;
}

/**
 * The X25519 public key of an Ed25519 key: u = (1 + y)/(1 − y) (RFC 7748 section 4.1). A and −A give the same u, so a channel keyed by it must also require a
 * signature. The caller has passed the key through `checkPublicKey`.
 */
export function fromEd25519PublicKey(publicKey: Uint8Array): Uint8Array {
  checkLength(publicKey);
  const y = fromLittleEndian(publicKey) & (2n ** 255n - 1n);
  return toLittleEndian32(mod((1n + y) * invert(1n - y)));
}

function checkLength(key: Uint8Array): void {
  if (key.length !== KEY_LENGTH) throw new RangeError('an X25519 key has 32 bytes');
}
