import { agreementOf as agreementOfTerms, type Proposal as FullProposal } from '../../src/session/agreement/propose.js';
import type { Party } from '../../src/session/agreement/types.js';
import type { LinearResult } from '../../src/session/operations/linear/totals.js';
import type { AverageColumn } from '../../src/session/operations/average/index.js';
import type { SumColumn } from '../../src/session/operations/sum/index.js';
import type { AnyLinear } from './operations.js';
import type { LinearTerms } from '../../src/session/operations/linear/propose.js';
import type { LinearAgreement } from '../../src/session/operations/linear/types.js';

/** A proposal of a sum or an average, in one object. */
export type Proposal = Omit<FullProposal, 'terms'> & LinearTerms<AnyLinear>;

export function agreementOf(proposal: Proposal, parties: readonly Party[], meeting: LinearAgreement['meeting']): LinearAgreement {
  const { operation, columns, maxRows, allowTwo, ...rest } = proposal;
  return agreementOfTerms<LinearTerms>({ ...rest, terms: { operation, columns, maxRows, allowTwo } }, parties, meeting) as LinearAgreement;
}

/** A total out of what a session gave, as it is printed. */
export function totalOf(result: object | undefined, column: string): SumColumn | AverageColumn | undefined {
  return result !== undefined && 'columns' in result ? (result as LinearResult<SumColumn | AverageColumn>).columns[column] : undefined;
}
