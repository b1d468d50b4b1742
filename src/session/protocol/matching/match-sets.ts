import type { GroupEngine } from '../../../crypto/bulk/engine.js';
import type { ProtocolContext } from '../network.js';
import { deliver, takeDelivery, type Matches } from './deliver.js';
import { receiveVoprf, sendVoprf } from './psi-voprf.js';
import { labelOf, type MatchingHooks, type Run } from './run.js';
import { commitToSets } from './set-commitment.js';

/** What a party puts in. */
export interface MatchInput {
  /** Packed digests of 32 bytes, all different. */
  readonly items: Uint8Array;
  /** From the sender, where the agreement has payloads: a text for each item. */
  readonly texts?: readonly Uint8Array[];
}

export interface MatchRun extends Run {
  /** The longest text that goes with an item, where the agreement has payloads. */
  readonly payloadBytes?: number;
}

export interface MatchOutcome {
  /** By places in the roster; empty for parties that put nothing in. */
  readonly commitments: Uint8Array[];
  /** The nonce under which this party's own commitment opens. */
  readonly nonce: Uint8Array | undefined;
  /** For the receiver. */
  readonly matches: Matches | undefined;
}

/**
 * Private matching of two lists, in one direction: the receiver learns which of its own items are on the sender's list too, and the text
 * that goes with each; the sender learns nothing. Secure against either that deviates, with abort. Parties that are neither take part in the
 * commitments only: their `input` is undefined. Throws DEVIATION with the party's name. See `docs/protocols/psi.md`.
 */
export async function matchSets(context: ProtocolContext, engine: GroupEngine, run: MatchRun, input: MatchInput | undefined, hooks: MatchingHooks = {}): Promise<MatchOutcome> {
  const { self } = context.network;
  const matching = { context, engine, run, onProgress: hooks.onProgress };
  const options = { withPayloadKeys: run.payloadBytes !== undefined };

  await hooks.beforeCommitting?.();
  const committed = await commitToSets(context, labelOf(run, 'commit'), [run.sender, run.receiver], input?.items);
  if (input === undefined) return { ...committed, matches: undefined };
  if (self === run.receiver) {
    const values = await receiveVoprf(matching, input.items, options);
    return { ...committed, matches: await takeDelivery(matching, values, run.payloadBytes) };
  }
  const values = await sendVoprf(matching, input.items, options);
  deliver(matching, values, run.payloadBytes === undefined ? undefined : { texts: input.texts ?? [], maxBytes: run.payloadBytes });
  return { ...committed, matches: undefined };
}
