import { hasList, keyCapOf, sendersOf } from '../lists/caps.js';
import type { Roles } from '../lists/types.js';
import type { Tester } from '../operation.js';

/**
 * Who can test keys against the list of `owner`, whatever programs others run: what its ledger is to be charged with. The recipient, with what it can ask; and the party
 * that mixes last, which can hide a question in each entry of its own list (`docs/protocols/match.md`). Those two may be in league, or one the puppet of the other, so the
 * recipient is charged with both.
 */
export function testersOf(agreement: Roles, owner: string): Tester[] {
  if (!hasList(agreement, owner)) return [];
  const last = lastMixerOf(agreement);
  const extra = last === undefined || last.name === owner ? 0 : last.keys;
  const recipients = agreement.recipients.filter((name) => name !== owner).map((name) => ({ name, keys: keyCapOf(agreement, name) + extra }));
  return last === undefined || extra === 0 ? recipients : [...recipients, last];
}

/** Who mixes last, and how many keys it can test unseen, which is how many entries it submits. */
export function lastMixerOf(agreement: Roles): Tester | undefined {
  const name = sendersOf(agreement).at(-1);
  return name === undefined ? undefined : { name, keys: keyCapOf(agreement, name) };
}

/** The last mixer where it can test more keys than the recipient itself: an agreement must say so. */
export function excessiveTester(agreement: Roles): Tester | undefined {
  const last = lastMixerOf(agreement);
  return last !== undefined && agreement.recipients.every((name) => last.keys > keyCapOf(agreement, name)) ? last : undefined;
}
