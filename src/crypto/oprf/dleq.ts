import { lengthPrefixed, u32be, utf8 } from '../bytes.js';
import { countOfPairs } from '../batch/checks.js';
import type { BatchGroup } from '../batch/group.js';
import type { ProofPurpose } from '../schnorr.js';
import { SCALAR_LENGTH } from '../scalar.js';
import { sha512 } from '../primitives/sha2.js';
import { proveCombination, verifyCombination } from './chaum-pedersen.js';
import { hashToScalar } from './suite.js';

export { PROOF_LENGTH } from './chaum-pedersen.js';

const SEED_LABEL = utf8('mpc equal logarithms seed v1');
const WEIGHT_LABEL = utf8('mpc equal logarithms weight v1');

/** The most pairs in one proof: as many as RFC 9497 allows. */
export const MAX_BATCH = 0xffff;

/**
 * Proves that D_i = k·C_i for every i, under the k of B = k·G: the batched proof of RFC 9497 section 2.2, with other weights.
 *
 * The RFC's weight of a pair (ComputeComposites) hashes B and *that pair alone*. A prover who wants D_i = k·C_i + e_i·G needs Σ w_i·e_i = 0. It can draw the
 * terms of this sum independently, and finds many that add up to 0 by a generalised birthday search (D. Wagner, CRYPTO 2002): some 2^34 steps for 1024 pairs,
 * some minutes for 57 344. Here every weight hashes purpose, B, all C and all D, so changing one D draws all weights anew.
 *
 * Soundness, with the hashes as random oracles: let some D_i ≠ k·C_i. For each list of pairs that the prover queries a hash for, Σ w_i·(D_i − k·C_i) is uniform
 * in a group of prime order ℓ, so it vanishes with probability 1/ℓ. If it does not vanish, at most one challenge of each Chaum–Pedersen query has an answer. So
 * Q queries succeed with probability at most (Q + 2)/ℓ, plus up to 2^-259 of it for reducing 512 bits modulo ℓ and Q²/2^513 for two equal seeds. For one pair
 * nothing can cancel, and the RFC's rule is as good; its vectors hold for `chaum-pedersen.ts`.
 *
 * `bound` is the further data that the proof is bound to. Throws a RangeError for more than MAX_BATCH pairs.
 */
export async function generateProof(group: BatchGroup, purpose: ProofPurpose, k: Uint8Array, b: Uint8Array, c: Uint8Array, d: Uint8Array, ...bound: Uint8Array[]): Promise<Uint8Array> {
  return proveCombination(group, k, b, { c, d, weights: batchWeights(purpose, b, c, d, ...bound) });
}

/** Whether the proof holds for this purpose and the `bound` data. Throws as `verifyCombination`. */
export async function verifyProof(group: BatchGroup, purpose: ProofPurpose, b: Uint8Array, c: Uint8Array, d: Uint8Array, proof: Uint8Array, ...bound: Uint8Array[]): Promise<boolean> {
  return verifyCombination(group, b, { c, d, weights: batchWeights(purpose, b, c, d, ...bound) }, proof);
}

/** The packed weights: HashToScalar of a hash of everything, and the position. */
export function batchWeights({ label, sid, party }: ProofPurpose, b: Uint8Array, c: Uint8Array, d: Uint8Array, ...bound: readonly Uint8Array[]): Uint8Array {
  const count = countOfPairs(c, d);
  if (count > MAX_BATCH) throw new RangeError('more elements than one proof speaks of');
  const seed = sha512(lengthPrefixed(SEED_LABEL, utf8(label), sid, u32be(party), lengthPrefixed(...bound), b, u32be(count), c, d));
  const weights = new Uint8Array(count * SCALAR_LENGTH);
  for (let i = 0; i < count; i++) weights.set(hashToScalar(lengthPrefixed(WEIGHT_LABEL, seed, u32be(i))), i * SCALAR_LENGTH);
  return weights;
}
