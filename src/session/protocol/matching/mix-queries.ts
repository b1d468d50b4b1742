import { concat, u32be } from '../../../crypto/bytes.js';
import type { BatchGroup } from '../../../crypto/batch/group.js';
import { invertScalars, randomScalars } from '../../../crypto/batch/scalars.js';
import { generateProof, PROOF_LENGTH, verifyProof } from '../../../crypto/oprf/dleq.js';
import type { ProofPurpose } from '../../../crypto/schnorr.js';
import { inOrder, randomOrder } from '../../../crypto/shuffle.js';
import { bug } from '../../../errors.js';
import { deviation } from '../deviation.js';
import type { ProtocolContext } from '../network.js';
import { checkPoints, ELEMENT, inPieces, receiveElements, sendElements, slice } from './elements.js';
import { padItems } from './items.js';
import { hashItems } from './mix-items.js';
import type { MixKeys, MixSecrets } from './mix-keys.js';
import type { MixRoles } from './mix-roles.js';
import { piecesOf, type Piece } from './pieces.js';
import type { Hooks } from '../hooks.js';
import { ITEM_LENGTH } from './direction.js';

export const ANSWER_STEP = 'match/answer';
const PROOF_LABEL = 'mpc match mixed answer proof v1';

/** Questions that are answered at a time, with one proof. The next sender answers them while this one answers the next. */
const PER_BATCH = 512;

/** The receiver's items as it sends them, and what only it knows about them. */
export interface BlindedItems {
  /** As many points as its cap. */
  readonly points: Uint8Array;
  /** The factor b of each point. */
  readonly blinds: Uint8Array;
  /** For each point, the position of its item in the receiver's padded list. */
  readonly order: Uint32Array;
}

/** b·H(q) for each item, padded to the cap, in random order, each with a b of its own. All of them are uniform, whatever the items are. */
export async function blindItems(group: BatchGroup, sid: Uint8Array, digests: Uint8Array, cap: number, { onProgress }: Hooks = {}): Promise<BlindedItems> {
  const order = randomOrder(cap);
  const blinds = randomScalars(cap);
  const hashed = await hashItems(group, sid, inOrder(padItems(digests, cap), ITEM_LENGTH, order));
  const points = await inPieces(
    cap,
    async (from, to) => group.scaleEach(slice(blinds, from, to), slice(hashed, from, to)),
    (done) => onProgress?.('blinding', done, cap),
  );
  return { points, blinds, order };
}

/** s_1 · … · s_k · H(q) for the receiver's padded list, in its order, from the last answer. Erases the blinds. */
export async function unblind(group: BatchGroup, { blinds, order }: BlindedItems, answers: Uint8Array, { onProgress }: Hooks = {}): Promise<Uint8Array> {
  const inverses = invertScalars(blinds);
  blinds.fill(0);
  const unblinded = await inPieces(
    order.length,
    async (from, to) => group.scaleEach(slice(inverses, from, to), slice(answers, from, to)),
    (done) => onProgress?.('unblinding', done, order.length),
  );
  inverses.fill(0);
  const placed = new Uint8Array(unblinded.length);
  order.forEach((position, i) => placed.set(slice(unblinded, i, i + 1), position * ELEMENT));
  return placed;
}

/**
 * The receiver's points go through all senders. Each multiplies them by its s and proves that it used the s of its key. Every later sender and the receiver get
 * each answer, with the proof, from the party that gave it. So a sender multiplies s_1 · … · s_(j−1) · a for the committed a, and nothing else. If the points
 * passed through the receiver alone, each sender would multiply whatever the receiver likes.
 *
 * They go through in batches, each with its proofs: all points were committed to before the first is answered, so no answer can bear on a later question.
 *
 * @param points what the receiver committed to. @returns the last answer, for the receiver; for a sender its own. Throws DEVIATION.
 */
export async function answerQueries(
  context: ProtocolContext,
  group: BatchGroup,
  roles: MixRoles,
  keys: MixKeys,
  secrets: MixSecrets | undefined,
  points: Uint8Array,
  { onProgress }: Hooks,
): Promise<Uint8Array> {
  const own = roles.senders.findIndex(({ seat }) => seat === context.network.self);
  const answers: Uint8Array[] = [];
  for (const batch of batchesOf(points)) {
    let current = slice(points, batch.from, batch.to);
    for (const [step, { seat }] of roles.senders.entries()) {
      const purpose = purposeOf(context, seat);
      const key = exponentOf(keys, step);
      const position = u32be(batch.from);
      if (step === own && secrets !== undefined) {
        const answer = await group.scale(secrets.exponent, current);
        onProgress?.('answering', batch.to, roles.receiver.cap);
        const proof = await generateProof(group, purpose, secrets.exponent, key, current, answer, position);
        for (const to of [roles.receiver.seat, ...roles.senders.slice(step + 1).map((each) => each.seat)]) {
          sendElements(context.network, to, ANSWER_STEP, answer, ELEMENT);
          sendElements(context.network, to, ANSWER_STEP, proof, PROOF_LENGTH);
        }
        current = answer;
        break;
      }
      const answer = await receiveElements(context, seat, ANSWER_STEP, batch.to - batch.from, ELEMENT);
      const proof = await receiveElements(context, seat, ANSWER_STEP, 1, PROOF_LENGTH);
      await checkPoints(context, group, seat, answer);
      if (!(await verifyProof(group, purpose, key, current, answer, proof, position))) throw deviation(context, seat, 'answered with another key than its own');
      current = answer;
    }
    answers.push(current);
  }
  return concat(...answers);
}

function purposeOf({ sid }: ProtocolContext, party: number): ProofPurpose {
  return { label: PROOF_LABEL, sid, party };
}

function batchesOf(points: Uint8Array): readonly Piece[] {
  return piecesOf(points.length / ELEMENT, PER_BATCH);
}

function exponentOf({ exponent }: MixKeys, step: number): Uint8Array {
  const key = exponent[step];
  if (key === undefined) throw bug('an answer of a sender that is none');
  return key;
}
