import { concat } from '../../../crypto/bytes.js';
import type { BatchGroup } from '../../../crypto/batch/group.js';
import type { ProtocolContext } from '../network.js';
import { blaming, checkDistinct, ELEMENT, receiveElements, sendElements } from './elements.js';
import { checkList, type Ciphertexts, type EncryptedList } from './mix-encryption.js';
import { takeList } from './mix-submission.js';
import { encryptionsOfNothing, mix, mixLast } from './mixing-step.js';
import { keyFrom, type MixKeys, type MixSecrets } from './mix-keys.js';
import { poolSize, type MixRoles } from './mix-roles.js';
import { makeTable, type Table } from './mix-tags.js';
import type { Hooks } from '../hooks.js';

const STEP = 'match/mix';

/** Entries, and the party responsible for each. */
interface Pool {
  readonly entries: Ciphertexts;
  readonly ownerOf: (index: number) => number;
}

/**
 * A sender as a mix server: it takes the pool, mixes it and passes it on. It makes what it needs for re-randomising while it waits for the pool.
 *
 * @returns the table of tags at the sender that mixes last; undefined at all others. Throws DEVIATION.
 */
export async function mixPool(
  context: ProtocolContext,
  group: BatchGroup,
  roles: MixRoles,
  keys: MixKeys,
  secrets: MixSecrets,
  submissions: readonly Uint8Array[],
  list: EncryptedList,
  hooks: Hooks,
): Promise<Table | undefined> {
  const { network } = context;
  const step = roles.senders.findIndex(({ seat }) => seat === network.self);
  const before = roles.senders[step - 1]?.seat;
  const next = roles.senders[step + 1]?.seat;
  const incoming = before === undefined ? gatherLists(context, group, roles, keys, submissions, list) : takePool(context, roles, before);
  const preparing = next === undefined ? undefined : encryptionsOfNothing(group, keyFrom(keys, step + 1), poolSize(roles));
  const [{ entries, ownerOf }, blank] = await Promise.all([incoming, preparing]);
  return blaming(context, ownerOf, async () => {
    if (next === undefined || blank === undefined) return makeTable(context, await mixLast(group, secrets, entries, hooks));
    const mixed = await mix(group, secrets, blank, entries, hooks);
    sendElements(network, next, STEP, mixed.c1, ELEMENT);
    sendElements(network, next, STEP, mixed.c2, ELEMENT);
    return undefined;
  });
}

/** All lists, at the sender that mixes first. It verifies all of them before it applies its keys to anything. */
async function gatherLists(context: ProtocolContext, group: BatchGroup, roles: MixRoles, keys: MixKeys, submissions: readonly Uint8Array[], own: EncryptedList): Promise<Pool> {
  const lists = await Promise.all(
    roles.senders.map(async ({ seat, cap }) => {
      if (seat === context.network.self) return own;
      const list = await takeList(context, seat, cap, submissions[seat]);
      await checkList(context, group, keyFrom(keys, 0), seat, list);
      return list;
    }),
  );
  const owners = roles.senders.flatMap(({ seat, cap }) => Array.from({ length: cap }, () => seat));
  const entries = { c1: concat(...lists.map((list) => list.entries.c1)), c2: concat(...lists.map((list) => list.entries.c2)) };
  return { entries, ownerOf: (index) => owners[index] ?? context.network.self };
}

/** The pool that the previous sender mixed. That sender is responsible for all of it. */
async function takePool(context: ProtocolContext, roles: MixRoles, before: number): Promise<Pool> {
  const size = poolSize(roles);
  const c1 = await receiveElements(context, before, STEP, size, ELEMENT);
  const c2 = await receiveElements(context, before, STEP, size, ELEMENT);
  // An honest mix repeats nothing. Re-randomised copies cannot be recognised.
  checkDistinct(context, before, c1, ELEMENT);
  return { entries: { c1, c2 }, ownerOf: () => before };
}
