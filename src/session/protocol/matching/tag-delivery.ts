import { fillRandomly } from '../../../crypto/random.js';
import { shuffledPositions } from '../../../crypto/shuffled-positions.js';
import { inTurns, type Steps } from '../../../crypto/steps.js';
import { TagStore, TagTable } from '../../../crypto/tag-table.js';
import { bug } from '../../../errors.js';
import { TAG_LENGTH } from './oprf-values.js';
import { piecesOf, receiveExactly } from './pieces.js';
import { labelOf } from './direction.js';
import type { LargeMatching } from './psi-vole.js';

/** Tags in one message: 1 MiB. */
const TAGS_PER_MESSAGE = 2 ** 16;

/** The order of a sender's tags in the delivery. Draw it while waiting. */
export async function drawOrder({ direction }: LargeMatching): Promise<Uint32Array> {
  return inTurns(shuffledPositions(direction.senderCap));
}

/**
 * Sends the receiver the sender's tags (16 bytes each, all different), with random ones up to the agreed number among them, in the order from `drawOrder`,
 * which must be fresh.
 */
export async function deliverTags(matching: LargeMatching, tags: Uint8Array, order: Uint32Array): Promise<void> {
  const { senderCap } = matching.direction;
  if (tags.length > TAG_LENGTH * senderCap || order.length !== senderCap) throw bug('a delivery of more tags than agreed');
  await inTurns(deliverPieces(matching, tags, order));
}

function* deliverPieces({ context, direction, onProgress }: LargeMatching, tags: Uint8Array, order: Uint32Array): Steps<void> {
  const store = new TagStore(direction.senderCap);
  fillRandomly(store.tags);
  store.tags.set(tags);
  for (const piece of piecesOf(direction.senderCap, TAGS_PER_MESSAGE)) {
    context.network.send(direction.receiver, labelOf(direction, 'tags'), store.at(order.subarray(piece.from, piece.to)));
    onProgress?.('delivering', piece.to, direction.senderCap);
    yield;
  }
}

/**
 * Receives the sender's tags. Gives the comparison, still to be done: 1 for each of the receiver's own tags that the sender has too, in their order; otherwise
 * 0. Everything before the comparison takes the same time for every list of the receiver. Throws DEVIATION, naming the sender, if a message is not the expected
 * one.
 */
export async function takeTags({ context, direction, onProgress }: LargeMatching, own: Uint8Array): Promise<() => Promise<Uint8Array>> {
  if (own.length > TAG_LENGTH * direction.receiverCap) throw bug('more tags than agreed');
  const table = new TagTable(direction.receiverCap, direction.senderCap);
  // This is done while the sender is still working.
  await inTurns(addPadded(table, own, direction.receiverCap));
  for (const { from, to } of piecesOf(direction.senderCap, TAGS_PER_MESSAGE)) {
    const tags = await receiveExactly(context, direction.sender, labelOf(direction, 'tags'), TAG_LENGTH * (to - from), 'tags');
    await inTurns(table.addOthers(tags));
    onProgress?.('delivering', to, direction.senderCap);
  }
  return async () => (await inTurns(table.compare())).slice(0, own.length / TAG_LENGTH);
}

/** The tags, followed by random ones, up to `cap`. The number of random bytes drawn does not depend on the number of tags. */
function* addPadded(table: TagTable, tags: Uint8Array, cap: number): Steps<void> {
  const memory = new Uint8Array(TAG_LENGTH * Math.min(cap, TAGS_PER_MESSAGE));
  for (const { from, to } of piecesOf(cap, TAGS_PER_MESSAGE)) {
    const piece = memory.subarray(0, TAG_LENGTH * (to - from));
    fillRandomly(piece);
    piece.set(tags.subarray(TAG_LENGTH * from, TAG_LENGTH * to));
    yield* table.addOwn(piece);
  }
}
