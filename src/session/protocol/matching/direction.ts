import { lengthPrefixed, u32be, utf8 } from '../../../crypto/bytes.js';
import type { BatchGroup } from '../../../crypto/batch/group.js';
import type { ProtocolContext } from '../network.js';

/** One matching of two lists, in one direction. Two directions are two runs, with different labels and derivations. */
export interface Direction {
  /** Seat in the roster of the party whose list is compared with the receiver's. */
  readonly sender: number;
  /** Seat of the party that learns the result. */
  readonly receiver: number;
  /** The number of items that each list is padded to. Others see this number, and not the true size. */
  readonly senderCap: number;
  readonly receiverCap: number;
}

/** What a party's protocol needs in addition to the list. */
export interface Matching {
  readonly context: ProtocolContext;
  readonly group: BatchGroup;
  readonly direction: Direction;
  readonly onProgress?: ((step: string, done: number, total: number) => void) | undefined;
}

/** Bytes of an item: a digest of a record's key. */
export const ITEM_LENGTH = 32;
/** Points in one message: a few hundred milliseconds of work, so that both sides and the network are busy at the same time. */
export const POINTS_PER_MESSAGE = 1024;

/** The label of a step's messages. */
export function labelOf({ sender, receiver }: Direction, step: string): string {
  return `match/${sender}>${receiver}/${step}`;
}

/** The context that binds everything derived in a run: purpose, session, and the roles of the parties. */
export function boundTo(purpose: string, { context, direction }: { readonly context: Pick<ProtocolContext, 'sid'>; readonly direction: Direction }): Uint8Array {
  return lengthPrefixed(utf8(purpose), context.sid, u32be(direction.sender), u32be(direction.receiver));
}

/** For each item, `lengthPrefixed(purpose, sid, sender, receiver, item)`, packed. These inputs are hashed to the group. */
export function inputsOf(purpose: string, matching: Pick<Matching, 'context' | 'direction'>, items: Uint8Array): { inputs: Uint8Array; length: number } {
  const prefix = boundTo(purpose, matching);
  const itemPrefix = u32be(ITEM_LENGTH);
  const length = prefix.length + itemPrefix.length + ITEM_LENGTH;
  const count = items.length / ITEM_LENGTH;
  const inputs = new Uint8Array(count * length);
  for (let i = 0; i < count; i++) {
    inputs.set(prefix, i * length);
    inputs.set(itemPrefix, i * length + prefix.length);
    inputs.set(items.subarray(i * ITEM_LENGTH, (i + 1) * ITEM_LENGTH), (i + 1) * length - ITEM_LENGTH);
  }
  return { inputs, length };
}
