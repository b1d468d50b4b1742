import { MpcError } from '../../../errors.js';
import type { OwnTerms } from '../../agreement/types.js';
import { matchingTerms, type MatchingTerms } from '../lists/propose.js';
import { excessiveTester } from './testers.js';
import type { MatchAgreement, MatchOperation } from './types.js';

/** Throws USAGE if the party that mixes last could test more keys than the recipient, and the proposer did not allow this. */
export function matchTerms(proposed: MatchingTerms<MatchOperation>, contributors: readonly string[], recipients: readonly string[]): OwnTerms<MatchAgreement> {
  const terms = matchingTerms(proposed, contributors);
  const excessive = excessiveTester({ ...terms, contributors, recipients });
  if (excessive === undefined) return terms;
  if (proposed.allowLargerLast === true) return { ...terms, limits: { ...terms.limits, lastMayTest: excessive } };
  throw new MpcError(
    'USAGE',
    `${excessive.name} mixes last, and by its cap could test ${excessive.keys} keys against the other lists unseen: more than the recipient may.`,
    'Let a party that has no list mix last (name it last, with --cap NAME=0), or give the last one a cap no larger than the recipient’s; if all know it and mean it, --allow-larger-last.',
  );
}
