import { bug } from '../../../errors.js';
import type { MatchingResult } from '../lists/matched-rows.js';
import { openTable, type SealedList } from '../lists/sealed.js';
import { resultFromTable } from './result.js';
import { directionsOf } from './roles.js';
import type { PsiAgreement } from './types.js';

/** Opens what a recipient kept, with the key from the holders. Throws DEVIATION, naming the party that sealed it. */
export function openPsi(agreement: PsiAgreement, sid: Uint8Array, list: SealedList, key: bigint): MatchingResult {
  const { context, table } = openTable(agreement, sid, list, key);
  const direction = directionsOf(agreement).find(({ receiver }) => receiver === list.between.recipient);
  if (direction === undefined) throw bug('a sealed list of nobody');
  return resultFromTable(agreement, { context, direction }, list, table)();
}
