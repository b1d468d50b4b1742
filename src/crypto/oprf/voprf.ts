import { concat, utf8 } from '../bytes.js';
import { countOf, isZero } from '../batch/checks.js';
import type { BatchGroup } from '../batch/group.js';
import { invertScalars, randomScalars } from '../batch/scalars.js';
import { sha512 } from '../primitives/sha2.js';
import { DERIVE_KEY_PAIR_DST, HASH_TO_GROUP_DST, hashToScalar, prefixed, twoBytes } from './suite.js';

/**
 * RFC 9497, a verifiable oblivious pseudorandom function, suite ristretto255-SHA512, over many inputs at once. Inputs are packed and have one length of at most
 * 65 535 bytes; points and scalars are as in `BatchGroup`. The proofs are in `dleq.ts`.
 */
export interface KeyPair {
  /** 32 bytes, a scalar. */
  readonly secretKey: Uint8Array;
  /** 32 bytes, a point. */
  readonly publicKey: Uint8Array;
}

/** Bytes of the function's value. */
export const OUTPUT_LENGTH = 64;
const POINT_LENGTH = 32;
const FINALIZE = utf8('Finalize');

/** GenerateKeyPair of section 3.2. */
export async function generateKeyPair(group: BatchGroup): Promise<KeyPair> {
  const secretKey = randomScalars(1);
  return { secretKey, publicKey: await group.scaleBase(secretKey) };
}

/** DeriveKeyPair of section 3.2.1, from a seed of 32 bytes: for test vectors. */
export async function deriveKeyPair(group: BatchGroup, seed: Uint8Array, info: Uint8Array): Promise<KeyPair> {
  if (seed.length !== 32) throw new RangeError('a seed has 32 bytes');
  for (let counter = 0; counter < 256; counter++) {
    const secretKey = hashToScalar(concat(seed, prefixed(info), Uint8Array.of(counter)), DERIVE_KEY_PAIR_DST);
    if (!isZero(secretKey)) return { secretKey, publicKey: await group.scaleBase(secretKey) };
  }
  throw new Error('no key can be derived from this seed');
}

/** Blind: r_i · H(input_i), with fresh r_i unless they are given. */
export async function blind(group: BatchGroup, inputs: Uint8Array, length: number, blinds = randomScalars(countOf(inputs, length))): Promise<{ blinds: Uint8Array; blinded: Uint8Array }> {
  return { blinds, blinded: await group.scaleEach(blinds, await hashInputs(group, inputs, length)) };
}

/** BlindEvaluate, without its proof. Throws InvalidElement if one of the points is invalid or the identity. */
export async function blindEvaluate(group: BatchGroup, secretKey: Uint8Array, blinded: Uint8Array): Promise<Uint8Array> {
  return group.scale(secretKey, blinded);
}

/** Finalize, after the proof has been verified: the values, 64 bytes each. Throws InvalidElement as `blindEvaluate`. */
export async function finalize(group: BatchGroup, inputs: Uint8Array, length: number, blinds: Uint8Array, evaluated: Uint8Array): Promise<Uint8Array> {
  return outputs(inputs, length, await group.scaleEach(invertScalars(blinds), evaluated));
}

/** Evaluate: the same values, computed by the holder of the key. */
export async function evaluate(group: BatchGroup, secretKey: Uint8Array, inputs: Uint8Array, length: number): Promise<Uint8Array> {
  return outputs(inputs, length, await group.scale(secretKey, await hashInputs(group, inputs, length)));
}

async function hashInputs(group: BatchGroup, inputs: Uint8Array, length: number): Promise<Uint8Array> {
  if (length > 0xffff) throw new RangeError('an input has at most 65 535 bytes');
  return group.hashToGroup(inputs, length, HASH_TO_GROUP_DST);
}

function outputs(inputs: Uint8Array, length: number, points: Uint8Array): Uint8Array {
  const count = countOf(points, POINT_LENGTH);
  const values = new Uint8Array(count * OUTPUT_LENGTH);
  const lengths = [twoBytes(length), twoBytes(POINT_LENGTH)] as const;
  for (let i = 0; i < count; i++) {
    const input = inputs.subarray(i * length, (i + 1) * length);
    const point = points.subarray(i * POINT_LENGTH, (i + 1) * POINT_LENGTH);
    values.set(sha512(concat(lengths[0], input, lengths[1], point, FINALIZE)), i * OUTPUT_LENGTH);
  }
  return values;
}
