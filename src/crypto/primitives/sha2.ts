import { createHash, createHmac, hash, hkdfSync } from 'node:crypto';
import { plain } from '../bytes.js';

/** A hash that takes its input in pieces. */
export interface RunningHash {
  update(piece: Uint8Array): void;
  digest(): Uint8Array;
}

function running(native: { update(piece: Uint8Array): unknown; digest(): Uint8Array }): RunningHash {
  return { update: (piece) => void native.update(piece), digest: () => plain(native.digest()) };
}

/** SHA-256 (FIPS 180-4). */
export function runningSha256(): RunningHash {
  return running(createHash('sha256'));
}

/** HMAC-SHA-256 (RFC 2104). */
export function runningHmac(key: Uint8Array): RunningHash {
  return running(createHmac('sha256', key));
}

/** SHA-512 (FIPS 180-4) of one text: 64 bytes. */
export function sha512(bytes: Uint8Array): Uint8Array {
  return plain(hash('sha512', bytes, 'buffer'));
}

/** HKDF-SHA-256 (RFC 5869), extract and expand. Throws a RangeError if `info` has more than 1024 bytes, or if more than 8160 bytes are requested. */
export function hkdfSha256(secret: Uint8Array, salt: Uint8Array, info: string | Uint8Array, length: number): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, salt, info, length));
}
