import { keyCapOf, recordCapOf, sendersOf, testableKeysOf } from './checks.js';
import type { Agreement, MatchingAgreement } from '../../agreement/types.js';
import { isMatching } from '../../agreement/types.js';

/** A party that can find out of names of its choice whether another's list has them, and of how many at most. */
export interface Tester {
  readonly name: string;
  readonly keys: number;
}

type Roles = Pick<MatchingAgreement, 'operation' | 'contributors' | 'recipients' | 'limits'>;

/**
 * Who can test keys against the list of `owner`, whatever programs others run: what its ledger is to be charged with. A recipient, with what it can ask; and of a
 * match against several lists also the party that mixes last, which can hide a question in each entry of its own list (`docs/protocols/match.md`). Those two may be in
 * league, or one the puppet of the other, so the recipient is charged with both.
 */
export function testersOf(agreement: MatchingAgreement, owner: string): Tester[] {
  if (!hasList(agreement, owner)) return [];
  const hidden = lastMixerOf(agreement);
  const extra = hidden === undefined || hidden.name === owner ? 0 : hidden.keys;
  const recipients = agreement.recipients.filter((name) => name !== owner).map((name) => ({ name, keys: testableKeysOf(agreement, name) + extra }));
  return hidden === undefined || extra === 0 ? recipients : [...recipients, hidden];
}

/** Of a match against several lists: who mixes last, and how many keys it can test unseen, which is how many entries it hands in. */
export function lastMixerOf(agreement: Roles): Tester | undefined {
  const name = agreement.operation.name === 'match' ? sendersOf(agreement).at(-1) : undefined;
  return name === undefined ? undefined : { name, keys: keyCapOf(agreement, name) };
}

/** The last mixer where it can test more keys than the recipient itself: an agreement must say so. */
export function excessiveTester(agreement: Roles): Tester | undefined {
  const last = lastMixerOf(agreement);
  return last !== undefined && agreement.recipients.every((name) => last.keys > keyCapOf(agreement, name)) ? last : undefined;
}

/** Whether the party puts data in. One that mixes lists and has none (a cap of 0) does not, although it stands among the contributors. */
export function putsDataIn(agreement: Agreement, name: string): boolean {
  return isMatching(agreement) ? hasList(agreement, name) : agreement.contributors.includes(name);
}

/** Owners of lists beside the recipients, in the order in which they mix. */
export function ownersOf(agreement: MatchingAgreement): string[] {
  return sendersOf(agreement).filter((name) => hasList(agreement, name));
}

function hasList(agreement: MatchingAgreement, name: string): boolean {
  return agreement.contributors.includes(name) && recordCapOf(agreement, name) > 0;
}
