import { ByteTable } from '../../../crypto/byte-table.js';
import { commit, NONCE_LENGTH, opens, type Commitment } from '../../../crypto/commitment.js';
import { hashParts } from '../../../crypto/hash.js';
import { randomBytes } from '../../../crypto/random.js';
import { inOrder, randomOrder } from '../../../crypto/shuffle.js';
import { deviation } from '../deviation.js';
import type { ProtocolContext } from '../network.js';
import { checkDistinct, ELEMENT, receiveElements, sendElements } from './elements.js';
import { lastOf, poolSize, type MixRoles } from './mix-roles.js';
import { TAG_LENGTH } from './oprf-values.js';
import { receiveExactly } from './pieces.js';

const TABLE_STEP = 'match/table';
const TAG_LABEL = 'mpc match mixed tag v1';
const TABLE_LABEL = 'mpc match table v1';

/** Tags of all lists, and the commitment to them that was broadcast before any question was answered. */
export interface Table extends Commitment {
  readonly tags: Uint8Array;
}

/** H2(sid, P) of each point, packed. */
export function tagsOf(sid: Uint8Array, points: Uint8Array): Uint8Array {
  const count = points.length / ELEMENT;
  const tags = new Uint8Array(count * TAG_LENGTH);
  for (let i = 0; i < count; i++) tags.set(hashParts(TAG_LABEL, sid, points.subarray(i * ELEMENT, (i + 1) * ELEMENT)).subarray(0, TAG_LENGTH), i * TAG_LENGTH);
  return tags;
}

/**
 * Makes the table for the receiver, from block after block: each tag once, however many lists it came from, and a random one in place of each repetition, all
 * blocks shuffled together. It reveals neither how many lists an item is on, nor how far the lists overlap, nor in which block a tag was.
 */
export class TableMaker {
  readonly #context: ProtocolContext;
  readonly #seen: ByteTable;
  readonly #tags: Uint8Array;
  #count = 0;

  constructor(context: ProtocolContext, entries: number) {
    this.#context = context;
    this.#seen = new ByteTable(entries, TAG_LENGTH);
    this.#tags = randomBytes(entries * TAG_LENGTH);
  }

  add(points: Uint8Array): void {
    const found = tagsOf(this.#context.sid, points);
    for (let i = 0; i < found.length / TAG_LENGTH; i++, this.#count++) {
      if (this.#seen.add(found, i)) this.#tags.set(found.subarray(i * TAG_LENGTH, (i + 1) * TAG_LENGTH), this.#count * TAG_LENGTH);
    }
  }

  finish(): Table {
    const { sid, network } = this.#context;
    const shuffled = inOrder(this.#tags, TAG_LENGTH, randomOrder(this.#count));
    return { tags: shuffled, ...commit(TABLE_LABEL, sid, network.self, shuffled) };
  }
}

/** The second stage, at the last sender: sends the table to the receiver. */
export function sendTable({ network }: ProtocolContext, { receiver }: MixRoles, { tags, nonce }: Table): void {
  network.send(receiver.seat, TABLE_STEP, nonce);
  sendElements(network, receiver.seat, TABLE_STEP, tags, TAG_LENGTH);
}

/** The second stage, at the receiver. Throws DEVIATION if the table is not the committed one, or holds a tag twice. Neither depends on the receiver's items. */
export async function receiveTable(context: ProtocolContext, roles: MixRoles, commitment: Uint8Array): Promise<Uint8Array> {
  const last = lastOf(roles);
  const nonce = await receiveExactly(context, last, TABLE_STEP, NONCE_LENGTH, 'the nonce of its table');
  const tags = await receiveElements(context, last, TABLE_STEP, poolSize(roles), TAG_LENGTH);
  checkTable(context, last, commitment, nonce, tags);
  return tags;
}

/** Throws DEVIATION, naming the last sender, if the table is not the committed one, or holds a tag twice. */
export function checkTable(context: Pick<ProtocolContext, 'sid' | 'names'>, last: number, commitment: Uint8Array, nonce: Uint8Array, tags: Uint8Array): void {
  if (!opens(commitment, TABLE_LABEL, context.sid, last, tags, nonce)) throw deviation(context, last, 'sent another table of tags than it had committed to');
  checkDistinct(context, last, tags, TAG_LENGTH);
}

/** 1 for each of the receiver's items whose tag is in the table, in their order; otherwise 0. */
export function matchesIn(table: Uint8Array, own: Uint8Array): Uint8Array {
  const count = table.length / TAG_LENGTH;
  const known = new ByteTable(count, TAG_LENGTH);
  for (let i = 0; i < count; i++) known.add(table, i);
  return Uint8Array.from({ length: own.length / TAG_LENGTH }, (_, i) => (known.positionOf(own, i) === undefined ? 0 : 1));
}
