import { hasList, keyCapOf, sendersOf } from '../lists/caps.js';
import type { Roles } from '../lists/types.js';
import type { Tester } from '../operation.js';

/**
 * The parties that can test keys against the list of `owner`, whatever programs others run, for the charges to its ledger. They are the recipient, with what it
 * can ask, and the party that mixes last, which can hide a question in each entry of its own list (`docs/protocols/match.md`). These two may collude, or one
 * may control the other, so the recipient is charged with both.
 */
export function testersOf(agreement: Roles, owner: string): Tester[] {
  if (!hasList(agreement, owner)) return [];
  const last = lastMixerOf(agreement);
  const extra = last === undefined || last.name === owner ? 0 : last.keys;
  const recipients = agreement.recipients.filter((name) => name !== owner).map((name) => ({ name, keys: keyCapOf(agreement, name) + extra }));
  return last === undefined || extra === 0 ? recipients : [...recipients, last];
}

/** The party that mixes last, and how many keys it can test unseen: as many as the entries that it submits. */
export function lastMixerOf(agreement: Roles): Tester | undefined {
  const name = sendersOf(agreement).at(-1);
  return name === undefined ? undefined : { name, keys: keyCapOf(agreement, name) };
}

/** The last mixer, if it can test more keys than the recipient itself. An agreement must say so. */
export function excessiveTester(agreement: Roles): Tester | undefined {
  const last = lastMixerOf(agreement);
  return last !== undefined && agreement.recipients.every((name) => last.keys > keyCapOf(agreement, name)) ? last : undefined;
}
