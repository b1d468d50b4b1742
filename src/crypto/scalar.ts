import { fromLittleEndian, toLittleEndian32 } from './field25519.js';
import { invertModulo, reduce } from './modular.js';
import { randomBytes } from './random.js';

/** ℓ, the order of ristretto255 (RFC 9496 section 4) and the modulus of its scalars. */
export const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

/** Bytes of an encoded scalar. */
export const SCALAR_LENGTH = 32;

/** Uniform in [0, ℓ): 512 random bits reduced, which differs from uniform by less than 2^−259. */
export function randomScalar(): bigint {
  const wide = randomBytes(64);
  const scalar = fromLittleEndian(wide) % ORDER;
  wide.fill(0);
  return scalar;
}

/** Whether this is the canonical representative of its class, 0 included. */
export function isScalar(value: bigint): boolean {
  return value >= 0n && value < ORDER;
}

/** 32 bytes, little-endian. Throws a RangeError outside [0, ℓ). */
export function encodeScalar(scalar: bigint): Uint8Array {
  if (!isScalar(scalar)) throw new RangeError('not a scalar of ristretto255');
  return toLittleEndian32(scalar);
}

/** Undefined unless these are the 32 bytes that `encodeScalar` gives. Never throws on hostile bytes. */
export function decodeScalar(bytes: Uint8Array): bigint | undefined {
  if (bytes.length !== SCALAR_LENGTH) return undefined;
  const scalar = fromLittleEndian(bytes);
  return isScalar(scalar) ? scalar : undefined;
}

export function addScalars(a: bigint, b: bigint): bigint {
  return reduce(a + b, ORDER);
}

export function multiplyScalars(a: bigint, b: bigint): bigint {
  return reduce(a * b, ORDER);
}

/** 1/a mod ℓ. Throws a RangeError for 0. */
export function invertScalar(a: bigint): bigint {
  return invertModulo(a, ORDER);
}
