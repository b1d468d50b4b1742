import { lengthPrefixed, u32be, utf8 } from './bytes.js';
import { openOnce, OVERHEAD, sealOnce } from './committing-aead.js';
import { HASH_LENGTH, hashParts, hkdf } from './hash.js';
import { encodeScalar } from './scalar.js';

const LABEL = 'mpc sealed list v1';
/** Bytes that sealing adds. */
export const SEAL_OVERHEAD = OVERHEAD;
export const SEAL_HASH_LENGTH = HASH_LENGTH;

/** Whose bytes, and for whom: places in the roster. Bound into key and ciphertext. */
export interface SealedBetween {
  readonly dealer: number;
  readonly recipient: number;
}

/**
 * Bytes sealed under a scalar that is shared by Feldman's scheme, as `sealVector` does for totals: with an AEAD that commits to
 * its key (`committing-aead.ts`), under HKDF of the scalar's canonical bytes with the session as salt. A key seals ONE text.
 *
 * @param key uniform, used for nothing else. Throws a RangeError where it is not a scalar.
 */
export function sealBytes(plaintext: Uint8Array, key: bigint, sid: Uint8Array, between: SealedBetween): Uint8Array {
  return sealOnce(derive(key, sid, between), associated(sid, between), plaintext);
}

/** Undefined where it was sealed under another key, session or for somebody else, or was altered. */
export function openBytes(sealed: Uint8Array, key: bigint, sid: Uint8Array, between: SealedBetween): Uint8Array | undefined {
  return openOnce(derive(key, sid, between), associated(sid, between), sealed);
}

/** What all parties hold of it, who do not get the bytes themselves: 32 bytes. */
export function hashOfSealed(sealed: Uint8Array, sid: Uint8Array, { dealer, recipient }: SealedBetween): Uint8Array {
  return hashParts('mpc sealed list hash v1', sid, u32be(dealer), u32be(recipient), sealed);
}

function derive(key: bigint, sid: Uint8Array, between: SealedBetween): Uint8Array {
  const secret = encodeScalar(key);
  const derived = hkdf(secret, sid, associated(sid, between), 32);
  secret.fill(0);
  return derived;
}

function associated(sid: Uint8Array, { dealer, recipient }: SealedBetween): Uint8Array {
  return lengthPrefixed(utf8(LABEL), sid, u32be(dealer), u32be(recipient));
}
