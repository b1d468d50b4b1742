import { fieldFor } from '../agreement/bounds.js';
import type { Agreement } from '../agreement/types.js';
import type { ProtocolContext } from '../protocol/network.js';
import { secureSum } from '../protocol/secure-sum.js';
import { contributionOf, resultOf, type ColumnTotal, type LinearResult } from './linear.js';

export type OperationResult = LinearResult;

/** Runs what the agreement says over this party's prepared data. `beforeData` is awaited before anything that depends on data leaves. */
export async function runOperation(
  context: ProtocolContext,
  agreement: Agreement,
  totals: readonly ColumnTotal[] | undefined,
  beforeData: () => Promise<void>,
): Promise<{ result: OperationResult | undefined; commitments: readonly Uint8Array[] }> {
  const field = fieldFor(agreement);
  const recipients = agreement.recipients.map((name) => agreement.parties.findIndex((party) => party.name === name));
  const { commitments, sum } = await secureSum(context, field, contributionOf(agreement, field, totals), recipients, beforeData);
  return { commitments, result: sum === undefined ? undefined : resultOf(agreement, field, sum) };
}
