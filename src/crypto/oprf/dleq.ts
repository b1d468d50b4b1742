import { hash } from 'node:crypto';
import { concat, equalBytes, utf8 } from '../bytes.js';
import { countOfPairs } from '../bulk/checks.js';
import type { GroupEngine } from '../bulk/engine.js';
import { InvalidElement } from '../bulk/engine.js';
import { randomScalars } from '../bulk/scalars.js';
import { fromLittleEndian } from '../field25519.js';
import { decodeScalar, encodeScalar, ORDER, SCALAR_LENGTH } from '../scalar.js';
import { GENERATOR_BYTES, hashToScalar, prefixed, SEED_DST, twoBytes } from './suite.js';

const POINT_LENGTH = 32;
const COMPOSITE = utf8('Composite');
const CHALLENGE = utf8('Challenge');

/** Bytes of a proof, challenge and response. */
export const PROOF_LENGTH = 64;
/** What a proof can speak of: its places are numbered in two bytes. */
export const MAX_BATCH = 0xffff;

/**
 * RFC 9497 section 2.2.1: that D_i = k·C_i for every i, under the k of B = k·G. Chaum–Pedersen, over a random combination of all pairs.
 * `random` is for test vectors only. Throws a RangeError for more than MAX_BATCH pairs.
 */
export async function generateProof(engine: GroupEngine, k: Uint8Array, b: Uint8Array, c: Uint8Array, d: Uint8Array, random = randomScalars(1)): Promise<Uint8Array> {
  const m = await engine.combine(compositeScalars(b, c, d), c);
  const [z, t2, t3] = await Promise.all([engine.scale(k, m), engine.scaleBase(random), engine.scale(random, m)]);
  const challenge = challengeOf(b, m, z, t2, t3);
  const response = (fromLittleEndian(random) + (ORDER - fromLittleEndian(challenge)) * fromLittleEndian(k)) % ORDER;
  return concat(challenge, encodeScalar(response));
}

/**
 * RFC 9497 section 2.2.2. Throws InvalidElement where one of the points in `c` or `d` is none, or is the identity; b must be a point.
 * A proof of another length, or with numbers that are not reduced, is false.
 */
export async function verifyProof(engine: GroupEngine, b: Uint8Array, c: Uint8Array, d: Uint8Array, proof: Uint8Array): Promise<boolean> {
  if (proof.length !== PROOF_LENGTH) return false;
  const [challenge, response] = [proof.subarray(0, SCALAR_LENGTH), proof.subarray(SCALAR_LENGTH)];
  if (decodeScalar(challenge) === undefined || decodeScalar(response) === undefined) return false;
  const weights = compositeScalars(b, c, d);
  const [m, z] = await Promise.all([engine.combine(weights, c), engine.combine(weights, d)]);
  const both = concat(response, challenge);
  try {
    const [t2, t3] = await Promise.all([engine.combine(both, concat(GENERATOR_BYTES, b)), engine.combine(both, concat(m, z))]);
    return equalBytes(challenge, challengeOf(b, m, z, t2, t3));
  } catch (error) {
    // A combination that vanishes: no honest prover meets that, short of a chance of 2^-252.
    if (error instanceof InvalidElement) return false;
    throw error;
  }
}

/** The weights d_i of ComputeComposites, packed. */
function compositeScalars(b: Uint8Array, c: Uint8Array, d: Uint8Array): Uint8Array {
  const count = countOfPairs(c, d);
  if (count > MAX_BATCH) throw new RangeError('more elements than one proof can speak of');
  const seed = hash('sha512', prefixed(b, SEED_DST), 'buffer');
  const weights = new Uint8Array(count * SCALAR_LENGTH);
  for (let i = 0; i < count; i++) {
    const pair = [c, d].map((points) => points.subarray(i * POINT_LENGTH, (i + 1) * POINT_LENGTH));
    weights.set(hashToScalar(concat(prefixed(seed), twoBytes(i), prefixed(...pair), COMPOSITE)), i * SCALAR_LENGTH);
  }
  return weights;
}

function challengeOf(b: Uint8Array, m: Uint8Array, z: Uint8Array, t2: Uint8Array, t3: Uint8Array): Uint8Array {
  return hashToScalar(concat(prefixed(b, m, z, t2, t3), CHALLENGE));
}
