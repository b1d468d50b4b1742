import { availableParallelism } from 'node:os';
import { SodiumGroup } from '../../../crypto/batch/sodium-group.js';
import { bug } from '../../../errors.js';
import type { ProtocolContext } from '../../protocol/network.js';
import type { OperationOutcome } from '../outcome.js';
import type { Hooks } from '../../protocol/hooks.js';
import type { Contribution, RecordKeys } from '../reading.js';
import { hasList, keyCapOf } from './caps.js';
import type { MatchingResult } from './matched-rows.js';
import { inWords } from './progress.js';
import type { MatchingTask } from './task.js';
import { tellTested } from './tested.js';
import { LocalMatcher, type ListMatcher } from './thread/matcher.js';
import type { MatchingAgreement } from './types.js';

export interface RunLists<A extends MatchingAgreement> {
  readonly context: ProtocolContext;
  readonly agreement: A;
  readonly contribution: Contribution | undefined;
  readonly hooks: Hooks;
  /** Set if it was prepared; otherwise this thread compares large lists. */
  readonly matcher?: ListMatcher | undefined;
  readonly compare: (task: MatchingTask<A>) => Promise<OperationOutcome<MatchingResult>>;
}

/** Runs a comparison over this party's keys. The group's threads end with it, whatever the outcome. */
export async function runLists<A extends MatchingAgreement>({ context, agreement, contribution, hooks, matcher, compare }: RunLists<A>): Promise<OperationOutcome<MatchingResult>> {
  if (contribution !== undefined && contribution.kind !== 'records') throw bug('something else than records was read for a matching');
  const records = contribution?.records;
  checkRecords(context, agreement, records);
  const group = new SodiumGroup({ threads: availableParallelism(), ...(hooks.signal === undefined ? {} : { signal: hooks.signal }) });
  try {
    const onProgress = inWords(hooks.onProgress);
    const task = { context, group, matcher: matcher ?? new LocalMatcher(context, group, { onProgress }), agreement, records, hooks: { ...hooks, onProgress } };
    return await tellTested(task, await compare(task));
  } finally {
    await group.close();
  }
}

/** The data read must be the agreed data, whoever read them. */
function checkRecords({ network, names }: ProtocolContext, agreement: MatchingAgreement, records: RecordKeys | undefined): void {
  const name = names[network.self] ?? '';
  if (hasList(agreement, name) !== (records !== undefined)) throw bug('a list of a party that puts none in, or none of one that does');
  if (records === undefined) return;
  if (records.slots !== agreement.operation.keys.rules.length || records.count > keyCapOf(agreement, name)) throw bug('a list lies outside what the agreement allows');
}
