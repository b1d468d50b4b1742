/**
 * The prime field under edwards25519 and Curve25519, on BigInt. For public values only: BigInt arithmetic is not constant-time. With this module, checking and
 * converting a key does not load a curve library at start-up.
 */
export const P = 2n ** 255n - 19n;

/** d of edwards25519, −121665/121666 (RFC 8032 section 5.1). */
export const D = 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n;

export function mod(a: bigint): bigint {
  const r = a % P;
  return r < 0n ? r + P : r;
}

export function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = mod(base), e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

/** 1/a, and 0 for 0. */
export function invert(a: bigint): bigint {
  return power(a, P - 2n);
}

/** Little-endian bytes as a number; a 256-bit value is not reduced. */
export function fromLittleEndian(bytes: Uint8Array): bigint {
  let n = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) n = (n << 8n) | BigInt(bytes[i] ?? 0);
  return n;
}

export function toLittleEndian32(n: bigint): Uint8Array {
  const bytes = new Uint8Array(32);
  for (let i = 0, rest = n; i < 32; i++, rest >>= 8n) bytes[i] = Number(rest & 0xffn);
  return bytes;
}
