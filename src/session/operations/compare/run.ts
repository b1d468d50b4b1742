import { availableParallelism } from 'node:os';
import { SodiumEngine } from '../../../crypto/bulk/sodium-engine.js';
import { concat, lengthPrefixed } from '../../../crypto/bytes.js';
import { commit, COMMITMENT_LENGTH } from '../../../crypto/commitment.js';
import { bug } from '../../../errors.js';
import { broadcast } from '../../protocol/broadcast.js';
import { Engine } from '../../protocol/engine/engine.js';
import type { ProtocolContext } from '../../protocol/network.js';
import { checkCommitments } from '../../protocol/secure-sum.js';
import type { Hooks, OperationOutcome } from '../outcome.js';
import { placesOf } from '../places.js';
import type { Contribution } from '../reading.js';
import { numberBits, numberRange } from './numbers.js';
import { comparePlan } from './program.js';
import { compareResult } from './result.js';
import type { CompareAgreement, CompareResult } from './types.js';

const COMMITMENT_LABEL = 'mpc compare number v1';
const COMMIT_STEP = 'compare/commit';

/** Compares the numbers of all contributors on the engine: `docs/protocols/engine.md`. */
export async function runCompare(context: ProtocolContext, agreement: CompareAgreement, contribution: Contribution | undefined, hooks: Hooks): Promise<OperationOutcome<CompareResult>> {
  if (contribution?.kind === 'records') throw bug('records were read for a comparison');
  const contributors = placesOf(agreement, agreement.contributors);
  const { self } = context.network;
  const contributes = contributors.includes(self);
  const group = new SodiumEngine({ threads: availableParallelism(), ...(hooks.signal === undefined ? {} : { signal: hooks.signal }) });
  const engine = new Engine(context, group, comparePlan(agreement), {
    ...(hooks.onOpening === undefined ? {} : { onOpening: hooks.onOpening }),
    ...(hooks.onProgress === undefined ? {} : { onProgress: hooks.onProgress }),
  });
  try {
    await engine.prepare();
    await hooks.beforeCommitting?.();
    const number = contributes ? numberOf(agreement, contribution) : undefined;
    const commitments = await broadcast(context, COMMIT_STEP, number === undefined ? new Uint8Array(0) : commitmentTo(context, agreement, number), COMMITMENT_LENGTH);
    checkCommitments(context, commitments, contributors);
    const outputs = await engine.run(number === undefined ? [] : [[number]]);
    const isRecipient = placesOf(agreement, agreement.recipients).includes(self);
    return { commitments, readResult: isRecipient ? () => compareResult(agreement, outputs) : undefined, sealed: undefined };
  } finally {
    engine.close();
    await group.close();
  }
}

/** This party's number less the least that one can be. */
function numberOf(agreement: CompareAgreement, contribution: Contribution | undefined): bigint {
  const { low, high } = numberRange(agreement);
  const total = contribution?.kind === 'totals' ? contribution.totals[0] : undefined;
  if (total === undefined || total.sum < low || total.sum > high) throw bug('a number lies outside what the agreement allows');
  return total.sum - low;
}

/** For the receipt: who keeps the nonce could show later what it put in. It is not kept, and what the engine computes on is bound by its own messages. */
function commitmentTo({ sid, network }: ProtocolContext, agreement: CompareAgreement, number: bigint): Uint8Array {
  const bytes = Uint8Array.from({ length: Math.ceil(numberBits(agreement) / 8) }, (_, i) => Number((number >> BigInt(8 * i)) & 255n));
  return commit(COMMITMENT_LABEL, sid, network.self, concat(lengthPrefixed(bytes))).commitment;
}
