import { fromHex } from '../../crypto/bytes.js';
import { sign, verify } from '../../crypto/ed25519.js';

const AHEAD_LABEL = 'mpc approval v1';
const SESSION_LABEL = 'mpc session approval v1';

/** A party's signature on a digest, given before any session: 64 bytes. It stays with the party that gave it. */
export function approve(secretKey: Uint8Array, digest: string): Uint8Array {
  return sign(secretKey, AHEAD_LABEL, fromHex(digest));
}

export function isApproval(publicKey: Uint8Array, digest: string, signature: Uint8Array): boolean {
  return verify(publicKey, signature, AHEAD_LABEL, fromHex(digest));
}

/**
 * A party's approval as the others receive it: of this digest in this session. It is therefore useless in another session, or in a file in place of an approval
 * given in advance.
 */
export function approveSession(secretKey: Uint8Array, digest: string, sid: Uint8Array): Uint8Array {
  return sign(secretKey, SESSION_LABEL, fromHex(digest), sid);
}

export function isSessionApproval(publicKey: Uint8Array, digest: string, sid: Uint8Array, signature: Uint8Array): boolean {
  return verify(publicKey, signature, SESSION_LABEL, fromHex(digest), sid);
}
