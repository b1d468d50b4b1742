import { fromElement, toElement } from '../../../crypto/field.js';
import { elementsOf, vectorOf } from '../../../crypto/field-vector.js';
import { hashParts } from '../../../crypto/hash.js';
import { ImpossibleSums } from '../../../language/evaluate/impossible-sums.js';
import { afterStep, beforeSteps, fittedAfter, type Iteration } from '../../../language/evaluate/logistic.js';
import { stepSums, type Design } from '../../../language/evaluate/logistic-sums.js';
import type { Fitted } from '../../../language/evaluate/fitted.js';
import { u32be } from '../../../crypto/bytes.js';
import type { Network, ProtocolContext } from '../../protocol/network.js';
import { secureSum } from '../../protocol/secure-sum.js';
import type { Hooks } from '../../protocol/hooks.js';
import { seatsOf } from '../seats.js';
import type { Compiled } from './compiled.js';
import type { ProgramAgreement } from './types.js';

const STEP_LABEL = 'mpc program step v1';

type Model = Compiled['models'][number];

export interface Stepped {
  /** One commitment for each step, by party. */
  readonly commitments: readonly Uint8Array[][];
  /** For the parties that learn the model: the fit from the number of rows. Throws ImpossibleSums if a sum of a step was outside its range. */
  readonly fitted: ((rows: bigint) => Fitted) | undefined;
}

/**
 * All steps of one model. In each step, the parties that have the rows contribute their sums at the coefficients of the step before, and the parties that learn
 * the model see the sums of all. Every step is a sum of its own, under a session identifier of its own. The program fixes their number, whatever comes out: if
 * the model stays closed, or has stopped, zeros are added up.
 *
 * @param isOpen whether the counts allow it; irrelevant for parties that have no rows.
 * @param design this party’s rows of the model.
 */
export async function runSteps(context: ProtocolContext, agreement: ProgramAgreement, { names }: Compiled, plan: Model, isOpen: boolean, design: Design | undefined, hooks: Hooks): Promise<Stepped> {
  const { reveal: { model, number }, field, steps, length, range: [low, high] } = plan;
  const givers = names.get(model.rows.role.name) ?? [];
  const roles = { contributors: seatsOf(agreement, givers), recipients: seatsOf(agreement, plan.recipients.flatMap((role) => names.get(role) ?? [])).sort((a, b) => a - b) };
  const commitments: Uint8Array[][] = agreement.parties.map(() => []);
  const learns = roles.recipients.includes(context.network.self);
  const [least, most] = [low * BigInt(givers.length), high * BigInt(givers.length)];
  let progress: Iteration = beforeSteps(model);
  let isPossible = true;
  for (let step = 1; step <= steps; step++) {
    hooks.signal?.throwIfAborted();
    hooks.onProgress?.(`Making the model ${model.name}`, step - 1, steps);
    const isAsked = isOpen && design !== undefined && progress.stopped === undefined;
    const own = isAsked ? stepSums(design, progress.estimates).map((sum) => (sum < low ? low : sum > high ? high : sum)) : Array.from({ length }, () => 0n);
    const done = await secureSum(stepContext(context, number, step), field, vectorOf(field, own.map((sum) => toElement(field, sum))), roles);
    done.commitments.forEach((each, party) => commitments[party]?.push(each));
    if (done.sum === undefined) continue;
    const sums = elementsOf(field, done.sum).map((each) => fromElement(field, each, least, most));
    // An impossible sum is refused when the session is over, as with all results. Until then the steps continue without it.
    isPossible &&= sums.every((sum) => sum !== undefined);
    progress = afterStep(model, progress, sums.map((sum) => sum ?? 0n));
  }
  hooks.onProgress?.(`Making the model ${model.name}`, steps, steps);
  const fitted = (rows: bigint): Fitted => {
    if (!isPossible) throw new ImpossibleSums('A sum of a step is out of its range.');
    return fittedAfter(model, rows, progress);
  };
  return { commitments, fitted: learns ? fitted : undefined };
}

/** A message of one step cannot be used as part of another. */
function stepContext(context: ProtocolContext, reveal: number, step: number): ProtocolContext {
  const prefix = `model ${reveal} step ${step}/`;
  const { network, transcript } = context;
  const within: Network = {
    self: network.self,
    count: network.count,
    send: (to, label, message) => network.send(to, prefix + label, message),
    receive: async (from, label, maxBytes) => network.receive(from, prefix + label, maxBytes),
  };
  return { ...context, network: within, sid: hashParts(STEP_LABEL, context.sid, u32be(reveal), u32be(step)), transcript: { add: (label, messages) => transcript.add(prefix + label, messages) } };
}
