import { hash } from 'node:crypto';
import { concat, utf8 } from '../../src/crypto/bytes.js';
import { hashToScalar, prefixed, twoBytes } from '../../src/crypto/oprf/suite.js';

const SEED_DST = concat(utf8('Seed-OPRFV1-'), Uint8Array.of(1), utf8('-ristretto255-SHA512'));

/**
 * The weights d_i of RFC 9497 section 2.2.1, ComputeComposites, packed: each hashes the key and one pair alone. Here for the RFC's vectors, and to show what can be done
 * to a batch under them.
 */
export function rfcWeights(b: Uint8Array, c: Uint8Array, d: Uint8Array): Uint8Array {
  const seed = hash('sha512', prefixed(b, SEED_DST), 'buffer');
  return concat(
    ...Array.from({ length: c.length / 32 }, (_, i) => {
      const pair = [c, d].map((points) => points.subarray(32 * i, 32 * i + 32));
      return hashToScalar(concat(prefixed(seed), twoBytes(i), prefixed(...pair), utf8('Composite')));
    }),
  );
}
