import { bug } from '../../../errors.js';

/** The roles in a match against several lists, by seats in the roster. They follow from the agreement. */
export interface MixRoles {
  /** Has items, and learns which of them are on some list. */
  readonly receiver: { readonly seat: number; readonly cap: number };
  /** Have a list each, and mix in this order. At least two. A sender with a cap of 0 mixes and has no list. */
  readonly senders: readonly { readonly seat: number; readonly cap: number }[];
  /** The number of blocks in which the pool goes from sender to sender: `blocksFor` its size. */
  readonly blocks: number;
}

/** Entries of all lists, including dummies: the size of the pool at every mixing step, and of the table of tags. */
export function poolSize({ senders }: MixRoles): number {
  return senders.reduce((sum, { cap }) => sum + cap, 0);
}

/** The sender that mixes first: it sees which entry belongs to which party. */
export function firstOf({ senders }: MixRoles): number {
  return placeAt(senders, 0);
}

/** The sender that mixes last: it makes the table of tags. */
export function lastOf({ senders }: MixRoles): number {
  return placeAt(senders, senders.length - 1);
}

/** All parties that contribute data, or mix. */
export function contributorsOf({ receiver, senders }: MixRoles): number[] {
  return [receiver, ...senders].map(({ seat }) => seat);
}

/** The most items that a party may contribute. Undefined for a party that only witnesses. */
export function capOf({ receiver, senders }: MixRoles, party: number): number | undefined {
  return [receiver, ...senders].find(({ seat }) => seat === party)?.cap;
}

/** Checks the roles. Every agreement gives roles that pass. */
export function checkRoles(roles: MixRoles): void {
  const { receiver, senders } = roles;
  const contributors = contributorsOf(roles);
  const areCaps = [receiver, ...senders].every(({ cap }) => Number.isSafeInteger(cap) && cap >= 0) && receiver.cap > 0 && poolSize(roles) > 0;
  const areBlocks = Number.isSafeInteger(roles.blocks) && roles.blocks > 0 && roles.blocks <= poolSize(roles);
  if (!areBlocks || senders.length < 2 || new Set(contributors).size !== contributors.length || !areCaps) throw bug('a match against several lists in roles that are none');
}

function placeAt(senders: MixRoles['senders'], step: number): number {
  const sender = senders[step];
  if (sender === undefined) throw bug('a mix without the sender that is due');
  return sender.seat;
}
