import { lengthPrefixed, u32be, utf8 } from './bytes.js';
import { decryptOnce, encryptOnce, OVERHEAD } from './committing-aead.js';
import { HASH_LENGTH, hashParts, hkdf } from './hash.js';
import { encodeScalar } from './scalar.js';

const LABEL = 'mpc sealed list v1';
/** Bytes that encryption adds. */
export const ENCRYPTION_OVERHEAD = OVERHEAD;
export const CIPHERTEXT_HASH_LENGTH = HASH_LENGTH;

/** The dealer and the recipient of the bytes, as seats in the roster. Key and ciphertext are bound to both. */
export interface DealerAndRecipient {
  readonly dealer: number;
  readonly recipient: number;
}

/**
 * Encrypts bytes under a scalar that is shared by Feldman's scheme, as `maskVector` does for totals: with an AEAD that commits to its key
 * (`committing-aead.ts`), under HKDF of the scalar's canonical bytes with the session as salt. A key encrypts ONE text.
 *
 * @param key uniform, used for nothing else. Throws a RangeError if it is not a scalar.
 */
export function encryptBytes(plaintext: Uint8Array, key: bigint, sid: Uint8Array, between: DealerAndRecipient): Uint8Array {
  return encryptOnce(derive(key, sid, between), associated(sid, between), plaintext);
}

/** Undefined if the bytes were altered, or encrypted under another key, for another session or for another recipient. */
export function decryptBytes(ciphertext: Uint8Array, key: bigint, sid: Uint8Array, between: DealerAndRecipient): Uint8Array | undefined {
  return decryptOnce(derive(key, sid, between), associated(sid, between), ciphertext);
}

/** The hash that all parties hold, who do not get the bytes themselves: 32 bytes. */
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
