import { bug } from '../../../errors.js';
import type { ProtocolContext } from '../../protocol/network.js';
import { secureSum } from '../../protocol/secure-sum.js';
import type { OperationOutcome } from '../outcome.js';
import type { Hooks } from '../../protocol/hooks.js';
import { holdingOf, seatsOf } from '../seats.js';
import type { Contribution } from '../reading.js';
import { fieldFor } from './bounds.js';
import type { LinearKind } from './kind.js';
import { contributionOf, resultOf, type LinearResult } from './totals.js';
import type { LinearAgreement } from './types.js';

/** Sums the columns of all contributors under sharing: `docs/protocols/sum.md`. */
export async function runLinear<A extends LinearAgreement, C extends object>(kind: LinearKind<A, C>, context: ProtocolContext, agreement: A, contribution: Contribution | undefined, hooks: Hooks): Promise<OperationOutcome<LinearResult<C>>> {
  if (contribution !== undefined && contribution.kind !== 'totals') throw bug('something else than totals was read for a sum');
  const field = fieldFor(agreement);
  const value = contributionOf(kind, agreement, field, contribution?.totals);
  const contributors = seatsOf(agreement, agreement.contributors);
  const holding = holdingOf(agreement);
  if (holding !== undefined) {
    // The group's arithmetic takes a while to load, and most sessions do not need it.
    const { sealedSum } = await import('../../protocol/sealed-sum.js');
    const sealed = await sealedSum(context, field, value, contributors, holding, hooks);
    return { commitments: sealed.commitments, readResult: undefined, sealed };
  }
  const { commitments, sum } = await secureSum(context, field, value, { contributors, recipients: seatsOf(agreement, agreement.recipients) }, hooks);
  return { commitments, readResult: sum === undefined ? undefined : () => resultOf(kind, agreement, field, sum), sealed: undefined };
}
