import { ByteTable } from '../../../crypto/byte-table.js';
import { concat, readU32be, u32be } from '../../../crypto/bytes.js';
import { decryptOnce, encryptOnce, OVERHEAD } from '../../../crypto/committing-aead.js';
import { randomBytes } from '../../../crypto/random.js';
import { inOrder, randomOrder } from '../../../crypto/shuffle.js';
import { bug } from '../../../errors.js';
import { deviation } from '../deviation.js';
import { PAYLOAD_KEY_LENGTH, TAG_LENGTH, type OprfValues } from './oprf-values.js';
import { piecesOf, receiveExactly } from './pieces.js';
import type { ProtocolContext } from '../network.js';
import { boundTo, labelOf, type Matching, type Direction } from './direction.js';

/**
 * The delivery stage of private matching: the sender gives the receiver its tags, padded with random ones to the agreed number and shuffled. If the agreement
 * has payloads, each tag comes with a ciphertext of one length. The receiver finds its own tags among them.
 *
 * Duplicates are refused over the whole list, whatever the receiver has, so that a refusal tells the sender nothing. For the same reason, a matched entry whose
 * text does not open is not an error here: it would tell the sender that this item is on the receiver's list.
 */
export interface Matches {
  /** 1 for each of the receiver's own items that the sender has, in their order; otherwise 0. */
  readonly matched: Uint8Array;
  /**
   * The text of an own item that matched. Undefined for other items, if the ciphertext does not decrypt, and without payloads. It is opened here and not
   * before: opening takes time for each match, and within the session that time would show the sender how many there are.
   */
  readonly payloadOf: (item: number) => Uint8Array | undefined;
}

const LENGTH_BYTES = 4;
const MESSAGE_BYTES = 2 ** 17;

/** Everything about the session that is needed to read one of its tables. */
export interface TableContext {
  readonly context: Pick<ProtocolContext, 'sid' | 'names'>;
  readonly direction: Direction;
}

/** Payloads of the sender's own items, in their order, each of at most the agreed `maxBytes`. */
export interface Payloads {
  readonly texts: readonly Uint8Array[];
  readonly maxBytes: number;
}

/** The sender's entries, padded to the agreed number and shuffled. The receiver finds its own items among them. */
export function tableOf(matching: Pick<Matching, 'context' | 'direction'>, { tags, payloadKeys }: OprfValues, payloads?: Payloads): Uint8Array {
  const { direction } = matching;
  const count = tags.length / TAG_LENGTH;
  const width = entryBytes(payloads?.maxBytes);
  if (count > direction.senderCap || (payloads !== undefined && (payloads.texts.length !== count || payloadKeys.length !== count * PAYLOAD_KEY_LENGTH))) throw bug('a delivery of another number of items');
  const entries = new Uint8Array(direction.senderCap * width);
  // The rest stays random: dummies, which are encrypted as well, and take the same time.
  const [allTags, keys] = [randomBytes(direction.senderCap * TAG_LENGTH), randomBytes(payloads === undefined ? 0 : direction.senderCap * PAYLOAD_KEY_LENGTH)];
  allTags.set(tags);
  if (payloads !== undefined) keys.set(payloadKeys);
  const ad = boundTo('mpc match payload v1', matching);
  for (let i = 0; i < direction.senderCap; i++) {
    entries.set(allTags.subarray(i * TAG_LENGTH, (i + 1) * TAG_LENGTH), i * width);
    if (payloads === undefined) continue;
    const key = keys.subarray(i * PAYLOAD_KEY_LENGTH, (i + 1) * PAYLOAD_KEY_LENGTH);
    entries.set(encryptOnce(key, ad, padText(payloads.texts[i] ?? new Uint8Array(0), payloads.maxBytes)), i * width + TAG_LENGTH);
  }
  return inOrder(entries, width, randomOrder(direction.senderCap));
}

