import { fieldFor } from '../agreement/bounds.js';
import type { Agreement } from '../agreement/types.js';
import type { ProtocolContext } from '../protocol/network.js';
import { secureSum, type Milestones } from '../protocol/secure-sum.js';
import { contributionOf, resultOf, type ColumnTotal, type LinearResult } from './linear.js';

export type OperationResult = LinearResult;

export interface OperationOutcome {
  /** Of every party, in the roster's order: what stands in the receipt. */
  readonly commitments: readonly Uint8Array[];
  /**
   * For a recipient: reads what was opened. It throws DEVIATION where that cannot be, and is called only after the last message
   * of the session: a recipient that stopped at certain values, and at others not, would tell everybody about the value.
   */
  readonly readResult: (() => OperationResult) | undefined;
}

/** Runs what the agreement says over this party's prepared data. */
export async function runOperation(context: ProtocolContext, agreement: Agreement, totals: readonly ColumnTotal[] | undefined, milestones: Milestones): Promise<OperationOutcome> {
  const field = fieldFor(agreement);
  const roles = { contributors: placesOf(agreement, agreement.contributors), recipients: placesOf(agreement, agreement.recipients) };
  const { commitments, sum } = await secureSum(context, field, contributionOf(agreement, field, totals), roles, milestones);
  return { commitments, readResult: sum === undefined ? undefined : () => resultOf(agreement, field, sum) };
}

/** Places in the roster of parties named in it. */
export function placesOf(agreement: Agreement, names: readonly string[]): number[] {
  return names.map((name) => agreement.parties.findIndex((party) => party.name === name));
}
