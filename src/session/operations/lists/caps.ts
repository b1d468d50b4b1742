import { invalid } from '../../agreement/invalid.js';
import type { MatchingAgreement } from './types.js';

/** The most records in a list: four times what one machine compares in reasonable time. */
export const MAX_CAP = 2 ** 24;

/**
 * The parties whose rows another party learns about, in the roster's order. For two lists with both owners as recipients: both. For several lists: all but the
 * recipient.
 */
export function sendersOf({ contributors, recipients }: Pick<MatchingAgreement, 'contributors' | 'recipients'>): string[] {
  return contributors.filter((name) => recipients.some((recipient) => recipient !== name));
}

/** The most keys that a party may contribute. Lists are compared and padded at this size. Throws if the party contributes none. */
export function keyCapOf({ limits, operation }: Pick<MatchingAgreement, 'limits' | 'operation'>, name: string): number {
  return recordCapOf({ limits }, name) * operation.keys.rules.length;
}

/** The most keys of all senders together: the size of a pool that is padded. */
export function pooledKeysOf(agreement: Pick<MatchingAgreement, 'contributors' | 'recipients' | 'limits' | 'operation'>): number {
  return sendersOf(agreement).reduce((sum, name) => sum + keyCapOf(agreement, name), 0);
}

export function recordCapOf({ limits }: Pick<MatchingAgreement, 'limits'>, name: string): number {
  const cap = limits.caps.find((each) => each.name === name);
  if (cap === undefined) throw invalid(`it has no cap for ${name}`);
  return cap.records;
}

/** Whether the party has a list. A party that mixes lists and has none (a cap of 0) is among the contributors as well. */
export function hasList(agreement: Pick<MatchingAgreement, 'contributors' | 'limits'>, name: string): boolean {
  return agreement.contributors.includes(name) && recordCapOf(agreement, name) > 0;
}

/** Owners of lists other than the recipients, in the roster's order. */
export function ownersOf(agreement: Pick<MatchingAgreement, 'contributors' | 'recipients' | 'limits'>): string[] {
  return sendersOf(agreement).filter((name) => hasList(agreement, name));
}
