import type { MatchingAgreement } from '../../agreement/types.js';
import { DeliveredTable, type TableContext } from '../../protocol/matching/deliver.js';
import type { OprfValues } from '../../protocol/matching/oprf-values.js';
import { MatchedRows, matchingResult, notTestedIn, type MatchingResult, type RecordKeys } from './matched-rows.js';
import { parsePayload } from './payload.js';

/** The recipient's own side of a comparison of two lists, which a table of the other's turns into a result. */
export interface OwnSide {
  /** Of each of its keys, in their order; of a count alone, in no order. */
  readonly values: OprfValues;
  readonly records: RecordKeys;
}

/**
 * What a table of the other list says: to be asked once the session is over, since the time that it takes tells of both lists. Throws DEVIATION at once, naming
 * the sender, where no honest one could have made the table.
 */
export function resultFromTable(agreement: MatchingAgreement, matching: TableContext, own: OwnSide, table: Uint8Array): () => MatchingResult {
  const { operation } = agreement;
  const payload = operation.name === 'psi' ? operation.payload : undefined;
  const delivered = new DeliveredTable(matching, table, payload?.bytes);
  if (operation.name === 'psi' && operation.reveals === 'count') return () => ({ count: delivered.countOf(own.values.tags), matches: undefined, notTested: notTestedIn(own.records) });
  return () => matchesIn(agreement, delivered, own);
}

function matchesIn(agreement: MatchingAgreement, delivered: DeliveredTable, { values, records }: OwnSide): MatchingResult {
  const { operation } = agreement;
  const payload = operation.name === 'psi' ? operation.payload : undefined;
  const { matched, payloadOf: textOf } = delivered.matchesOf(values);
  // A text that does not open, or says something else than was agreed, is no payload: it takes no match away.
  const payloadOf = (item: number) => {
    const bytes = textOf(item);
    return bytes === undefined ? undefined : parsePayload(bytes, payload?.columns.length ?? 0);
  };
  return matchingResult(agreement, new MatchedRows(agreement, records, matched, payloadOf));
}
