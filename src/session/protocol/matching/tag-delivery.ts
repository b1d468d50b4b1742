import { pages } from '../../../crypto/pages.js';
import { fillRandomly } from '../../../crypto/random.js';
import { shuffledPositions } from '../../../crypto/shuffled-positions.js';
import { inTurns, type Steps } from '../../../crypto/steps.js';
import { TagTable } from '../../../crypto/tag-table.js';
import { bug } from '../../../errors.js';
import { TAG_LENGTH } from './oprf-values.js';
import { piecesOf, receiveExactly } from './pieces.js';
import { labelOf } from './direction.js';
import type { LargeMatching } from './psi-vole.js';

const WORDS = TAG_LENGTH / 4;
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
  const from = wordsOf(padded(tags, direction.senderCap));
  for (const piece of piecesOf(direction.senderCap, TAGS_PER_MESSAGE)) {
    context.network.send(direction.receiver, labelOf(direction, 'tags'), inOrder(from, order.subarray(piece.from, piece.to)));
    onProgress?.('delivering', piece.to, direction.senderCap);
    yield;
  }
}

/** The tags at these positions, concatenated. */
function inOrder(words: Uint32Array, positions: Uint32Array): Uint8Array {
  const tags = new Uint32Array(WORDS * positions.length);
  for (let i = 0; i < positions.length; i++) {
    const at = WORDS * (positions[i] as number);
    for (let k = 0; k < WORDS; k++) tags[WORDS * i + k] = words[at + k] as number;
  }
  return new Uint8Array(tags.buffer);
}

/**
 * Receives the sender's tags. Gives the comparison, still to be done: 1 for each of the receiver's own tags that the sender has too, in their order; otherwise
 * 0. Everything before the comparison takes the same time for every list of the receiver. Throws DEVIATION, naming the sender, if a message is not the expected
 * one.
 */
export async function takeTags({ context, direction, onProgress }: LargeMatching, own: Uint8Array): Promise<() => Promise<Uint8Array>> {
  if (own.length > TAG_LENGTH * direction.receiverCap) throw bug('more tags than agreed');
  // Made while the sender is still working.
  const table = await inTurns(TagTable.of(padded(own, direction.receiverCap)));
  const pieces: Uint8Array[] = [];
  for (const { from, to } of piecesOf(direction.senderCap, TAGS_PER_MESSAGE)) {
    pieces.push(await receiveExactly(context, direction.sender, labelOf(direction, 'tags'), TAG_LENGTH * (to - from), 'tags'));
    onProgress?.('delivering', to, direction.senderCap);
  }
  return async () => inTurns(marked(table, pieces, own.length / TAG_LENGTH));
}

function* marked(table: TagTable, pieces: readonly Uint8Array[], count: number): Steps<Uint8Array> {
  for (const piece of pieces) {
    table.mark(piece);
    yield;
  }
  return table.marked.slice(0, count);
}

/** The tags, followed by random ones, up to `cap`. The number of random bytes drawn does not depend on the number of tags. */
function padded(tags: Uint8Array, cap: number): Uint8Array {
  const all = pages(TAG_LENGTH * cap);
  fillRandomly(all);
  all.set(tags);
  return all;
}

function wordsOf(tags: Uint8Array): Uint32Array {
  return new Uint32Array(tags.buffer, tags.byteOffset, tags.length / 4);
}
