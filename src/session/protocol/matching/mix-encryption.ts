import type { BatchGroup, OnDone } from '../../../crypto/batch/group.js';
import { randomScalars } from '../../../crypto/batch/scalars.js';
import { proveLogarithms, provesLogarithms, type ProofPurpose } from '../../../crypto/schnorr.js';
import { inOrder, randomOrder } from '../../../crypto/shuffle.js';
import { deviation } from '../deviation.js';
import type { ProtocolContext } from '../network.js';
import { blaming, ELEMENT, inPieces, repeated, slice } from './elements.js';
import { padItems } from './items.js';
import { hashItems } from './mix-items.js';
import type { Hooks } from '../hooks.js';
import { ITEM_LENGTH } from './direction.js';

const PROOF_LABEL = 'mpc match list proof v1';

/** ElGamal ciphertexts in the group, in two columns of packed points: entry i is (c1_i, c2_i) = (r·G, M + r·X). */
export interface Ciphertexts {
  readonly c1: Uint8Array;
  readonly c2: Uint8Array;
}

export interface EncryptedList {
  readonly entries: Ciphertexts;
  /** The proof that the sender knows all r. */
  readonly proof: Uint8Array;
}

/**
 * This party's list under the joint key, padded to its cap and shuffled. Mixing parties therefore learn neither how many entries are real, nor which.
 *
 * The proof of knowledge of the randomness prevents a party from submitting another's entry, or a multiple of one that it would recognise at the end. One proof
 * covers all r.
 */
export async function encryptList(context: ProtocolContext, group: BatchGroup, jointKey: Uint8Array, digests: Uint8Array, cap: number, { onProgress }: Hooks): Promise<EncryptedList> {
  const points = await hashItems(group, context.sid, inOrder(padItems(digests, cap), ITEM_LENGTH, randomOrder(cap)));
  const randomness = randomScalars(cap);
  const c2 = await inPieces(
    cap,
    async (from, to) => group.add(slice(points, from, to), await group.scaleEach(slice(randomness, from, to), repeated(jointKey, to - from))),
    (done) => onProgress?.('encrypting', done, cap),
  );
  const c1 = await group.scaleBase(randomness);
  const proof = await proveLogarithms(group, purposeOf(context, context.network.self), randomness, c1, jointKey, c2);
  randomness.fill(0);
  return { entries: { c1, c2 }, proof };
}

/**
 * Throws DEVIATION unless the party proves that it knows the randomness of all its entries, and each c1 is a point other than the identity. `onChecked` is told how
 * many entries are checked.
 */
export async function checkList(context: ProtocolContext, group: BatchGroup, jointKey: Uint8Array, party: number, { entries: { c1, c2 }, proof }: EncryptedList, onChecked?: OnDone): Promise<void> {
  const watched: Pick<BatchGroup, 'combine'> = { combine: async (scalars, points) => group.combine(scalars, points, (done) => onChecked?.(Math.min(done, c1.length / ELEMENT))) };
  const holds = await blaming(
    context,
    () => party,
    async () => provesLogarithms(watched, purposeOf(context, party), c1, proof, jointKey, c2),
  );
  if (!holds) throw deviation(context, party, 'encrypted its list without a proof that it knows how');
}

function purposeOf({ sid }: ProtocolContext, party: number): ProofPurpose {
  return { label: PROOF_LABEL, sid, party };
}
