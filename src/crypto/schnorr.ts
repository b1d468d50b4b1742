import { ristretto255_hasher } from '@noble/curves/ed25519.js';
import type { BatchGroup } from './batch/group.js';
import { concat, u32be, utf8 } from './bytes.js';
import { fromLittleEndian } from './field25519.js';
import { decodePoint, encodePoint, GENERATOR, linearCombination, POINT_LENGTH, timesGenerator } from './group.js';
import { hashParts, type Part } from './hash.js';
import { addScalars, decodeScalar, encodeScalar, multiplyScalars, ORDER, randomScalar, SCALAR_LENGTH } from './scalar.js';

/** Bytes of a proof, of one logarithm or of many: a point, then a scalar. */
export const PROOF_LENGTH = POINT_LENGTH + SCALAR_LENGTH;

const SINGLE_LABEL = 'mpc schnorr v1';
const BATCH_LABEL = 'mpc schnorr batch v1';
const CHALLENGE_DST = utf8('mpc schnorr challenge v1');

/** The purpose of a proof. The proof does not verify for any other purpose. */
export interface ProofPurpose {
  readonly label: string;
  readonly sid: Uint8Array;
  /** The prover's seat in the roster. */
  readonly party: number;
}

/**
 * Proof of knowledge of the discrete logarithm a of A = a·G: RFC 8235 section 3, the non-interactive form, in ristretto255.
 *
 * V = v·G for a fresh v, c = H(purpose, G, V, A), r = v − a·c. The proof is V ‖ r, and holds if V = r·G + c·A. A prover that answers two challenges c ≠ c' for
 * one V knows a = (r − r') / (c' − c). The knowledge error after Q queries to H is (Q + 1)/ℓ: the case n = 1 of the bound at `proveLogarithms`. The proof
 * reveals nothing of a: r is uniform whatever a is, and V follows from r, c and A.
 *
 * @param secret a, in (0, ℓ). @param point the encoding of A.
 */
export function proveLogarithm(purpose: ProofPurpose, secret: bigint, point: Uint8Array): Uint8Array {
  const v = randomScalar();
  const commitment = encodePoint(timesGenerator(v));
  const c = challengeOf(SINGLE_LABEL, purpose, encodePoint(GENERATOR), commitment, point);
  return concat(commitment, encodeScalar(addScalars(v, ORDER - multiplyScalars(secret, c))));
}

/** Whether the proof holds, and the point is not the identity. Never throws on hostile bytes. */
export function provesLogarithm(purpose: ProofPurpose, point: Uint8Array, proof: Uint8Array): boolean {
  const A = decodePoint(point);
  const parts = partsOf(proof);
  if (A === undefined || parts === undefined) return false;
  const V = decodePoint(parts.commitment);
  if (V === undefined) return false;
  const c = challengeOf(SINGLE_LABEL, purpose, encodePoint(GENERATOR), parts.commitment, point);
  return linearCombination([GENERATOR, A], [parts.response, c]).equals(V);
}

/**
 * Proof of knowledge of all discrete logarithms a_i of n points A_i = a_i·G, in the space of one proof: R. Gennaro, D. Leigh, R. Sundaram, W. Yerazunis,
 * "Batching Schnorr identification scheme with applications to privacy-preserving authorization and low-bandwidth communication devices" (ASIACRYPT 2004), made
 * non-interactive by Fiat and Shamir.
 *
 * T = t·G for a fresh t, e = H(purpose, n, all A_i, bound, T), z = t + Σ e^i · a_i for i = 1 … n. The proof is T ‖ z, and holds if z·G = T + Σ e^i · A_i.
 *
 * Soundness: the answers z_0 … z_n to n + 1 different challenges for one T are a Vandermonde system in (t, a_1, …, a_n), which has one solution, so they give
 * all a_i at once. A prover that knows no solution can answer at most n challenges for each T, a share n/ℓ of them. With Q queries to H the knowledge error is
 * (Q + 1)·n/ℓ, and the extractor runs the prover some n·Q times at worst (T. Attema, S. Fehr, M. Klooß, "Fiat–Shamir transformation of multi-round interactive
 * proofs", TCC 2022): 2^-104 for n = 2^20 and Q = 2^128. It matters that e comes after all statements: with an e known before, Σ e^i · A_i alone could be made
 * to fit. The proof reveals nothing of the a_i: z is uniform through t, and T follows from z and e.
 *
 * @param secrets the a_i, packed, n × 32 bytes, none 0. @param points the A_i, packed. @param bound further data that the proof is bound to.
 */
export async function proveLogarithms(group: BatchGroup, purpose: ProofPurpose, secrets: Uint8Array, points: Uint8Array, ...bound: Part[]): Promise<Uint8Array> {
  const t = randomScalar();
  const commitment = await group.scaleBase(encodeScalar(t));
  const e = batchChallenge(purpose, points, bound, commitment);
  let sum = 0n;
  for (let at = secrets.length - SCALAR_LENGTH; at >= 0; at -= SCALAR_LENGTH) {
    sum = ((sum + fromLittleEndian(secrets.subarray(at, at + SCALAR_LENGTH))) * e) % ORDER;
  }
  return concat(commitment, encodeScalar(addScalars(t, sum)));
}

/** Whether the proof holds. Never throws on a hostile proof; throws `InvalidElement` for an invalid point or the identity. */
export async function provesLogarithms(group: Pick<BatchGroup, 'combine'>, purpose: ProofPurpose, points: Uint8Array, proof: Uint8Array, ...bound: Part[]): Promise<boolean> {
  const parts = partsOf(proof);
  if (parts === undefined || decodePoint(parts.commitment) === undefined) return false;
  const e = batchChallenge(purpose, points, bound, parts.commitment);
  const count = points.length / POINT_LENGTH;
  const scalars = new Uint8Array((count + 2) * SCALAR_LENGTH);
  let power = 1n;
  for (let i = 0; i < count; i++) {
    power = multiplyScalars(power, e);
    scalars.set(encodeScalar(power), i * SCALAR_LENGTH);
  }
  scalars.set(encodeScalar(1n), count * SCALAR_LENGTH);
  scalars.set(encodeScalar(addScalars(0n, ORDER - parts.response)), (count + 1) * SCALAR_LENGTH);
  const difference = await group.combine(scalars, concat(points, parts.commitment, encodePoint(GENERATOR)));
  return difference.every((byte) => byte === 0);
}

function batchChallenge(purpose: ProofPurpose, points: Uint8Array, bound: readonly Part[], commitment: Uint8Array): bigint {
  return challengeOf(BATCH_LABEL, purpose, encodePoint(GENERATOR), u32be(points.length / POINT_LENGTH), points, ...bound, commitment);
}

/** Uniform in [0, ℓ), RFC 9380 section 5.2. */
function challengeOf(kind: string, { label, sid, party }: ProofPurpose, ...parts: readonly Part[]): bigint {
  return ristretto255_hasher.hashToScalar(hashParts(kind, label, sid, u32be(party), ...parts), { DST: CHALLENGE_DST });
}

function partsOf(proof: Uint8Array): { commitment: Uint8Array; response: bigint } | undefined {
  const response = decodeScalar(proof.subarray(POINT_LENGTH));
  return proof.length !== PROOF_LENGTH || response === undefined ? undefined : { commitment: proof.subarray(0, POINT_LENGTH), response };
}
