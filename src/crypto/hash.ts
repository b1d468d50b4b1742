import { u32be, utf8 } from './bytes.js';
import { hkdfSha256, runningHmac, runningSha256, type RunningHash } from './primitives/sha2.js';

/** Bytes of a hash from `hashParts`. */
export const HASH_LENGTH = 32;

/** Input of a hash: bytes as they are, text as its UTF-8. */
export type Part = Uint8Array | string;

// Feeds the same bytes as `lengthPrefixed` without building them, because a part may be a vector of many megabytes.
function feed(sink: Pick<RunningHash, 'update'>, label: string, parts: readonly Part[]): void {
  for (const part of [label, ...parts]) {
    const bytes = typeof part === 'string' ? utf8(part) : part;
    sink.update(u32be(bytes.length));
    sink.update(bytes);
  }
}

/**
 * SHA-256 (FIPS 180-4) of `lengthPrefixed(label, ...parts)`: 32 bytes. The label names the purpose, so that a hash made for one purpose never equals one made
 * for another.
 */
export function hashParts(label: string, ...parts: readonly Part[]): Uint8Array {
  const hash = runningSha256();
  feed(hash, label, parts);
  return hash.digest();
}

/** The hash of `hashParts` with one part of `length` bytes, which comes in pieces. */
export function runningParts(label: string, length: number): RunningHash {
  const hash = runningSha256();
  feed(hash, label, []);
  hash.update(u32be(length));
  return hash;
}

/** SHA-256 (FIPS 180-4) of bytes as they are, without a label. For values that others define in this way, such as digests of files. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const hash = runningSha256();
  hash.update(bytes);
  return hash.digest();
}

/** HMAC-SHA-256 (RFC 2104) of `lengthPrefixed(label, ...parts)`: 32 bytes. */
export function hmac(key: Uint8Array, label: string, ...parts: readonly Part[]): Uint8Array {
  const mac = runningHmac(key);
  feed(mac, label, parts);
  return mac.digest();
}

/** HKDF-SHA-256 (RFC 5869), extract and expand. `info` has at most 1024 bytes, and `length` is at most 8160. Throws a RangeError beyond. */
export function hkdf(secret: Uint8Array, salt: Uint8Array, info: string | Uint8Array, length: number): Uint8Array {
  return hkdfSha256(secret, salt, info, length);
}
