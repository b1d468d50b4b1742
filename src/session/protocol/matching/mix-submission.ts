import { concat } from '../../../crypto/bytes.js';
import { commit, NONCE_LENGTH, opens, type Commitment } from '../../../crypto/commitment.js';
import type { BatchGroup } from '../../../crypto/batch/group.js';
import { hashParts } from '../../../crypto/hash.js';
import { PROOF_LENGTH } from '../../../crypto/schnorr.js';
import { deviation } from '../deviation.js';
import type { ProtocolContext } from '../network.js';
import { checkPoints, ELEMENT, receiveElements, sendElements } from './elements.js';
import type { EncryptedList } from './mix-encryption.js';
import { firstOf, type MixRoles } from './mix-roles.js';
import { receiveExactly } from './pieces.js';

export const SUBMISSION_STEP = 'match/hand-in';
const LIST_STEP = 'match/list';
const QUESTIONS_STEP = 'match/questions';
const LIST_LABEL = 'mpc match list v1';
const QUESTIONS_LABEL = 'mpc match questions v1';

/** A commitment to what a party submits, made before it sees the others' submissions. */
export type Submission = Commitment;

export function commitToList({ sid, network: { self } }: ProtocolContext, list: EncryptedList): Submission {
  return commit(LIST_LABEL, sid, self, hashOf(list));
}

export function commitToQuestions({ sid, network: { self } }: ProtocolContext, points: Uint8Array): Submission {
  return commit(QUESTIONS_LABEL, sid, self, points);
}

/** A list goes only to the sender that mixes first: others have no use for it. */
export function submitList({ network }: ProtocolContext, roles: MixRoles, { entries, proof }: EncryptedList, { nonce }: Submission): void {
  const first = firstOf(roles);
  if (first === network.self) return;
  network.send(first, LIST_STEP, concat(nonce, proof));
  sendElements(network, first, LIST_STEP, entries.c1, ELEMENT);
  sendElements(network, first, LIST_STEP, entries.c2, ELEMENT);
}

/** Questions go to all senders: each checks that they are the committed ones. */
export function submitQuestions({ network }: ProtocolContext, { senders }: MixRoles, points: Uint8Array, { nonce }: Submission): void {
  for (const { seat } of senders) {
    network.send(seat, QUESTIONS_STEP, nonce);
    sendElements(network, seat, QUESTIONS_STEP, points, ELEMENT);
  }
}

/** Reads a submission of exactly `cap` entries, as committed. The points in it are not checked yet. Throws DEVIATION. */
export async function takeList(context: ProtocolContext, party: number, cap: number, commitment: Uint8Array | undefined): Promise<EncryptedList> {
  const head = await receiveExactly(context, party, LIST_STEP, NONCE_LENGTH + PROOF_LENGTH, 'the proof of its list');
  const c1 = await receiveElements(context, party, LIST_STEP, cap, ELEMENT);
  const c2 = await receiveElements(context, party, LIST_STEP, cap, ELEMENT);
  const list = { entries: { c1, c2 }, proof: head.subarray(NONCE_LENGTH) };
  checkOpening(context, party, commitment, LIST_LABEL, hashOf(list), head.subarray(0, NONCE_LENGTH));
  return list;
}

/** Reads as many points as the receiver's cap, none the identity, no two the same, as committed. Throws DEVIATION. */
export async function takeQuestions(context: ProtocolContext, group: BatchGroup, { receiver: { seat, cap } }: MixRoles, commitments: readonly Uint8Array[]): Promise<Uint8Array> {
  const nonce = await receiveExactly(context, seat, QUESTIONS_STEP, NONCE_LENGTH, 'the nonce of its questions');
  const points = await receiveElements(context, seat, QUESTIONS_STEP, cap, ELEMENT);
  checkOpening(context, seat, commitments[seat], QUESTIONS_LABEL, points, nonce);
  await checkPoints(context, group, seat, points);
  return points;
}

function checkOpening(context: ProtocolContext, party: number, commitment: Uint8Array | undefined, label: string, value: Uint8Array, nonce: Uint8Array): void {
  if (commitment !== undefined && opens(commitment, label, context.sid, party, value, nonce)) return;
  throw deviation(context, party, 'submitted something else than it had committed to');
}

function hashOf({ entries: { c1, c2 }, proof }: EncryptedList): Uint8Array {
  return hashParts('mpc match list hash v1', c1, c2, proof);
}
