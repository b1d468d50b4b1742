import { invalid } from '../../agreement/invalid.js';
import { ownersOf } from '../lists/caps.js';
import { allKeysOf, checkHaveLists, checkLists, MAX_KEYS } from '../lists/checks.js';
import { excessiveTester } from './testers.js';
import type { MatchAgreement } from './types.js';

/** Checks what the shape of an agreement alone does not express. Throws AGREEMENT_INVALID. */
export function checkMatch(agreement: MatchAgreement): void {
  const { recipients, contributors } = agreement;
  if (recipients.length !== 1) throw invalid('it does not name exactly one recipient');
  if (contributors.length < 3) throw invalid('it hides whose list a match is from, and there is but one list beside the recipient’s (two lists are compared with `mpc psi`)');
  checkLists(agreement);
  const keys = allKeysOf(agreement);
  if (keys > MAX_KEYS) throw invalid(`its caps allow ${keys} keys together: at most ${MAX_KEYS} can be mixed`);
  checkHaveLists(agreement, recipients);
  if (ownersOf(agreement).length < 2) throw invalid('it hides whose list a match is from, and there is but one list beside the recipient’s (two lists are compared with `mpc psi`)');
  checkLast(agreement);
}

/** Parties of different protocols would wait for each other, or compute something else. Throws AGREEMENT_INVALID. */
export function checkProtocol({ operation }: MatchAgreement): void {
  if (operation.protocol === 'mix') throw invalid('its lists are mixed as a whole (protocol "mix"), which mpc 0.2 does; this program mixes in blocks (protocol "block-mix")', 'Have it proposed anew by this version of mpc, and let every party use this version.');
}

/** The party that mixes last can test as many keys as its own cap. If that is more than the recipient may test, the agreement must say so to everyone. */
function checkLast(agreement: MatchAgreement): void {
  const excessive = excessiveTester(agreement);
  const { lastMayTest } = agreement.limits;
  if (excessive?.name === lastMayTest?.name && excessive?.keys === lastMayTest?.keys) return;
  if (excessive === undefined || lastMayTest !== undefined) throw invalid('what it says of how many keys the party that mixes last may test is not what follows from its caps');
  throw invalid(`${excessive.name}, which mixes last, could test ${excessive.keys} keys unseen, more than the recipient may, and it does not say that this is meant`);
}
