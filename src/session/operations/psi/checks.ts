import { invalid } from '../../agreement/invalid.js';
import { keyCapOf } from '../lists/caps.js';
import { checkHaveLists, checkLists } from '../lists/checks.js';
import type { PsiAgreement } from './types.js';

/** The longest list of keys that a recipient can have under `vole`, limited by the length of the correlation. */
const MAX_VOLE_KEYS = 6_000_000;

/** Checks what the shape of an agreement alone does not express. Throws AGREEMENT_INVALID. */
export function checkPsi(agreement: PsiAgreement): void {
  const { operation, contributors, recipients } = agreement;
  if (contributors.length !== 2) throw invalid(`it compares two lists, and names ${contributors.length} parties that put one in`);
  checkLists(agreement);
  if (operation.protocol === 'vole' && recipients.some((name) => keyCapOf(agreement, name) > MAX_VOLE_KEYS)) {
    throw invalid(`a recipient in it may have more than ${MAX_VOLE_KEYS} keys, which is the most that its protocol, vole, can take`);
  }
  if ((operation.protocol === 'dh-count') !== (operation.reveals === 'count')) throw invalid('its protocol is not one for what it reveals');
  if (operation.reveals === 'count') {
    if (operation.payload !== undefined) throw invalid('it reveals a count alone, and asks for a payload');
    if (operation.keys.rules.length > 1) throw invalid('it reveals a count alone, and has several keys a record, which would be counted each');
  }
  checkHaveLists(agreement, contributors);
  if (agreement.limits.lastMayTest !== undefined) throw invalid('what it says of how many keys the party that mixes last may test is not what follows from its caps');
}
