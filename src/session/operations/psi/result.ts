import { DeliveredTable, type TableContext } from '../../protocol/matching/deliver.js';
import { MatchedRows, matchingResult, notTestedIn, type MatchingResult } from '../lists/matched-rows.js';
import { parsePayload } from '../lists/payload.js';
import type { OwnSide } from '../lists/sealed.js';
import type { PsiAgreement } from './types.js';

/**
 * The result from a table of the other list. Call it once the session is over, because its time depends on both lists. Throws DEVIATION at once, naming the
 * sender, if no honest sender could have made the table.
 */
export function resultFromTable(agreement: PsiAgreement, matching: TableContext, own: OwnSide, table: Uint8Array): () => MatchingResult {
  const { operation } = agreement;
  const { payload } = operation;
  const delivered = new DeliveredTable(matching, table, payload?.bytes);
  if (operation.reveals === 'count') return () => ({ count: delivered.countOf(own.values.tags), matches: undefined, notTested: notTestedIn(own.records) });
  return () => matchesIn(agreement, delivered, own);
}

function matchesIn(agreement: PsiAgreement, delivered: DeliveredTable, { values, records }: OwnSide): MatchingResult {
  const { operation } = agreement;
  const { payload } = operation;
  const { matched, payloadOf: textOf } = delivered.matchesOf(values);
  // A text that does not open, or differs from what was agreed, is not a payload. The match still counts.
  const payloadOf = (item: number) => {
    const bytes = textOf(item);
    return bytes === undefined ? undefined : parsePayload(bytes, payload?.columns.length ?? 0);
  };
  return matchingResult(agreement, new MatchedRows(agreement, records, matched, payloadOf));
}
