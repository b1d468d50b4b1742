import { createHash, createHmac } from 'node:crypto';
import { plain } from '../bytes.js';

/** The hashes of Noise with outputs of 32 bytes. */
export type HashName = 'SHA256' | 'BLAKE2s';

const NATIVE: Record<HashName, string> = { SHA256: 'sha256', BLAKE2s: 'blake2s256' };

/** SHA-256 (FIPS 180-4) or BLAKE2s (RFC 7693) of the concatenated parts. */
export function noiseHash(name: HashName, ...parts: readonly Uint8Array[]): Uint8Array {
  const running = createHash(NATIVE[name]);
  for (const part of parts) running.update(part);
  return plain(running.digest());
}

/** HMAC (RFC 2104) with that hash. */
export function noiseHmac(name: HashName, key: Uint8Array, data: Uint8Array): Uint8Array {
  return plain(createHmac(NATIVE[name], key).update(data).digest());
}
