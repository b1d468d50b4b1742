import { agreementOf as agreementOfTerms, type LinearTerms, type Proposal as FullProposal } from '../../src/session/agreement/propose.js';
import type { LinearAgreement, Party } from '../../src/session/agreement/types.js';
import type { LinearResult } from '../../src/session/operations/linear/totals.js';
import type { OperationResult } from '../../src/session/operations/run.js';

/** A proposal of a sum or an average, in one object. */
export type Proposal = Omit<FullProposal, 'terms'> & Omit<LinearTerms, 'kind'>;

export function agreementOf(proposal: Proposal, parties: readonly Party[], meeting: LinearAgreement['meeting']): LinearAgreement {
  const { operation, columns, maxRows, allowTwo, ...rest } = proposal;
  return agreementOfTerms({ ...rest, terms: { kind: 'linear', operation, columns, maxRows, allowTwo } }, parties, meeting) as LinearAgreement;
}

/** A total out of what a session gave, as it is printed. */
export function totalOf(result: OperationResult | undefined, column: string): LinearResult['columns'][string] | undefined {
  return result !== undefined && 'columns' in result ? result.columns[column] : undefined;
}
