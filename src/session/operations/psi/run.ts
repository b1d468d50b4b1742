import { receiveTable, sendTable, tableOf } from '../../protocol/matching/deliver.js';
import type { OprfValues } from '../../protocol/matching/oprf-values.js';
import { receiveCountTags, sendCountAnswers } from '../../protocol/matching/psi-count.js';
import type { Matching } from '../../protocol/matching/direction.js';
import { commitToSet, commitToSets, PSI_COMMIT_STEP } from '../../protocol/matching/set-commitment.js';
import { MatchedRows, matchingResult, type MatchingResult } from '../lists/matched-rows.js';
import { sealLists, type OwnList, type OwnSide } from '../lists/sealed.js';
import type { MatchingTask } from '../lists/task.js';
import type { OperationOutcome } from '../outcome.js';
import { holdingOf, seatsOf } from '../seats.js';
import type { RecordKeys } from '../reading.js';
import { valuesOf } from './oprf.js';
import { resultFromTable } from './result.js';
import { directionsOf, sealedTablesOf } from './roles.js';
import type { PsiAgreement, PsiOperation } from './types.js';

/**
 * Two lists, for one recipient or for both. For both, they are compared in two directions, each with keys of its own: `docs/protocols/psi.md`. If the result is
 * to be sealed, each sender's table is sealed in place of being sent.
 */
export async function runPsi(task: MatchingTask<PsiAgreement>): Promise<OperationOutcome<MatchingResult>> {
  const { context, agreement, records, hooks } = task;
  const { operation } = agreement;
  const { self } = context.network;
  await hooks.beforeCommitting?.();
  const { commitments } = await commitToSets(context, PSI_COMMIT_STEP, seatsOf(agreement, agreement.contributors), records && commitToSet(context, records.setHash));
  const holding = holdingOf(agreement);
  const list: { table?: Uint8Array; own?: OwnSide } = {};
  let readResult: OperationOutcome<MatchingResult>['readResult'];
  // One after the other, because two parties have one channel.
  const directions = directionsOf(agreement);
  for (const direction of directions) {
    if (records === undefined) break;
    const matching = { context, group: task.group, direction, onProgress: hooks.onProgress };
    if (holding === undefined && isLarge(operation)) {
      const compare = await task.matcher.exchange(direction, records.digests, { isLast: direction === directions.at(-1), onOpening: hooks.onOpening });
      if (compare !== undefined) readResult = async () => matchingResult(agreement, new MatchedRows(agreement, records, await compare()));
    } else if (direction.sender === self) {
      const table = await answer(task, operation, matching, records);
      if (holding === undefined) {
        hooks.onOpening?.();
        sendTable(matching, table);
      } else list.table = table;
    } else {
      const own = { values: await ask(task, operation, matching, records.digests), records };
      if (holding === undefined) {
        readResult = resultFromTable(agreement, matching, own, await receiveTable(matching, operation.payload?.bytes));
      } else list.own = own;
    }
  }
  if (holding === undefined) return { commitments, readResult, sealed: undefined };
  return sealLists(task, sealedTablesOf(agreement), holding, commitments, list satisfies OwnList);
}

/** Whether only tags are to be delivered, and many of them. */
function isLarge({ protocol, payload }: PsiOperation): boolean {
  return protocol === 'vole' && payload === undefined;
}

async function answer({ matcher }: MatchingTask, operation: PsiOperation, matching: Matching, records: RecordKeys): Promise<Uint8Array> {
  if (operation.reveals === 'count') return sendCountAnswers(matching, records.digests);
  const { payload } = operation;
  const values = await valuesOf(operation, matching, matcher, records.digests, { withPayloadKeys: payload !== undefined });
  return tableOf(matching, values, payload === undefined ? undefined : { texts: records.texts, maxBytes: payload.bytes });
}

async function ask({ matcher }: MatchingTask, operation: PsiOperation, matching: Matching, digests: Uint8Array): Promise<OprfValues> {
  if (operation.reveals === 'count') return { tags: await receiveCountTags(matching, digests), payloadKeys: new Uint8Array(0) };
  return valuesOf(operation, matching, matcher, digests, { withPayloadKeys: operation.payload !== undefined });
}
