import { invalid } from '../linear/bounds.js';
import { excessiveTester, ownersOf } from './testers.js';
import type { MatchingAgreement } from '../../agreement/types.js';

/** What must hold of who mixes and who has a list, beyond what every matching agreement must be. Throws AGREEMENT_INVALID. */
export function checkMixing(agreement: MatchingAgreement): void {
  const { recipients, operation, limits } = agreement;
  const empty = limits.caps.find(({ name, records }) => records === 0 && (operation.name !== 'match' || recipients.includes(name)));
  if (empty !== undefined) throw invalid(`the cap of ${empty.name} is 0: only a party that mixes the lists of others, and has none, can have that`);
  if (operation.name === 'match' && ownersOf(agreement).length < 2) throw invalid('it hides whose list a match is from, and there is but one list beside the recipient’s (two lists are compared with `mpc psi`)');
  checkLast(agreement);
}

/** The party that mixes last can test as many keys as its own cap: where that is more than the recipient may, everyone is to read it. */
function checkLast(agreement: MatchingAgreement): void {
  const excessive = excessiveTester(agreement);
  const { lastMayTest } = agreement.limits;
  if (excessive?.name === lastMayTest?.name && excessive?.keys === lastMayTest?.keys) return;
  if (excessive === undefined || lastMayTest !== undefined) throw invalid('what it says of how many keys the party that mixes last may test is not what follows from its caps');
  throw invalid(`${excessive.name}, which mixes last, could test ${excessive.keys} keys unseen, more than the recipient may, and it does not say that this is meant`);
}
