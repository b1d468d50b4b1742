import { fromHex } from '../../crypto/bytes.js';
import { sign, verify } from '../../crypto/ed25519.js';

const LABEL = 'mpc approval v1';

/** A party's signature on a digest: 64 bytes. */
export function approve(secretKey: Uint8Array, digest: string): Uint8Array {
  return sign(secretKey, LABEL, fromHex(digest));
}

export function isApproval(publicKey: Uint8Array, digest: string, signature: Uint8Array): boolean {
  return verify(publicKey, signature, LABEL, fromHex(digest));
}
