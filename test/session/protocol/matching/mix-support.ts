import { matchMix } from '../../../../src/session/protocol/matching/match-mix.js';
import type { MixRoles } from '../../../../src/session/protocol/matching/mix-roles.js';
import { matchesIn, receiveTable, sendTable } from '../../../../src/session/protocol/matching/mix-tags.js';
import type { Hooks } from '../../../../src/session/protocol/hooks.js';
import type { ProtocolContext } from '../../../../src/session/protocol/network.js';
import { memoryNetwork, type MemoryParty, type MemorySession } from '../../../../src/testing/memory-network.js';
import { outcomes } from '../outcomes.js';
import { digests, batch as group } from './support.js';

/** The receiver is party 0, the senders are those after it, in the order in which they mix. */
export function rolesFor(receiverCap: number, caps: readonly number[], blocks = 1): MixRoles {
  return { receiver: { seat: 0, cap: receiverCap }, senders: caps.map((cap, i) => ({ seat: i + 1, cap })), blocks };
}

/** What a party ends with: the receiver with the items that match. */
export type Ended = readonly string[] | undefined | Error;
/** A party with a program of its own. */
export type Cheat = (party: MemoryParty) => { play(): Promise<unknown> };

/** Both stages, by an honest party. */
export async function takeMatch(context: ProtocolContext, roles: MixRoles, items: readonly string[] | undefined, hooks: Hooks = {}): Promise<readonly string[] | undefined> {
  const { tags, table, tableCommitment } = await matchMix(context, group, roles, items === undefined ? undefined : digests(items), hooks);
  if (table !== undefined) sendTable(context, roles, table);
  if (tags === undefined) return undefined;
  const matched = matchesIn(await receiveTable(context, roles, tableCommitment), tags);
  return items?.filter((_, i) => matched[i] === 1);
}

/** A whole match, all parties' items by seat. Each leaves when it is done, so that nobody waits for more. */
export async function playMatch(roles: MixRoles, items: readonly (readonly string[] | undefined)[], cheats: Readonly<Record<number, Cheat>> = {}, session: MemorySession = memoryNetwork(items.length)): Promise<Ended[]> {
  return outcomes(
    session.parties.map(async (party, seat): Promise<readonly string[] | undefined> => {
      try {
        const cheat = cheats[seat];
        if (cheat === undefined) return await takeMatch(party, roles, items[seat]);
        const played = await cheat(party).play();
        return Array.isArray(played) ? (played as string[]) : undefined;
      } finally {
        party.network.leave();
      }
    }),
  );
}
