import { bug } from '../../errors.js';
import { keyCapOf } from '../agreement/matching.js';
import { matchMix } from '../protocol/matching/match-mix.js';
import type { MixRoles } from '../protocol/matching/mix-roles.js';
import { matchesIn, receiveTable, sendTable } from '../protocol/matching/mix-tags.js';
import { MatchedRows, matchingResult } from './matched-rows.js';
import type { MatchingTask } from './matching.js';
import { placesOf, type OperationOutcome } from './run.js';

/** One party's list against the union of several: `docs/protocols/match.md`. Lists mix in the roster's order. */
export async function runAgainstLists({ context, engine, agreement, records, hooks }: MatchingTask): Promise<OperationOutcome> {
  const roles = rolesOf(agreement);
  const { commitments, tags, table, tableCommitment } = await matchMix(context, engine, roles, records?.digests, hooks);
  if (table !== undefined) {
    hooks.onOpening?.();
    sendTable(context, roles, table);
  }
  if (tags === undefined || records === undefined) return { commitments, readResult: undefined, sealed: undefined };
  const matched = matchesIn(await receiveTable(context, roles, tableCommitment), tags);
  return { commitments, readResult: () => matchingResult(agreement, new MatchedRows(agreement, records, matched)), sealed: undefined };
}

function rolesOf(agreement: MatchingTask['agreement']): MixRoles {
  const [receiver, ...senders] = [...agreement.recipients, ...agreement.contributors.filter((name) => !agreement.recipients.includes(name))].map((name) => ({
    place: placesOf(agreement, [name])[0] ?? -1,
    cap: keyCapOf(agreement, name),
  }));
  if (receiver === undefined) throw bug('a match without a recipient');
  return { receiver, senders };
}
