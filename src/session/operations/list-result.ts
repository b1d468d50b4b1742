import type { MatchingAgreement } from '../agreement/types.js';
import { countInTable, readTable, type TableContext } from '../protocol/matching/deliver.js';
import type { OprfValues } from '../protocol/matching/oprf-values.js';
import { MatchedRows, matchingResult, type MatchingResult, type RecordKeys } from './matched-rows.js';
import { parsePayload } from './payload.js';

/** The recipient's own side of a comparison of two lists, which a table of the other's turns into a result. */
export interface OwnSide {
  /** Of each of its keys, in their order; of a count alone, in no order. */
  readonly values: OprfValues;
  readonly records: RecordKeys;
}

/** What a table of the other list says. Throws DEVIATION, naming the sender, where no honest one could have made the table. */
export function resultFromTable(agreement: MatchingAgreement, matching: TableContext, { values, records }: OwnSide, table: Uint8Array): MatchingResult {
  const { operation } = agreement;
  if (operation.name === 'psi' && operation.reveals === 'count') return { count: countInTable(matching, values.tags, table), matches: undefined };
  const payload = operation.name === 'psi' ? operation.payload : undefined;
  const { matched, payloadOf: textOf } = readTable(matching, values, table, payload?.bytes);
  // A text that does not open, or says something else than was agreed, is no payload: it takes no match away.
  const payloadOf = (item: number) => {
    const bytes = textOf(item);
    return bytes === undefined ? undefined : parsePayload(bytes, payload?.columns.length ?? 0);
  };
  return matchingResult(agreement, new MatchedRows(agreement, records, matched, payloadOf));
}
