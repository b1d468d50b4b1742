import { ByteTable } from '../../../crypto/byte-table.js';
import { readU32be, u32be } from '../../../crypto/bytes.js';
import { openOnce, OVERHEAD, sealOnce } from '../../../crypto/committing-aead.js';
import { randomBytes } from '../../../crypto/random.js';
import { inOrder, randomOrder } from '../../../crypto/shuffle.js';
import { bug } from '../../../errors.js';
import { deviation } from '../deviation.js';
import { PAYLOAD_KEY_LENGTH, TAG_LENGTH, type OprfValues } from './oprf-values.js';
import { piecesOf, receiveExactly } from './pieces.js';
import { boundTo, labelOf, type Matching } from './run.js';

/**
 * The delivery stage of private matching: the sender gives the receiver its tags, padded with random ones to the agreed number and
 * shuffled, and with each, where the agreement has payloads, a sealed text of one length. The receiver finds its own tags among them.
 *
 * Duplicates are refused over the whole list, whatever the receiver has, so that a refusal tells the sender nothing. For the same reason a
 * matched entry whose text does not open is not an error here: it would tell the sender that this item is on the receiver's list.
 */
export interface Matches {
  /** 1 for each of the receiver's own items that the sender has, in their order; otherwise 0. */
  readonly matched: Uint8Array;
  /** The text of each own item that matched; undefined for the others, and where the sender sealed something that does not open. Empty without payloads. */
  readonly payloads: readonly (Uint8Array | undefined)[];
}

const LENGTH_BYTES = 4;
const MESSAGE_BYTES = 2 ** 17;

/** Payloads of the sender's own items, in their order, each of at most `maxBytes`, which is agreed. */
export interface Payloads {
  readonly texts: readonly Uint8Array[];
  readonly maxBytes: number;
}

export function deliver(matching: Matching, { tags, payloadKeys }: OprfValues, payloads?: Payloads): void {
  const { context, run, onProgress } = matching;
  const count = tags.length / TAG_LENGTH;
  const width = entryBytes(payloads?.maxBytes);
  if (count > run.senderCap || (payloads !== undefined && payloads.texts.length !== count)) throw bug('a delivery of another number of items');
  // What is not overwritten stays random: dummies, which nobody can tell from sealed entries.
  const entries = randomBytes(run.senderCap * width);
  const ad = boundTo('mpc match payload v1', matching);
  for (let i = 0; i < count; i++) {
    entries.set(tags.subarray(i * TAG_LENGTH, (i + 1) * TAG_LENGTH), i * width);
    if (payloads === undefined) continue;
    const key = payloadKeys.subarray(i * PAYLOAD_KEY_LENGTH, (i + 1) * PAYLOAD_KEY_LENGTH);
    entries.set(sealOnce(key, ad, padText(payloads.texts[i], payloads.maxBytes)), i * width + TAG_LENGTH);
  }
  const shuffled = inOrder(entries, width, randomOrder(run.senderCap));
  for (const { from, to } of piecesOf(run.senderCap, perMessage(width))) {
    context.network.send(run.receiver, labelOf(run, 'tags'), shuffled.subarray(from * width, to * width));
    onProgress?.('delivering', to, run.senderCap);
  }
}

/** `maxBytes` of a payload, where the agreement has payloads. Throws DEVIATION, naming the sender. */
export async function takeDelivery(matching: Matching, { tags, payloadKeys }: OprfValues, maxBytes?: number): Promise<Matches> {
  const { context, run, onProgress } = matching;
  const count = tags.length / TAG_LENGTH;
  const width = entryBytes(maxBytes);
  const delivered = new ByteTable(run.senderCap, TAG_LENGTH);
  const sealed: Uint8Array[] = [];
  for (const { from, to } of piecesOf(run.senderCap, perMessage(width))) {
    const message = await receiveExactly(context, run.sender, labelOf(run, 'tags'), (to - from) * width, 'tags');
    for (let i = 0; i < to - from; i++) {
      const entry = message.subarray(i * width, (i + 1) * width);
      if (!delivered.add(entry.subarray(0, TAG_LENGTH), 0)) throw deviation(context, run.sender, 'sent a tag twice');
      if (maxBytes !== undefined) sealed.push(entry.subarray(TAG_LENGTH));
    }
    onProgress?.('delivering', to, run.senderCap);
  }

  const ad = boundTo('mpc match payload v1', matching);
  const places = Array.from({ length: count }, (_, i) => delivered.placeOf(tags, i));
  const open = (place: number | undefined, i: number) => {
    const entry = place === undefined ? undefined : sealed[place];
    return entry && unpadText(openOnce(payloadKeys.subarray(i * PAYLOAD_KEY_LENGTH, (i + 1) * PAYLOAD_KEY_LENGTH), ad, entry));
  };
  return { matched: Uint8Array.from(places, (place) => (place === undefined ? 0 : 1)), payloads: maxBytes === undefined ? [] : places.map(open) };
}

function entryBytes(maxBytes: number | undefined): number {
  return TAG_LENGTH + (maxBytes === undefined ? 0 : LENGTH_BYTES + maxBytes + OVERHEAD);
}

function perMessage(width: number): number {
  return Math.max(1, Math.floor(MESSAGE_BYTES / width));
}

/** length(4) ‖ text ‖ zeros. */
function padText(text: Uint8Array | undefined, maxBytes: number): Uint8Array {
  if (text === undefined || text.length > maxBytes) throw bug('a payload is longer than agreed');
  const padded = new Uint8Array(LENGTH_BYTES + maxBytes);
  padded.set(u32be(text.length));
  padded.set(text, LENGTH_BYTES);
  return padded;
}

/** Undefined unless it is what `padText` makes. */
function unpadText(padded: Uint8Array | undefined): Uint8Array | undefined {
  if (padded === undefined) return undefined;
  const length = readU32be(padded);
  if (length > padded.length - LENGTH_BYTES || padded.subarray(LENGTH_BYTES + length).some((byte) => byte !== 0)) return undefined;
  return padded.slice(LENGTH_BYTES, LENGTH_BYTES + length);
}
