import { blake3 } from '@noble/hashes/blake3.js';
import { concat, u32be, utf8 } from '../../../../src/crypto/bytes.js';
import { hashParts } from '../../../../src/crypto/hash.js';
import { okvsParameters } from '../../../../src/crypto/okvs/parameters.js';
import { decodeReference } from '../../../../src/crypto/okvs/reference.js';
import { elementAt, encodeElement, multiplyElements } from '../../../../src/crypto/ot/element.js';
import { receiveVoleOprf, sendVoleOprf, voleLength } from '../../../../src/session/protocol/matching/psi-vole.js';
import type { Direction } from '../../../../src/session/protocol/matching/direction.js';
import { deliverTags, drawOrder, takeTags } from '../../../../src/session/protocol/matching/tag-delivery.js';
import { dealVole } from '../../../support/ideal-vole.js';
import { memoryNetwork, type MemoryParty, type MemorySession } from '../../../../src/testing/memory-network.js';

export const SENDER = 1;
export const RECEIVER = 0;

export function item(i: number): Uint8Array {
  return hashParts('item of a test', u32be(i));
}

export function list(from: number, to: number): Uint8Array {
  return concat(...Array.from({ length: to - from }, (_, i) => item(from + i)));
}

export function at(session: MemorySession, seat: number): MemoryParty {
  const party = session.parties[seat];
  if (party === undefined) throw new Error('no such party');
  return party;
}

type Caps = Pick<Direction, 'senderCap' | 'receiverCap'>;

export function runOf(caps: Caps): Direction {
  return { sender: SENDER, receiver: RECEIVER, ...caps };
}

/** The whole of it: what the receiver learns, and both parties' values of the function. */
export async function match(own: Uint8Array, theirs: Uint8Array, caps: Caps, { session = memoryNetwork(2), vole = dealVole(voleLength(runOf(caps))), withPayloadKeys = false } = {}) {
  const direction = runOf(caps);
  // The sender erases its own.
  const [delta, B] = [vole.sender.delta.slice(), vole.sender.B.slice()];
  const receive = async () => {
    const matching = { context: at(session, RECEIVER), direction };
    const values = await receiveVoleOprf(matching, vole.receiver, own, { withPayloadKeys });
    return { values, matched: await (await takeTags(matching, values.tags))() };
  };
  const send = async () => {
    const matching = { context: at(session, SENDER), direction };
    const values = await sendVoleOprf(matching, vole.sender, theirs, { withPayloadKeys });
    await deliverTags(matching, values.tags, await drawOrder(matching));
    return values;
  };
  const [{ values, matched }, sent] = await Promise.all([receive(), send()]);
  return { matched, keys: values.payloadKeys, tags: values.tags, sent: sent.tags, sentKeys: sent.payloadKeys, vole, delta, B, direction, session };
}

function bound(sid: Uint8Array, purpose: string): Uint8Array {
  return concat(...[utf8(purpose), sid, u32be(SENDER), u32be(RECEIVER)].map((part) => concat(u32be(part.length), part)));
}

/** H of each item. */
export function plainDigests(sid: Uint8Array, items: Uint8Array): Uint8Array {
  const key = hashParts('mpc match vole item v1', bound(sid, 'item'));
  return concat(...Array.from({ length: items.length / 32 }, (_, i) => blake3(items.subarray(32 * i, 32 * i + 32), { key })));
}

/** H' of values, to which w is added, and digests: 32 bytes each. */
export function plainOutputs(sid: Uint8Array, purpose: string, values: readonly bigint[], w: Uint8Array, digests: Uint8Array): Uint8Array {
  const key = hashParts('mpc match vole tag v1', bound(sid, purpose));
  return concat(...values.map((value, i) => blake3(concat(encodeElement(value ^ elementAt(w, 0)), digests.subarray(32 * i, 32 * i + 32)), { key })));
}

/** The first 16 bytes of every 32. */
export function halves(rows: Uint8Array): Uint8Array {
  return concat(...Array.from({ length: rows.length / 32 }, (_, i) => rows.subarray(32 * i, 32 * i + 16)));
}

export function decoded(direction: Direction, seed: Uint8Array, store: Uint8Array, digests: Uint8Array): bigint[] {
  const values = decodeReference(okvsParameters(direction.receiverCap), seed, store, digests);
  return Array.from({ length: digests.length / 32 }, (_, i) => elementAt(values, i));
}

export function sentAs(session: MemorySession, step: string): Uint8Array {
  return concat(new Uint8Array(0), ...session.wire.filter(({ label }) => label === `match/1>0/${step}`).map(({ message }) => message));
}

/** What the sender has, and what was sent. */
interface Evaluation {
  readonly session: MemorySession;
  readonly direction: Direction;
  readonly delta: Uint8Array;
  readonly B: Uint8Array;
}

/** F by the book: from what the sender has and what was sent, with noble and whole numbers. Tags, and payload keys. */
export function plainValues({ session, B, delta, direction }: Evaluation, items: Uint8Array): { tags: Uint8Array; keys: Uint8Array } {
  const { sid } = at(session, SENDER);
  const header = sentAs(session, 'seed');
  const difference = sentAs(session, 'store');
  const opening = sentAs(session, 'seed-open');
  const K = concat(...Array.from({ length: difference.length / 16 }, (_, i) => encodeElement(elementAt(B, i) ^ multiplyElements(elementAt(delta, 0), elementAt(difference, i)))));
  const digests = plainDigests(sid, items);
  const values = decoded(direction, header.subarray(0, 32), K, digests).map((value, i) => value ^ multiplyElements(elementAt(delta, 0), elementAt(digests, 2 * i)));
  const w = encodeElement(elementAt(header.subarray(32), 0) ^ elementAt(opening.subarray(32), 0));
  return { tags: halves(plainOutputs(sid, 'tag', values, w, digests)), keys: plainOutputs(sid, 'payload key', values, w, digests) };
}

/** Tags in hexadecimal. */
export function hexes(tags: Uint8Array): string[] {
  return Array.from({ length: tags.length / 16 }, (_, i) => Buffer.from(tags.subarray(16 * i, 16 * i + 16)).toString('hex'));
}
