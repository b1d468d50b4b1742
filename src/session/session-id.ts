import { fromHex, lengthPrefixed, utf8 } from '../crypto/bytes.js';
import { hashParts } from '../crypto/hash.js';
import { decodePublicKey } from '../crypto/public-key.js';
import { digestOf } from './agreement/canonical.js';
import type { Agreement } from './agreement/types.js';

export const SESSION_NONCE_BYTES = 32;

/** Hash of names and keys of all parties, in the agreement's order: 32 bytes. */
export function rosterHash(agreement: Agreement): Uint8Array {
  return hashParts('mpc roster v1', ...agreement.parties.map(({ name, publicKey }) => lengthPrefixed(utf8(name), decodePublicKey(publicKey))));
}

/** What the nonces of a session are committed for: the agreement, and its parties. 32 bytes. */
export function aboutSession(agreement: Agreement): Uint8Array {
  return hashParts('mpc session about v1', fromHex(digestOf(agreement)), rosterHash(agreement));
}

/**
 * sid = H(digest, roster, a fresh nonce from every party): 32 bytes. One honest party's nonce suffices for it never to repeat, so nothing that is bound to it
 * is valid in another session. All nonces are committed to before any is opened, so nobody can choose it.
 */
export function sessionId(agreement: Agreement, nonces: readonly Uint8Array[]): Uint8Array {
  return hashParts('mpc session v2', fromHex(digestOf(agreement)), rosterHash(agreement), lengthPrefixed(...nonces));
}
