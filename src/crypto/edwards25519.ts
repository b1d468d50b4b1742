import { D, P, fromLittleEndian, mod, power } from './field25519.js';

/**
 * Points of edwards25519 (RFC 8032 section 5.1), for one question about public keys: whether they lie in the subgroup of prime order. It uses BigInt, for
 * public values only. With this module, reading a key does not load a curve library at start-up; the tests compare it with that library.
 */

/** The order of the base point. */
export const L = 2n ** 252n + 27742317777372353535851937790883648493n;

/** Extended homogeneous coordinates: x = X/Z, y = Y/Z, x·y = T/Z. */
interface Point {
  readonly X: bigint;
  readonly Y: bigint;
  readonly Z: bigint;
  readonly T: bigint;
}

const SQRT_MINUS_ONE = power(2n, (P - 1n) / 4n);

/**
 * The point that 32 bytes encode (section 5.1.3), up to the sign of x. Undefined if they are not a canonical encoding. ℓ·A = 0 exactly if ℓ·(−A) = 0, so the
 * sign plays no part here.
 */
function decodeUpToSign(bytes: Uint8Array): Point | undefined {
  const y = fromLittleEndian(bytes) & (2n ** 255n - 1n);
  if (y >= P) return undefined;
  const u = mod(y * y - 1n);
  const v = mod(D * y * y + 1n);
  const v3 = (v * v * v) % P;
  const candidate = (u * v3 * power(u * v3 * v3 * v, (P - 5n) / 8n)) % P;
  const vx2 = (v * candidate * candidate) % P;
  if (vx2 === u) return affine(candidate, y);
  return vx2 === mod(-u) ? affine((candidate * SQRT_MINUS_ONE) % P, y) : undefined;
}

function affine(x: bigint, y: bigint): Point {
  return { X: x, Y: y, Z: 1n, T: (x * y) % P };
}

/** Section 5.1.4. The formula is complete, so it holds for points of small order as well. */
function add(p: Point, q: Point): Point {
  const a = ((p.Y - p.X) * (q.Y - q.X)) % P;
  const b = ((p.Y + p.X) * (q.Y + q.X)) % P;
  const c = (2n * p.T * ((q.T * D) % P)) % P;
  const d = (2n * p.Z * q.Z) % P;
  return fromParts(b - a, d - c, d + c, b + a);
}

function double(p: Point): Point {
  const a = (p.X * p.X) % P;
  const b = (p.Y * p.Y) % P;
  const c = (2n * p.Z * p.Z) % P;
  const h = a + b;
  const sum = p.X + p.Y;
  const e = h - ((sum * sum) % P);
  const g = a - b;
  return fromParts(e, c + g, g, h);
}

function fromParts(e: bigint, f: bigint, g: bigint, h: bigint): Point {
  return { X: (e * f) % P, Y: (g * h) % P, Z: (f * g) % P, T: (e * h) % P };
}

/**
 * Whether 32 bytes encode a point A of order 1 or ℓ, that is ℓ·A = 0. The sign bit of x is ignored: x is zero only at points of small order, and the caller
 * refuses those. Never throws.
 */
export function isTorsionFree(bytes: Uint8Array): boolean {
  const point = decodeUpToSign(bytes);
  if (point === undefined) return false;
  let multiple = point;
  for (const bit of L.toString(2).slice(1)) {
    multiple = double(multiple);
    if (bit === '1') multiple = add(multiple, point);
  }
  return mod(multiple.X) === 0n && mod(multiple.Y - multiple.Z) === 0n;
}
