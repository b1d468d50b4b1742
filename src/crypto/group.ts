import { mulAddUnsafe } from '@noble/curves/abstract/curve.js';
import { ristretto255 } from '@noble/curves/ed25519.js';

/**
 * The group ristretto255 (RFC 9496). It has prime order ℓ, and every element has one encoding, so no cofactor needs care. Loading the curve takes time: only
 * modules that compute in the group may import this one, and not at start-up.
 */
export type Point = typeof ristretto255.Point.BASE;

/** Bytes of an encoded point. */
export const POINT_LENGTH = 32;

export const GENERATOR: Point = ristretto255.Point.BASE;
export const IDENTITY: Point = ristretto255.Point.ZERO;

/** Undefined unless the bytes are the canonical encoding of a point (RFC 9496 section 4.3.1). Never throws on hostile bytes. */
export function decodePointOrIdentity(bytes: Uint8Array): Point | undefined {
  if (bytes.length !== POINT_LENGTH) return undefined;
  try {
    return ristretto255.Point.fromBytes(bytes);
  } catch {
    return undefined;
  }
}

/** As `decodePointOrIdentity`, but also undefined for the identity, whose logarithm everybody knows. */
export function decodePoint(bytes: Uint8Array): Point | undefined {
  const point = decodePointOrIdentity(bytes);
  return point?.is0() === true ? undefined : point;
}

/** 32 bytes. */
export function encodePoint(point: Point): Uint8Array {
  return point.toBytes();
}

/** scalar · G, by the library's method for secret scalars. Throws a RangeError outside [0, ℓ). */
export function timesGenerator(scalar: bigint): Point {
  // The library refuses 0, which is usually a mistake. A share may be 0.
  return scalar === 0n ? IDENTITY : GENERATOR.multiply(scalar);
}

/** Σ scalars[i] · points[i]. For public scalars only: the time depends on them. Scalars in [0, ℓ). */
export function linearCombination(points: readonly Point[], scalars: readonly bigint[]): Point {
  return mulAddUnsafe(ristretto255.Point, [...points], [...scalars]);
}

/** Σ x^k · coefficients[k]: a polynomial in the exponent, by Horner's rule. For public x only. It is fast if x is small. */
export function evaluateInExponent(coefficients: readonly Point[], x: bigint): Point {
  return coefficients.reduceRight((sum, coefficient) => sum.multiplyUnsafe(x).add(coefficient), IDENTITY);
}
