import { bug } from '../../errors.js';
import { keyCapOf } from '../agreement/matching.js';
import type { PsiOperation } from '../agreement/types.js';
import { deliver, takeDelivery, type Matches } from '../protocol/matching/deliver.js';
import { receiveCount, sendCount } from '../protocol/matching/psi-count.js';
import { receiveVoprf, sendVoprf } from '../protocol/matching/psi-voprf.js';
import type { Matching, Run } from '../protocol/matching/run.js';
import { commitToSets, PSI_COMMIT_STEP } from '../protocol/matching/set-commitment.js';
import { MatchedRows, matchingResult, NO_KEY, type RecordKeys } from './matched-rows.js';
import type { MatchingTask } from './matching.js';
import { parsePayload, payloadBytes } from './payload.js';
import { placesOf, type OperationOutcome } from './run.js';

/**
 * Two lists, to one recipient or to both: then they are two runs, each with keys of its own. `docs/protocols/psi.md`.
 */
export async function runPsi(task: MatchingTask, operation: PsiOperation): Promise<OperationOutcome> {
  const { context, records, hooks } = task;
  const { self } = context.network;
  await hooks.beforeCommitting?.();
  const { commitments } = await commitToSets(context, PSI_COMMIT_STEP, placesOf(task.agreement, task.agreement.contributors), records?.digests);
  if (records === undefined) return { commitments, readResult: undefined, sealed: undefined };

  let readResult: OperationOutcome['readResult'];
  const take = operation.reveals === 'count' ? takeCount : takeMatches;
  // One after the other: two parties have one channel.
  for (const run of runsOf(task)) {
    const matching = { context, engine: task.engine, run, onProgress: hooks.onProgress };
    if (run.receiver === self) readResult = await take(task, operation, matching, records);
    else await give(task, operation, matching, records);
  }
  return { commitments, readResult, sealed: undefined };
}

function runsOf({ agreement }: MatchingTask): Run[] {
  const { contributors } = agreement;
  return agreement.recipients.map((recipient) => {
    const other = contributors.find((name) => name !== recipient);
    const [receiver, sender] = placesOf(agreement, [recipient, other ?? '']);
    if (receiver === undefined || sender === undefined || other === undefined) throw bug('a comparison without two lists');
    return { receiver, sender, receiverCap: keyCapOf(agreement, recipient), senderCap: keyCapOf(agreement, other) };
  });
}

async function give({ hooks }: MatchingTask, operation: PsiOperation, matching: Matching, records: RecordKeys): Promise<void> {
  if (operation.reveals === 'count') {
    await sendCount(matching, records.digests);
    return;
  }
  const { payload } = operation;
  const values = await sendVoprf(matching, records.digests, { withPayloadKeys: payload !== undefined });
  hooks.onOpening?.();
  deliver(matching, values, payload === undefined ? undefined : { texts: textsOf(records), maxBytes: payload.bytes });
}

async function takeCount(_: MatchingTask, __: PsiOperation, matching: Matching, records: RecordKeys): Promise<OperationOutcome['readResult']> {
  const count = await receiveCount(matching, records.digests);
  return () => ({ count, matches: undefined });
}

async function takeMatches({ agreement }: MatchingTask, { payload }: PsiOperation, matching: Matching, records: RecordKeys): Promise<OperationOutcome['readResult']> {
  const values = await receiveVoprf(matching, records.digests, { withPayloadKeys: payload !== undefined });
  const { matched, payloads } = await takeDelivery(matching, values, payload?.bytes);
  return () => matchingResult(agreement, new MatchedRows(agreement, records, matched, payloadReader(payloads, payload?.columns.length ?? 0)));
}

/** A text that does not open, or says something else than was agreed, is no payload: it takes no match away. */
function payloadReader(payloads: Matches['payloads'], columns: number): (item: number) => readonly string[] | undefined {
  return (item) => {
    const bytes = payloads[item];
    return bytes === undefined ? undefined : parsePayload(bytes, columns);
  };
}

/** The payload that goes with each key: of rows that share one, the first's. */
function textsOf(records: RecordKeys): Uint8Array[] {
  const { rows, slots, itemOf, count } = records;
  const texts = new Array<Uint8Array>(count);
  for (let row = rows; row >= 1; row--) {
    const text = payloadBytes(records.payload(row));
    for (let slot = 0; slot < slots; slot++) {
      const item = itemOf[(row - 1) * slots + slot] ?? NO_KEY;
      if (item !== NO_KEY) texts[item] = text;
    }
  }
  return texts;
}
