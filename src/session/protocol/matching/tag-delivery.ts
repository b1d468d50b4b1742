import { randomBytes } from '../../../crypto/random.js';
import { randomOrder } from '../../../crypto/shuffle.js';
import { matchingTags } from '../../../crypto/tag-table.js';
import { bug } from '../../../errors.js';
import { piecesOf, receiveExactly } from './pieces.js';
import { labelOf } from './run.js';
import type { LargeMatching } from './psi-vole.js';

const TAG_BYTES = 16;
const WORDS = 4;
/** Tags in one message: 1 MiB. */
const TAGS_PER_MESSAGE = 2 ** 16;

/** Sends the receiver the sender's tags (16 bytes each, all different), with random ones up to the agreed number among them, in random order. */
export function deliverTags({ context, run, onProgress }: LargeMatching, tags: Uint8Array): void {
  if (tags.length > TAG_BYTES * run.senderCap) throw bug('a delivery of more tags than agreed');
  const padded = randomBytes(TAG_BYTES * run.senderCap);
  padded.set(tags);
  const shuffled = inOrder(padded, randomOrder(run.senderCap));
  for (const { from, to } of piecesOf(run.senderCap, TAGS_PER_MESSAGE)) {
    context.network.send(run.receiver, labelOf(run, 'tags'), shuffled.subarray(TAG_BYTES * from, TAG_BYTES * to));
    onProgress?.('delivering', to, run.senderCap);
  }
}

/** 1 for each of the receiver's own tags that the sender has too, in their order; otherwise 0. Throws DEVIATION, naming the sender, where a message is not what is due. */
export async function takeTags({ context, run, onProgress }: LargeMatching, own: Uint8Array): Promise<Uint8Array> {
  const delivered = new Uint8Array(TAG_BYTES * run.senderCap);
  for (const { from, to } of piecesOf(run.senderCap, TAGS_PER_MESSAGE)) {
    delivered.set(await receiveExactly(context, run.sender, labelOf(run, 'tags'), TAG_BYTES * (to - from), 'tags'), TAG_BYTES * from);
    onProgress?.('delivering', to, run.senderCap);
  }
  return matchingTags(own, delivered);
}

/** Tag i of the result is tag order[i]. By words: a call for each of millions of tags would take longer than all else here. */
function inOrder(tags: Uint8Array, order: Uint32Array): Uint8Array {
  const from = new Uint32Array(tags.buffer, tags.byteOffset, tags.length / 4);
  const to = new Uint32Array(from.length);
  for (let i = 0; i < order.length; i++) {
    const start = WORDS * (order[i] as number);
    for (let k = 0; k < WORDS; k++) to[WORDS * i + k] = from[start + k] as number;
  }
  return new Uint8Array(to.buffer);
}