export function sendTable({ context, direction, onProgress }: Matching, table: Uint8Array): void {
  const width = table.length / direction.senderCap;
  for (const { from, to } of piecesOf(direction.senderCap, perMessage(width))) {
    context.network.send(direction.receiver, labelOf(direction, 'tags'), table.subarray(from * width, to * width));
    onProgress?.('delivering', to, direction.senderCap);
  }
}

/** `maxBytes` of a payload, if the agreement has payloads. Throws DEVIATION if a message has another length. */
export async function receiveTable({ context, direction, onProgress }: Matching, maxBytes?: number): Promise<Uint8Array> {
  const width = entryBytes(maxBytes);
  const pieces: Uint8Array[] = [];
  for (const { from, to } of piecesOf(direction.senderCap, perMessage(width))) {
    pieces.push(await receiveExactly(context, direction.sender, labelOf(direction, 'tags'), (to - from) * width, 'tags'));
    onProgress?.('delivering', to, direction.senderCap);
  }
  return concat(...pieces);
}

/** The bytes of a table with this many entries. */
export function tableBytes(entries: number, maxBytes?: number): number {
  return entries * entryBytes(maxBytes);
}

/**
 * A sender's table as the receiver holds it. The work of the constructor takes the same time for every list of the receiver. The rest does not, and waits until
 * the session is over.
 */
export class DeliveredTable {
  readonly #matching: TableContext;
  readonly #table: Uint8Array;
  readonly #width: number;
  readonly #tags: ByteTable;

  /**
   * `maxBytes` of a payload, if the agreement has payloads. Throws DEVIATION, naming the sender, if the table has another length than agreed, or holds a tag
   * twice.
   */
  constructor(matching: TableContext, table: Uint8Array, maxBytes?: number) {
    const { context, direction } = matching;
    this.#matching = matching;
    this.#table = table;
    this.#width = entryBytes(maxBytes);
    if (table.length !== direction.senderCap * this.#width) throw deviation(context, direction.sender, 'sent a list of another length than agreed');
    this.#tags = new ByteTable(direction.senderCap, TAG_LENGTH);
    for (let at = 0; at < table.length; at += this.#width) {
      if (!this.#tags.add(table.subarray(at, at + TAG_LENGTH), 0)) throw deviation(context, direction.sender, 'sent a tag twice');
    }
  }

  /** The receiver's own items in it. */
  matchesOf({ tags, payloadKeys }: OprfValues): Matches {
    const positions = Array.from({ length: tags.length / TAG_LENGTH }, (_, i) => this.#tags.positionOf(tags, i));
    const ad = boundTo('mpc match payload v1', this.#matching);
    const payloadOf = (item: number) => {
      const position = positions[item];
      if (position === undefined || this.#width === TAG_LENGTH) return undefined;
      const ciphertext = this.#table.subarray(position * this.#width + TAG_LENGTH, (position + 1) * this.#width);
      return unpadText(decryptOnce(payloadKeys.subarray(item * PAYLOAD_KEY_LENGTH, (item + 1) * PAYLOAD_KEY_LENGTH), ad, ciphertext));
    };
    return { matched: Uint8Array.from(positions, (position) => (position === undefined ? 0 : 1)), payloadOf };
  }

  /** How many of the receiver's tags are in it. */
  countOf(tags: Uint8Array): number {
    let count = 0;
    for (let i = 0; i < tags.length / TAG_LENGTH; i++) if (this.#tags.positionOf(tags, i) !== undefined) count += 1;
    return count;
  }
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

/** Undefined unless it has the form that `padText` makes. */
function unpadText(padded: Uint8Array | undefined): Uint8Array | undefined {
  if (padded === undefined) return undefined;
  const length = readU32be(padded);
  if (length > padded.length - LENGTH_BYTES || padded.subarray(LENGTH_BYTES + length).some((byte) => byte !== 0)) return undefined;
  return padded.slice(LENGTH_BYTES, LENGTH_BYTES + length);
}
