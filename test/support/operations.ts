import type { Agreement } from '../../src/session/agreement/types.js';
import { averageDefinition, type AverageOperation } from '../../src/session/operations/average/index.js';
import type { LinearKind } from '../../src/session/operations/linear/kind.js';
import type { LinearAgreement } from '../../src/session/operations/linear/types.js';
import type { MatchingResult } from '../../src/session/operations/lists/matched-rows.js';
import type { SealedList } from '../../src/session/operations/lists/sealed.js';
import type { MatchingAgreement } from '../../src/session/operations/lists/types.js';
import { openMatch } from '../../src/session/operations/match/open.js';
import type { MatchAgreement, MatchOperation } from '../../src/session/operations/match/types.js';
import type { OperationOutcome, Preparation } from '../../src/session/operations/outcome.js';
import type { Hooks } from '../../src/session/protocol/hooks.js';
import { openPsi } from '../../src/session/operations/psi/open.js';
import type { PsiAgreement, PsiOperation } from '../../src/session/operations/psi/types.js';
import type { Contribution, RecordKeys } from '../../src/session/operations/reading.js';
import { operationOf } from '../../src/session/operations/registry.js';
import { sumDefinition, type SumOperation } from '../../src/session/operations/sum/index.js';
import type { ProtocolContext } from '../../src/session/protocol/network.js';

export type AnyLinear = SumOperation | AverageOperation;
export type AnyMatching = PsiOperation | MatchOperation;

/** As a session runs it. */
export async function runOperation(context: ProtocolContext, agreement: Agreement, contribution: Contribution | undefined, hooks: Hooks, prepared?: Preparation): Promise<OperationOutcome> {
  const computation = await operationOf(agreement).load();
  return computation.run(context, agreement, contribution, hooks, prepared);
}

export async function runMatching(context: ProtocolContext, agreement: MatchingAgreement, records: RecordKeys | undefined, hooks: Hooks, prepared?: Preparation): Promise<OperationOutcome<MatchingResult>> {
  return (await runOperation(context, agreement, records && { kind: 'records', records }, hooks, prepared)) as OperationOutcome<MatchingResult>;
}

export function openList(agreement: Agreement, sid: Uint8Array, list: SealedList, key: bigint): MatchingResult {
  return agreement.operation.name === 'psi' ? openPsi(agreement as PsiAgreement, sid, list, key) : openMatch(agreement as MatchAgreement, sid, list, key);
}

export function asLinear(agreement: Agreement): LinearAgreement {
  if (operationOf(agreement).name in KINDS) return agreement as LinearAgreement;
  throw new Error('an agreement about something else than numbers');
}

const KINDS: Readonly<Record<string, LinearKind>> = { sum: sumDefinition, average: averageDefinition };

export function kindOf({ operation }: Pick<Agreement, 'operation'>): LinearKind {
  return KINDS[operation.name] as LinearKind;
}
