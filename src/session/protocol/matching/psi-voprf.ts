import { encodeScalar } from '../../../crypto/scalar.js';
import { ByteTable } from '../../../crypto/byte-table.js';
import { concat, u32be } from '../../../crypto/bytes.js';
import { generateProof, PROOF_LENGTH, verifyProof } from '../../../crypto/oprf/dleq.js';
import { blind, blindEvaluate, evaluate, finalize, generateKeyPair } from '../../../crypto/oprf/voprf.js';
import type { ProofPurpose } from '../../../crypto/schnorr.js';
import { inOrder, randomOrder } from '../../../crypto/shuffle.js';
import { deviation } from '../deviation.js';
import { countItems, padItems } from './items.js';
import { OprfCollector, type OprfValues } from './oprf-values.js';
import { piecesOf, receiveExactly, refusing, sideBySide } from './pieces.js';
import { inputsOf, ITEM_LENGTH, labelOf, POINTS_PER_MESSAGE, type Matching } from './direction.js';

const INPUT = 'mpc match item v1';
const PROOF_LABEL = 'mpc match answer proof v1';
const POINT_LENGTH = 32;

/**
 * The oblivious stage of private matching: RFC 9497's verifiable oblivious pseudorandom function (mode VOPRF, suite ristretto255-SHA512). The sender has the
 * function's key, fresh for this direction. Both parties obtain the function's values at their own items. The sender learns nothing of the receiver's items,
 * and the receiver nothing of the function elsewhere. `deliver.ts` has the next stage.
 *
 * 1. The sender sends its public key.
 * 2. The receiver pads its items to the agreed number, puts them in random order, blinds each, and sends the points.
 * 3. The sender evaluates each, once, and proves, message by message, that it was under that key.
 * 4. The receiver verifies the proofs and unblinds.
 *
 * `docs/protocols/psi.md` has the functionality, the argument, and what is not promised.
 */

/**
 * The receiver's side. `items`: packed digests, all different, at most `run.receiverCap`. Throws DEVIATION, naming the sender, if a proof does not verify, or a
 * message is not the expected one.
 */
export async function receiveVoprf(matching: Matching, items: Uint8Array, { withPayloadKeys = false } = {}): Promise<OprfValues> {
  const { context, group, direction, onProgress } = matching;
  const { sender, receiverCap } = direction;
  const values = new OprfCollector(matching, countItems(items, receiverCap), withPayloadKeys);
  const publicKey = await receivePublicKey(matching);
  const order = randomOrder(receiverCap);
  const padded = inOrder(padItems(items, receiverCap), ITEM_LENGTH, order);
  const asked: (Awaited<ReturnType<typeof blind>> & ReturnType<typeof inputsOf>)[] = [];
  const pieces = piecesOf(receiverCap, POINTS_PER_MESSAGE);

  const ask = async (go: () => void) => {
    for (const { from, to } of pieces) {
      go();
      const hashed = inputsOf(INPUT, matching, padded.subarray(from * ITEM_LENGTH, to * ITEM_LENGTH));
      const question = { ...hashed, ...(await blind(group, hashed.inputs, hashed.length)) };
      go();
      asked.push(question);
      context.network.send(sender, labelOf(direction, 'points'), question.blinded);
      onProgress?.('blinding', to, receiverCap);
    }
  };

  const hear = async (go: () => void) => {
    for (const { index, from, to } of pieces) {
      const answer = await receiveExactly(context, sender, labelOf(direction, 'answers'), (to - from) * POINT_LENGTH + PROOF_LENGTH, 'an answer');
      go();
      const question = asked[index];
      if (question === undefined) throw deviation(context, sender, 'answered before it was asked');
      const evaluated = answer.subarray(0, -PROOF_LENGTH);
      await checkProof(matching, { publicKey, from, blinded: question.blinded, evaluated, proof: answer.subarray(-PROOF_LENGTH) });
      const outputs = await finalize(group, question.inputs, question.length, question.blinds, evaluated);
      question.blinds.fill(0);
      for (let i = from; i < to; i++) values.put(order[i] as number, outputs, i - from);
      onProgress?.('unblinding', to, receiverCap);
    }
  };

  await sideBySide(ask, hear);
  return values;
}

