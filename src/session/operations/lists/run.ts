import { availableParallelism } from 'node:os';
import type { GroupEngine } from '../../../crypto/bulk/engine.js';
import { SodiumEngine } from '../../../crypto/bulk/sodium-engine.js';
import { bug } from '../../../errors.js';
import { keyCapOf } from './checks.js';
import { putsDataIn } from './testers.js';
import type { MatchingAgreement } from '../../agreement/types.js';
import type { ProtocolContext } from '../../protocol/network.js';
import { runAgainstLists } from '../match/run.js';
import { LocalMatcher, type BulkMatcher } from './thread/matcher.js';
import type { RecordKeys } from './matched-rows.js';
import type { Preparation } from '../psi/prepare.js';
import { inWords } from './progress.js';
import { runPsi } from '../psi/run.js';
import type { Hooks, OperationOutcome } from '../run.js';

/** What the operations of matching are given, but for the protocol's own context. */
export interface MatchingTask {
  readonly context: ProtocolContext;
  readonly engine: GroupEngine;
  /** For large lists. */
  readonly bulk: BulkMatcher;
  readonly agreement: MatchingAgreement;
  /** Undefined for a party that puts no list in. */
  readonly records: RecordKeys | undefined;
  readonly hooks: Hooks;
}

/** Runs a matching over this party's keys. The engine's threads end with it, however it ends. Without a preparation, all else is computed in this one. */
export async function runMatching(context: ProtocolContext, agreement: MatchingAgreement, records: RecordKeys | undefined, hooks: Hooks, prepared?: Preparation): Promise<OperationOutcome> {
  checkRecords(context, agreement, records);
  const engine = new SodiumEngine({ threads: availableParallelism(), ...(hooks.signal === undefined ? {} : { signal: hooks.signal }) });
  try {
    const onProgress = inWords(hooks.onProgress);
    const task = { context, engine, bulk: prepared?.matcher ?? new LocalMatcher(context, engine, { onProgress }), agreement, records, hooks: { ...hooks, onProgress } };
    return await (agreement.operation.name === 'psi' ? runPsi(task, agreement.operation) : runAgainstLists(task));
  } finally {
    await engine.close();
  }
}

/** What was read must be what was agreed, whoever read it. */
function checkRecords({ network, names }: ProtocolContext, agreement: MatchingAgreement, records: RecordKeys | undefined): void {
  const name = names[network.self] ?? '';
  if (putsDataIn(agreement, name) !== (records !== undefined)) throw bug('a list of a party that puts none in, or none of one that does');
  if (records === undefined) return;
  if (records.slots !== agreement.operation.keys.rules.length || records.count > keyCapOf(agreement, name)) throw bug('a list lies outside what the agreement allows');
}
