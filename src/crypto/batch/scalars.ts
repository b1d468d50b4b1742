import { fromLittleEndian } from '../field25519.js';
import { randomBytes } from '../random.js';
import { encodeScalar, invertScalar, multiplyScalars, SCALAR_LENGTH } from '../scalar.js';
import { checkScalars, countOf, isBelowOrder, isZero } from './checks.js';

/** `count` packed scalars, each uniform in [1, ℓ), by rejection sampling of 253 bits as in RFC 9497 section 4.7.1. */
export function randomScalars(count: number): Uint8Array {
  const scalars = new Uint8Array(count * SCALAR_LENGTH);
  for (let done = 0; done < count; ) {
    // About one draw in two is accepted.
    const draws = randomBytes(2 * (count - done) * SCALAR_LENGTH);
    for (let at = 0; at < draws.length && done < count; at += SCALAR_LENGTH) {
      draws[at + 31] = (draws[at + 31] ?? 0) & 0x1f;
      if (!isBelowOrder(draws, at) || isZero(draws, at)) continue;
      scalars.set(draws.subarray(at, at + SCALAR_LENGTH), done * SCALAR_LENGTH);
      done += 1;
    }
    draws.fill(0);
  }
  return scalars;
}

/**
 * 1/s for each packed scalar, by Montgomery's trick: one inversion for all. It uses BigInt, so the time may depend on the scalars: use it only for scalars that
 * serve once. Throws a RangeError for 0.
 */
export function invertScalars(scalars: Uint8Array): Uint8Array {
  checkScalars(scalars);
  const values = Array.from({ length: countOf(scalars, SCALAR_LENGTH) }, (_, i) => fromLittleEndian(scalars.subarray(i * SCALAR_LENGTH, (i + 1) * SCALAR_LENGTH)));
  // products[i] = s_0 ⋯ s_(i−1)
  const products = [1n];
  for (const value of values) products.push(multiplyScalars(products.at(-1) ?? 1n, value));
  let inverse = invertScalar(products.at(-1) ?? 1n);
  const inverses = new Uint8Array(scalars.length);
  for (let i = values.length - 1; i >= 0; i--) {
    inverses.set(encodeScalar(multiplyScalars(inverse, products[i] ?? 1n)), i * SCALAR_LENGTH);
    inverse = multiplyScalars(inverse, values[i] ?? 1n);
  }
  return inverses;
}