/**
 * The sender's side. `items`: packed digests, all different, at most `run.senderCap`. Throws DEVIATION, naming the receiver, if a point is invalid, is the
 * identity, or came before. No honest receiver sends such a point.
 */
export async function sendVoprf(matching: Matching, items: Uint8Array, { withPayloadKeys = false } = {}): Promise<OprfValues> {
  const { context, group, direction, onProgress } = matching;
  const { receiver, receiverCap, senderCap } = direction;
  const values = new OprfCollector(matching, countItems(items, senderCap), withPayloadKeys);
  const padded = padItems(items, senderCap);
  const { secretKey, publicKey } = await generateKeyPair(group);
  context.network.send(receiver, labelOf(direction, 'key'), publicKey);

  const answer = async (go: () => void) => {
    const seen = new ByteTable(receiverCap, POINT_LENGTH);
    for (const { from, to } of piecesOf(receiverCap, POINTS_PER_MESSAGE)) {
      const points = await receiveExactly(context, receiver, labelOf(direction, 'points'), (to - from) * POINT_LENGTH, 'points');
      go();
      for (let i = 0; i < to - from; i++) if (!seen.add(points, i)) throw deviation(context, receiver, 'sent a point twice');
      const evaluated = await blindEvaluate(group, secretKey, points).catch(refusing(context, receiver, 'sent a point that is not of the group, or is its identity'));
      const proof = await generateProof(group, purposeOf(matching), secretKey, publicKey, points, evaluated, ...boundOf(matching, from));
      go();
      context.network.send(receiver, labelOf(direction, 'answers'), concat(evaluated, proof));
      onProgress?.('evaluating', to, receiverCap);
    }
  };

  const evaluateOwn = async (go: () => void) => {
    for (const { from, to } of piecesOf(senderCap, POINTS_PER_MESSAGE)) {
      go();
      const { inputs, length } = inputsOf(INPUT, matching, padded.subarray(from * ITEM_LENGTH, to * ITEM_LENGTH));
      const outputs = await evaluate(group, secretKey, inputs, length);
      for (let i = from; i < to; i++) values.put(i, outputs, i - from);
    }
  };

  await sideBySide(answer, evaluateOwn).finally(() => secretKey.fill(0));
  return values;
}

async function receivePublicKey({ context, group, direction }: Matching): Promise<Uint8Array> {
  const publicKey = await receiveExactly(context, direction.sender, labelOf(direction, 'key'), POINT_LENGTH, 'a public key');
  // Scaling by one only decodes the point.
  await group.scale(encodeScalar(1n), publicKey).catch(refusing(context, direction.sender, 'sent a public key that is not of the group, or is its identity'));
  return publicKey;
}

interface Answer {
  readonly publicKey: Uint8Array;
  /** The position of its first point among all. */
  readonly from: number;
  readonly blinded: Uint8Array;
  readonly evaluated: Uint8Array;
  readonly proof: Uint8Array;
}

async function checkProof(matching: Matching, { publicKey, from, blinded, evaluated, proof }: Answer): Promise<void> {
  const { context, group, direction } = matching;
  const isProven = await verifyProof(group, purposeOf(matching), publicKey, blinded, evaluated, proof, ...boundOf(matching, from)).catch(
    refusing(context, direction.sender, 'answered with a point that is not of the group, or is its identity'),
  );
  if (!isProven) throw deviation(context, direction.sender, 'did not prove that it used the one key for all items');
}

function purposeOf({ context, direction }: Matching): ProofPurpose {
  return { label: PROOF_LABEL, sid: context.sid, party: direction.sender };
}

/** A proof is valid only for this receiver, and for this part of its questions. */
function boundOf({ direction }: Matching, from: number): Uint8Array[] {
  return [u32be(direction.receiver), u32be(from)];
}
