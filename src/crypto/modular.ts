/**
 * Arithmetic modulo a prime that the caller names, on BigInt. It is not constant-time: `docs/protocols/threshold.md` says which secrets pass through here and
 * why this is acceptable.
 */

/** The representative in [0, modulus). The number may be negative. */
export function reduce(a: bigint, modulus: bigint): bigint {
  const r = a % modulus;
  return r < 0n ? r + modulus : r;
}

/** 1/a by Fermat's little theorem. Throws a RangeError for a ≡ 0, which has no inverse. */
export function invertModulo(a: bigint, modulus: bigint): bigint {
  const base = reduce(a, modulus);
  if (base === 0n) throw new RangeError('zero has no inverse');
  let result = 1n;
  for (let square = base, e = modulus - 2n; e > 0n; e >>= 1n) {
    if (e & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
