import { concat } from '../../../crypto/bytes.js';
import { matchMix } from '../../protocol/matching/match-mix.js';
import { capOf } from '../../protocol/matching/mix-roles.js';
import { matchesIn, receiveTable, sendTable } from '../../protocol/matching/mix-tags.js';
import { MatchedRows, matchingResult, type MatchingResult } from '../lists/matched-rows.js';
import { sealLists } from '../lists/sealed.js';
import type { MatchingTask } from '../lists/task.js';
import type { OperationOutcome } from '../outcome.js';
import { holdingOf } from '../seats.js';
import { rolesOf, sealedTablesOf } from './roles.js';
import type { MatchAgreement } from './types.js';

/** The contribution of a party that mixes and has no list. */
const NO_LIST = new Uint8Array(0);

/** One party's list against the union of several: `docs/protocols/match.md`. Lists mix in the roster's order. */
export async function runMatch(task: MatchingTask<MatchAgreement>): Promise<OperationOutcome<MatchingResult>> {
  const { context, group, agreement, records, hooks } = task;
  const roles = rolesOf(agreement);
  const { commitments, tags, table, tableCommitment } = await matchMix(context, group, roles, records?.digests ?? (capOf(roles, context.network.self) === 0 ? NO_LIST : undefined), hooks);
  const holding = holdingOf(agreement);
  if (holding !== undefined) {
    return sealLists(task, sealedTablesOf(agreement), holding, commitments, {
      ...(table === undefined ? {} : { table: concat(table.nonce, table.tags) }),
      ...(tags === undefined || records === undefined ? {} : { own: { values: { tags, payloadKeys: new Uint8Array(0) }, records }, tableCommitment }),
    });
  }
  if (table !== undefined) {
    hooks.onOpening?.();
    sendTable(context, roles, table);
  }
  if (tags === undefined || records === undefined) return { commitments, readResult: undefined, sealed: undefined };
  const others = await receiveTable(context, roles, tableCommitment);
  return { commitments, readResult: () => matchingResult(agreement, new MatchedRows(agreement, records, matchesIn(others, tags))), sealed: undefined };
}
