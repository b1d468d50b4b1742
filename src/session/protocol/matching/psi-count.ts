import { invertScalars, randomScalars } from '../../../crypto/batch/scalars.js';
import { ByteTable } from '../../../crypto/byte-table.js';
import { concat, utf8 } from '../../../crypto/bytes.js';
import { hashParts } from '../../../crypto/hash.js';
import { inOrder, randomOrder } from '../../../crypto/shuffle.js';
import { deviation } from '../deviation.js';
import { countItems, padItems } from './items.js';
import { TAG_LENGTH } from './oprf-values.js';
import { piecesOf, receiveExactly, refusing, sideBySide } from './pieces.js';
import { boundTo, inputsOf, ITEM_LENGTH, labelOf, POINTS_PER_MESSAGE, type Matching } from './direction.js';

const INPUT = 'mpc match count item v1';
const DST = utf8('mpc match count v1 ristretto255_XMD:SHA-512_R255MAP_RO_');
const POINT_LENGTH = 32;
const NO_POINT = 'sent a point that is not of the group, or is its identity';

/**
 * How many items two lists have in common, and not which: De Cristofaro, Gasti and Tsudik, "Fast and Private Computation of Cardinality of Set
 * Intersection and Union" (CANS 2012, eprint 2011/141).
 *
 * 1. The receiver sends r·H(x) for each of its items, padded and in random order, with one r for all.
 * 2. The sender multiplies each by its key k, and sends them back in another random order; with them its tags
 *    H2(sid, k·H(y)), padded and shuffled.
 * 3. The receiver removes r, hashes in the same way, and counts the tags that are there.
 *
 * Guarantees against each party:
 * - A sender, whatever it does, learns nothing of the receiver's list: r·H(x) are random to it (DDH). But it can set the count to any value, because shuffled
 *   answers cannot be proved one by one.
 * - A receiver that follows the protocol learns the count and nothing else of the sender's list. A receiver that deviates can learn *which* items match: it
 *   blinds each item by another number and tries all of them on each answer. Repeated points are refused; this deviation is not detected. It cannot learn about
 *   items that it did not send.
 */

/**
 * The receiver's side: the tags of its own items, in no particular order. It counts those that are in the sender's table (`deliver.ts`). Throws DEVIATION,
 * naming the sender.
 */
export async function receiveCountTags(matching: Matching, items: Uint8Array): Promise<Uint8Array> {
  const { context, group, direction, onProgress } = matching;
  const { sender, receiverCap } = direction;
  countItems(items, receiverCap);
  const padded = inOrder(padItems(items, receiverCap), ITEM_LENGTH, randomOrder(receiverCap));
  const r = randomScalars(1);
  const inverse = invertScalars(r);
  const own = new Uint8Array(receiverCap * TAG_LENGTH);

  const ask = async (go: () => void) => {
    for (const { from, to } of piecesOf(receiverCap, POINTS_PER_MESSAGE)) {
      go();
      const blinded = await group.scale(r, await hashItems(matching, padded.subarray(from * ITEM_LENGTH, to * ITEM_LENGTH)));
      go();
      context.network.send(sender, labelOf(direction, 'points'), blinded);
      onProgress?.('blinding', to, receiverCap);
    }
  };

  const hear = async (go: () => void) => {
    const seen = new ByteTable(receiverCap, POINT_LENGTH);
    for (const { from, to } of piecesOf(receiverCap, POINTS_PER_MESSAGE)) {
      const answers = await receiveExactly(context, sender, labelOf(direction, 'answers'), (to - from) * POINT_LENGTH, 'answers');
      go();
      for (let i = 0; i < to - from; i++) if (!seen.add(answers, i)) throw deviation(context, sender, 'sent an answer twice');
      const tags = tagsOf(matching, await group.scale(inverse, answers).catch(refusing(context, sender, NO_POINT)));
      own.set(tags, from * TAG_LENGTH);
      onProgress?.('unblinding', to, receiverCap);
    }
  };

  // A party that computes also listens, so it learns at once that the other is gone.
  await sideBySide(ask, hear).finally(() => [r, inverse].forEach((scalar) => scalar.fill(0)));

  return own;
}

/** The sender's side: answers, and makes the shuffled table of its own tags, which still has to be delivered. Throws DEVIATION, naming the receiver. */
export async function sendCountAnswers(matching: Matching, items: Uint8Array): Promise<Uint8Array> {
  const { context, group, direction, onProgress } = matching;
  const { receiver, receiverCap, senderCap } = direction;
  countItems(items, senderCap);
  const padded = padItems(items, senderCap);
  const k = randomScalars(1);
  const answers: Uint8Array[] = [];
  const tags: Uint8Array[] = [];

  const evaluate = async (go: () => void) => {
    const seen = new ByteTable(receiverCap, POINT_LENGTH);
    for (const { from, to } of piecesOf(receiverCap, POINTS_PER_MESSAGE)) {
      const points = await receiveExactly(context, receiver, labelOf(direction, 'points'), (to - from) * POINT_LENGTH, 'points');
      go();
      // A receiver that sends a point twice would recognise its two answers, whatever their order.
      for (let i = 0; i < to - from; i++) if (!seen.add(points, i)) throw deviation(context, receiver, 'sent a point twice');
      answers.push(await group.scale(k, points).catch(refusing(context, receiver, NO_POINT)));
      onProgress?.('evaluating', to, receiverCap);
    }
  };

  const evaluateOwn = async (go: () => void) => {
    for (const { from, to } of piecesOf(senderCap, POINTS_PER_MESSAGE)) {
      go();
      tags.push(tagsOf(matching, await group.scale(k, await hashItems(matching, padded.subarray(from * ITEM_LENGTH, to * ITEM_LENGTH)))));
    }
  };

  await sideBySide(evaluate, evaluateOwn).finally(() => k.fill(0));
  sendShuffled(matching, 'answers', concat(...answers), POINT_LENGTH, POINTS_PER_MESSAGE);
  return inOrder(concat(...tags), TAG_LENGTH, randomOrder(senderCap));
}

function sendShuffled({ context, direction }: Matching, step: string, rows: Uint8Array, width: number, perMessage: number): void {
  const count = rows.length / width;
  const shuffled = inOrder(rows, width, randomOrder(count));
  for (const { from, to } of piecesOf(count, perMessage)) context.network.send(direction.receiver, labelOf(direction, step), shuffled.subarray(from * width, to * width));
}

async function hashItems(matching: Matching, items: Uint8Array): Promise<Uint8Array> {
  const { inputs, length } = inputsOf(INPUT, matching, items);
  return matching.group.hashToGroup(inputs, length, DST);
}

/** H2(sid, sender, receiver, point) of each. */
function tagsOf(matching: Matching, points: Uint8Array): Uint8Array {
  const bound = boundTo('mpc match count tag v1', matching);
  const tags = new Uint8Array((points.length / POINT_LENGTH) * TAG_LENGTH);
  for (let i = 0; i < points.length / POINT_LENGTH; i++) {
    tags.set(hashParts('mpc match count tag v1', bound, points.subarray(i * POINT_LENGTH, (i + 1) * POINT_LENGTH)).subarray(0, TAG_LENGTH), i * TAG_LENGTH);
  }
  return tags;
}
