import { concat } from '../../../crypto/bytes.js';
import { randomBytes } from '../../../crypto/random.js';
import { shuffledElements } from '../../../crypto/shuffle-elements.js';
import { TagTable } from '../../../crypto/tag-table.js';
import { bug } from '../../../errors.js';
import { piecesOf, receiveExactly } from './pieces.js';
import { labelOf } from './run.js';
import type { LargeMatching } from './psi-vole.js';

const TAG_BYTES = 16;
/** Tags in one message: 1 MiB. */
const TAGS_PER_MESSAGE = 2 ** 16;

/** Sends the receiver the sender's tags (16 bytes each, all different), with random ones up to the agreed number among them, in random order. */
export function deliverTags({ context, run, onProgress }: LargeMatching, tags: Uint8Array): void {
  if (tags.length > TAG_BYTES * run.senderCap) throw bug('a delivery of more tags than agreed');
  const padding = randomBytes(TAG_BYTES * run.senderCap - tags.length);
  const shuffled = shuffledElements(concat(tags, padding));
  for (const { from, to } of piecesOf(run.senderCap, TAGS_PER_MESSAGE)) {
    context.network.send(run.receiver, labelOf(run, 'tags'), shuffled.subarray(TAG_BYTES * from, TAG_BYTES * to));
    onProgress?.('delivering', to, run.senderCap);
  }
}

/** 1 for each of the receiver's own tags that the sender has too, in their order; otherwise 0. Throws DEVIATION, naming the sender, where a message is not what is due. */
export async function takeTags({ context, run, onProgress }: LargeMatching, own: Uint8Array): Promise<Uint8Array> {
  // Made while the sender is still at work.
  const table = new TagTable(own);
  for (const { from, to } of piecesOf(run.senderCap, TAGS_PER_MESSAGE)) {
    table.mark(await receiveExactly(context, run.sender, labelOf(run, 'tags'), TAG_BYTES * (to - from), 'tags'));
    onProgress?.('delivering', to, run.senderCap);
  }
  return table.marked;
}
