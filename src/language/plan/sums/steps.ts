/** Logistic models: the sums of each step. They enter after the sums for the program's other results. */
import type { Checked, Model, ModelReveal } from '../../check/program.js';
import { largerMagnitude } from '../../check/ranges.js';
import type { Bounds } from '../../check/types.js';
import { stepsIn } from '../../evaluate/logistic.js';
import { STEP_DECIMALS, stepLength } from '../../evaluate/logistic-sums.js';
import { power10, roundedDivide } from '../../numbers/rational.js';

/** A model that is made in steps, for those who learn it. */
export interface SteppedModel {
  readonly reveal: ModelReveal;
  readonly steps: number;
  /** Sums of one step. */
  readonly length: number;
  /** The range of one party's own sum of a step, in units of 10^−9. */
  readonly range: Bounds<bigint>;
  /** Roles that see the sums. The role that has the rows is among them. */
  readonly recipients: readonly string[];
}

export function steppedModels(checked: Checked): SteppedModel[] {
  return checked.reveals.flatMap((reveal) => {
    if (reveal.kind !== 'model' || reveal.model.tree.regression !== 'logistic') return [];
    const { model } = reveal;
    return [{ reveal, steps: stepsIn(model), length: stepLength(model.predictors.length + 1), range: rangeOf(model), recipients: [...reveal.recipients].sort() }];
  });
}

/** |Σ (y − p)·x| ≤ n·|x|, and |Σ p·(1 − p)·x·z| ≤ n·|x|·|z| / 4; with one unit more, for rounding. */
function rangeOf({ rows, predictors }: Model): Bounds<bigint> {
  const widest = predictors.reduce((most, { info: { type } }) => {
    const size = type.kind === 'number' ? roundedDivide(largerMagnitude(type), power10(type.decimals), 'up') : 1n;
    return size > most ? size : most;
  }, 1n);
  const most = BigInt(rows.most) * widest * widest * power10(STEP_DECIMALS) + 1n;
  return [-most, most];
}
