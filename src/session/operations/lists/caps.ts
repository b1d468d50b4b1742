import { invalid } from '../../agreement/invalid.js';
import type { MatchingAgreement } from './types.js';

/** Records a list: four times what one machine compares in sensible time. */
export const MAX_CAP = 2 ** 24;

/** Whose rows another party learns of, in the roster's order: of two lists to both owners, both; of several, all but the recipient's. */
export function sendersOf({ contributors, recipients }: Pick<MatchingAgreement, 'contributors' | 'recipients'>): string[] {
  return contributors.filter((name) => recipients.some((recipient) => recipient !== name));
}

/** Keys that a party may put in at most: what is compared, and padded to. Throws where it puts none in. */
export function keyCapOf({ limits, operation }: Pick<MatchingAgreement, 'limits' | 'operation'>, name: string): number {
  return recordCapOf({ limits }, name) * operation.keys.rules.length;
}

export function recordCapOf({ limits }: Pick<MatchingAgreement, 'limits'>, name: string): number {
  const cap = limits.caps.find((each) => each.name === name);
  if (cap === undefined) throw invalid(`it has no cap for ${name}`);
  return cap.records;
}

/** Whether the party has a list. One that mixes lists and has none (a cap of 0) stands among the contributors, too. */
export function hasList(agreement: Pick<MatchingAgreement, 'contributors' | 'limits'>, name: string): boolean {
  return agreement.contributors.includes(name) && recordCapOf(agreement, name) > 0;
}

/** Owners of lists beside the recipients, in the roster's order. */
export function ownersOf(agreement: Pick<MatchingAgreement, 'contributors' | 'recipients' | 'limits'>): string[] {
  return sendersOf(agreement).filter((name) => hasList(agreement, name));
}
