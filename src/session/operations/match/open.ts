import { NONCE_LENGTH } from '../../../crypto/commitment.js';
import { checkTable, matchesIn } from '../../protocol/matching/mix-tags.js';
import { MatchedRows, matchingResult, type MatchingResult } from '../lists/matched-rows.js';
import { openTable, type SealedList } from '../lists/sealed.js';
import type { MatchAgreement } from './types.js';

/** Opens what a recipient kept, with the key from the holders. Throws DEVIATION, naming the party that sealed it. */
export function openMatch(agreement: MatchAgreement, sid: Uint8Array, list: SealedList, key: bigint): MatchingResult {
  const { context, table } = openTable(agreement, sid, list, key);
  const { between, tableCommitment, values, records } = list;
  const [nonce, tags] = [table.subarray(0, NONCE_LENGTH), table.subarray(NONCE_LENGTH)];
  checkTable(context, between.dealer, tableCommitment ?? new Uint8Array(0), nonce, tags);
  return matchingResult(agreement, new MatchedRows(agreement, records, matchesIn(tags, values.tags)));
}
