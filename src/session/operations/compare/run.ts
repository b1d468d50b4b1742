import { u32be } from '../../../crypto/bytes.js';
import { hashParts } from '../../../crypto/hash.js';
import { bug } from '../../../errors.js';
import type { ProtocolContext } from '../../protocol/network.js';
import type { OperationOutcome } from '../outcome.js';
import type { Hooks } from '../../protocol/hooks.js';
import { seatsOf } from '../seats.js';
import type { Contribution } from '../reading.js';
import { numberRange } from './numbers.js';
import { ComparePreparation } from './prepare.js';
import { compareResult } from './result.js';
import type { CompareAgreement, CompareResult } from './types.js';

const INPUT_LABEL = 'mpc compare input v1';

/** Compares the numbers of all contributors on the engine: `docs/protocols/compare.md`. */
export async function runCompare(context: ProtocolContext, agreement: CompareAgreement, contribution: Contribution | undefined, hooks: Hooks, prepared?: ComparePreparation): Promise<OperationOutcome<CompareResult>> {
  if (prepared !== undefined) return compareOn(prepared, context, agreement, contribution);
  const own = new ComparePreparation(agreement);
  try {
    own.begin(context, hooks);
    return await compareOn(own, context, agreement, contribution);
  } finally {
    await own.close();
  }
}

async function compareOn(preparation: ComparePreparation, context: ProtocolContext, agreement: CompareAgreement, contribution: Contribution | undefined): Promise<OperationOutcome<CompareResult>> {
  const { self } = context.network;
  const contributors = seatsOf(agreement, agreement.contributors);
  const inputs = contributors.includes(self) ? [[numberOf(agreement, contribution)]] : [];
  const engine = await preparation.ready();
  const outputs = await engine.run(inputs);
  const commitments = engine.maskedInputs.map((masked, party) => (contributors.includes(party) ? commitmentOf(context, party, masked) : new Uint8Array(0)));
  const isRecipient = seatsOf(agreement, agreement.recipients).includes(self);
  return { commitments, readResult: isRecipient ? () => compareResult(agreement, outputs) : undefined, sealed: undefined };
}

/** This party's number minus the minimum. */
function numberOf(agreement: CompareAgreement, contribution: Contribution | undefined): bigint {
  const { low, high } = numberRange(agreement);
  const total = contribution?.kind === 'totals' ? contribution.totals[0] : undefined;
  if (total === undefined || total.sum < low || total.sum > high) throw bug('a number lies outside what the agreement allows');
  return total.sum - low;
}

/**
 * The commitment in the receipt: the masked number as it was broadcast. The mask is uniform, as long as the number, and known to its owner alone, so the hash
 * needs no salt.
 */
function commitmentOf({ sid }: ProtocolContext, party: number, masked: Uint8Array): Uint8Array {
  return hashParts(INPUT_LABEL, sid, u32be(party), masked);
}
