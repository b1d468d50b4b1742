import { createHash } from 'node:crypto';
import type { GroupEngine } from '../../../../src/crypto/bulk/engine.js';
import { SodiumEngine } from '../../../../src/crypto/bulk/sodium-engine.js';
import { matchMix } from '../../../../src/session/protocol/matching/match-mix.js';
import { lastOf, type MixRoles } from '../../../../src/session/protocol/matching/mix-roles.js';
import { matchesIn, receiveTable, sendTable } from '../../../../src/session/protocol/matching/mix-tags.js';
import type { ProtocolContext } from '../../../../src/session/protocol/network.js';
import { memorySession, type Sent, type TestParty, type TestSession } from '../../../support/memory-network.js';
import { outcomes } from '../outcomes.js';

export const engine: GroupEngine = new SodiumEngine({ threads: 0 });

export const digestOf = (item: string) => Uint8Array.from(createHash('sha256').update(item).digest());
export const digestsOf = (items: readonly string[]) => Uint8Array.from(Buffer.concat(items.map(digestOf)));

/** The receiver is party 0, the senders those after it. */
export function rolesFor(receiverCap: number, caps: readonly number[]): MixRoles {
  return { receiver: { place: 0, cap: receiverCap }, senders: caps.map((cap, i) => ({ place: i + 1, cap })) };
}

/** What a party ends with: for the receiver, the places of its items that match. */
export type Ended = readonly number[] | undefined | Error;

/** Both stages, for one honest party. */
export async function takeMatch(context: ProtocolContext, roles: MixRoles, items: readonly string[] | undefined): Promise<number[] | undefined> {
  const outcome = await matchMix(context, engine, roles, items === undefined ? undefined : digestsOf(items));
  if (outcome.table !== undefined) sendTable(context, roles, outcome.table);
  if (outcome.tags === undefined) return undefined;
  return placesIn(matchesIn(await receiveTable(context, roles, outcome.tableCommitment), outcome.tags));
}

/** Places of the ones. */
export function placesIn(matched: Uint8Array): number[] {
  return [...matched.keys()].filter((i) => matched[i] === 1);
}

/** All parties' items by place; some parties may play a part of their own. */
export async function playMatch(roles: MixRoles, items: readonly (readonly string[] | undefined)[], cheats: ReadonlyMap<number, (party: TestParty, wire: readonly Sent[]) => Promise<unknown>> = new Map(), session: TestSession = memorySession(items.length)): Promise<Ended[]> {
  const { parties, wire } = session;
  const run = parties.map(async (party, place) => {
    try {
      const cheat = cheats.get(place);
      if (cheat === undefined) return await takeMatch(party, roles, items[place]);
      await cheat(party, wire);
      return undefined;
    } finally {
      party.network.leave();
    }
  });
  return outcomes(run);
}

export { lastOf };
