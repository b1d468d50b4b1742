import { concat, equalBytes, utf8 } from '../bytes.js';
import type { BatchGroup } from '../batch/group.js';
import { InvalidElement } from '../batch/group.js';
import { randomScalars } from '../batch/scalars.js';
import { fromLittleEndian } from '../field25519.js';
import { decodeScalar, encodeScalar, ORDER, SCALAR_LENGTH } from '../scalar.js';
import { GENERATOR_BYTES, hashToScalar, prefixed } from './suite.js';

const CHALLENGE = utf8('Challenge');

/** Bytes of a proof, challenge and response. */
export const PROOF_LENGTH = 64;

/** Pairs of points (C_i, D_i) and a weight w_i for each, packed. */
export interface WeightedPairs {
  readonly c: Uint8Array;
  readonly d: Uint8Array;
  readonly weights: Uint8Array;
}

/**
 * Proves that Z = k·M for the k of B = k·G, with M = Σ w_i·C_i and Z = Σ w_i·D_i: Chaum–Pedersen, in the form and with the hashes of RFC 9497 sections 2.2.1
 * and 2.2.2. The proof covers the single pairs only if the prover could not choose them after the weights: see `dleq.ts`. `random` is for test vectors only.
 */
export async function proveCombination(group: BatchGroup, k: Uint8Array, b: Uint8Array, { c, weights }: WeightedPairs, random = randomScalars(1)): Promise<Uint8Array> {
  const m = await group.combine(weights, c);
  const [z, t2, t3] = await Promise.all([group.scale(k, m), group.scaleBase(random), group.scale(random, m)]);
  const challenge = challengeOf(b, m, z, t2, t3);
  const response = (fromLittleEndian(random) + (ORDER - fromLittleEndian(challenge)) * fromLittleEndian(k)) % ORDER;
  return concat(challenge, encodeScalar(response));
}

/**
 * Throws InvalidElement if one of the points in `c` or `d` is invalid or the identity. b must be a point. A proof of another length, or with unreduced numbers,
 * is false.
 */
export async function verifyCombination(group: BatchGroup, b: Uint8Array, { c, d, weights }: WeightedPairs, proof: Uint8Array): Promise<boolean> {
  if (proof.length !== PROOF_LENGTH) return false;
  const [challenge, response] = [proof.subarray(0, SCALAR_LENGTH), proof.subarray(SCALAR_LENGTH)];
  if (decodeScalar(challenge) === undefined || decodeScalar(response) === undefined) return false;
  const [m, z] = await Promise.all([group.combine(weights, c), group.combine(weights, d)]);
  const both = concat(response, challenge);
  try {
    const [t2, t3] = await Promise.all([group.combine(both, concat(GENERATOR_BYTES, b)), group.combine(both, concat(m, z))]);
    return equalBytes(challenge, challengeOf(b, m, z, t2, t3));
  } catch (error) {
    // The combination is the identity. For an honest prover this has a probability of 1/ℓ.
    if (error instanceof InvalidElement) return false;
    throw error;
  }
}

function challengeOf(b: Uint8Array, m: Uint8Array, z: Uint8Array, t2: Uint8Array, t3: Uint8Array): Uint8Array {
  return hashToScalar(concat(prefixed(b, m, z, t2, t3), CHALLENGE));
}
