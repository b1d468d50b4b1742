import { lengthPrefixed, u32be, utf8 } from './bytes.js';
import { decryptOnce, encryptOnce, OVERHEAD } from './committing-aead.js';
import { HASH_LENGTH, hashParts, hkdf } from './hash.js';
import { encodeScalar } from './scalar.js';

const LABEL = 'mpc sealed list v1';
/** Bytes that encryption adds. */
export const ENCRYPTION_OVERHEAD = OVERHEAD;
export const CIPHERTEXT_HASH_LENGTH = HASH_LENGTH;

/** Whose bytes, and for whom: seats in the roster. Bound into key and ciphertext. */
export interface DealerAndRecipient {
  readonly dealer: number;
  readonly recipient: number;
}

/**
 * Bytes encrypted under a scalar that is shared by Feldman's scheme, as `maskVector` does for totals: with an AEAD that commits to
 * its key (`committing-aead.ts`), under HKDF of the scalar's canonical bytes with the session as salt. A key encrypts ONE text.
 *
 * @param key uniform, used for nothing else. Throws a RangeError where it is not a scalar.
 */
export function encryptBytes(plaintext: Uint8Array, key: bigint, sid: Uint8Array, between: DealerAndRecipient): Uint8Array {
  return encryptOnce(derive(key, sid, between), associated(sid, between), plaintext);
}

/** Undefined where it was encrypted under another key, session or for somebody else, or was altered. */
export function decryptBytes(ciphertext: Uint8Array, key: bigint, sid: Uint8Array, between: DealerAndRecipient): Uint8Array | undefined {
  return decryptOnce(derive(key, sid, between), associated(sid, between), ciphertext);
}

/** What all parties hold of it, who do not get the bytes themselves: 32 bytes. */
export function hashOfCiphertext(ciphertext: Uint8Array, sid: Uint8Array, { dealer, recipient }: DealerAndRecipient): Uint8Array {
  return hashParts('mpc sealed list hash v1', sid, u32be(dealer), u32be(recipient), ciphertext);
}

function derive(key: bigint, sid: Uint8Array, between: DealerAndRecipient): Uint8Array {
  const secret = encodeScalar(key);
  const derived = hkdf(secret, sid, associated(sid, between), 32);
  secret.fill(0);
  return derived;
}

function associated(sid: Uint8Array, { dealer, recipient }: DealerAndRecipient): Uint8Array {
  return lengthPrefixed(utf8(LABEL), sid, u32be(dealer), u32be(recipient));
}
