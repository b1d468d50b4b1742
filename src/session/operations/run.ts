import { fieldFor } from './linear/bounds.js';
import { bug } from '../../errors.js';
import { isMatching, type Agreement, type LinearAgreement } from '../agreement/types.js';
import type { ProtocolContext } from '../protocol/network.js';
import type { Dealt } from '../protocol/dealing.js';
import { secureSum, type Milestones } from '../protocol/secure-sum.js';
import { holdingOf, placesOf } from './places.js';
import { contributionOf, resultOf, type ColumnTotal, type LinearResult } from './linear/totals.js';
import type { MatchingResult, RecordKeys } from './lists/matched-rows.js';
import type { Preparation } from './psi/prepare.js';
import type { SealedList } from './lists/sealed.js';

export type OperationResult = LinearResult | MatchingResult;

/** A party's own data, as an operation takes it. */
export type Contribution = { readonly kind: 'totals'; readonly totals: readonly ColumnTotal[] } | { readonly kind: 'records'; readonly records: RecordKeys };

/** What a session does at points of no return, and who watches. */
export interface Hooks extends Milestones {
  /** How far a long step is. */
  readonly onProgress?: (step: string, done: number, total: number) => void;
  /** Aborted when the session ends before its time. */
  readonly signal?: AbortSignal;
}

export interface OperationOutcome {
  /** Of every party, in the roster's order: what stands in the receipt. */
  readonly commitments: readonly Uint8Array[];
  /**
   * For a recipient, unless the result is sealed: reads what was opened. It throws DEVIATION where that cannot be, and is called only
   * when the session is over, for others too: a recipient that stopped at certain values, and at others not, or took longer, would tell everybody about the value.
   */
  readonly readResult: (() => OperationResult | Promise<OperationResult>) | undefined;
  /** Where the agreement has a threshold. */
  readonly sealed: Dealt | undefined;
  /** For a recipient of a comparison of lists whose result is sealed: what it keeps for the opening. */
  readonly list?: SealedList | undefined;
}

/** Runs what the agreement says over this party's data; undefined for a party that puts none in. */
export async function runOperation(context: ProtocolContext, agreement: Agreement, contribution: Contribution | undefined, hooks: Hooks, prepared?: Preparation): Promise<OperationOutcome> {
  if (isMatching(agreement)) {
    if (contribution?.kind === 'totals') throw bug('totals were read for a matching');
    // The group's arithmetic in bulk, of which a sum needs nothing.
    const { runMatching } = await import('./lists/run.js');
    return runMatching(context, agreement, contribution?.records, hooks, prepared);
  }
  if (contribution?.kind === 'records') throw bug('records were read for a sum');
  return runLinear(context, agreement, contribution?.totals, hooks);
}

async function runLinear(context: ProtocolContext, agreement: LinearAgreement, totals: readonly ColumnTotal[] | undefined, milestones: Milestones): Promise<OperationOutcome> {
  const field = fieldFor(agreement);
  const value = contributionOf(agreement, field, totals);
  const contributors = placesOf(agreement, agreement.contributors);
  const holding = holdingOf(agreement);
  if (holding !== undefined) {
    // The group's arithmetic takes a while to load, and most sessions do not need it.
    const { sealedSum } = await import('../protocol/sealed-sum.js');
    const sealed = await sealedSum(context, field, value, contributors, holding, milestones);
    return { commitments: sealed.commitments, readResult: undefined, sealed };
  }
  const { commitments, sum } = await secureSum(context, field, value, { contributors, recipients: placesOf(agreement, agreement.recipients) }, milestones);
  return { commitments, readResult: sum === undefined ? undefined : () => resultOf(agreement, field, sum), sealed: undefined };
}
