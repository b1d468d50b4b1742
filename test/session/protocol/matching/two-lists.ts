import type { BatchGroup } from '../../../../src/crypto/batch/group.js';
import { DeliveredTable, receiveTable, sendTable, tableOf, type Matches, type Payloads } from '../../../../src/session/protocol/matching/deliver.js';
import type { OprfValues } from '../../../../src/session/protocol/matching/oprf-values.js';
import { receiveCountTags, sendCountAnswers } from '../../../../src/session/protocol/matching/psi-count.js';
import { receiveVoprf, sendVoprf } from '../../../../src/session/protocol/matching/psi-voprf.js';
import type { Direction, Matching } from '../../../../src/session/protocol/matching/direction.js';
import type { ProtocolContext } from '../../../../src/session/protocol/network.js';

/** What a party puts in: packed digests, and from the sender, where there are payloads, a text for each. */
export interface ListInput {
  readonly items: Uint8Array;
  readonly texts?: readonly Uint8Array[];
}

export interface WithPayload extends Direction {
  readonly payloadBytes?: number;
}

/** One party's side of one direction, from the list to the result, which the receiver alone has. */
export async function matchLists(context: ProtocolContext, group: BatchGroup, direction: WithPayload, { items, texts = [] }: ListInput, onProgress?: Matching['onProgress']): Promise<Matches | undefined> {
  const matching = { context, group, direction, onProgress };
  const options = { withPayloadKeys: direction.payloadBytes !== undefined };
  if (context.network.self === direction.receiver) return takeDelivery(matching, await receiveVoprf(matching, items, options), direction.payloadBytes);
  deliver(matching, await sendVoprf(matching, items, options), direction.payloadBytes === undefined ? undefined : { texts, maxBytes: direction.payloadBytes });
  return undefined;
}

export async function countLists(context: ProtocolContext, group: BatchGroup, direction: Direction, items: Uint8Array): Promise<number | undefined> {
  const matching = { context, group, direction };
  if (context.network.self === direction.receiver) return receiveCount(matching, items);
  await sendCount(matching, items);
  return undefined;
}

/** The delivery at once: the table made and sent. */
export function deliver(matching: Matching, values: OprfValues, payloads?: Payloads): void {
  sendTable(matching, tableOf(matching, values, payloads));
}

/** The delivery at once: the table taken and read. */
export async function takeDelivery(matching: Matching, values: OprfValues, maxBytes?: number): Promise<Matches> {
  return new DeliveredTable(matching, await receiveTable(matching, maxBytes), maxBytes).matchesOf(values);
}

/** The receiver's side of a count, to its end. */
export async function receiveCount(matching: Matching, items: Uint8Array): Promise<number> {
  const tags = await receiveCountTags(matching, items);
  return new DeliveredTable(matching, await receiveTable(matching)).countOf(tags);
}

/** The sender's side of a count, to its end. */
export async function sendCount(matching: Matching, items: Uint8Array): Promise<void> {
  sendTable(matching, await sendCountAnswers(matching, items));
}
