/** A program on sums in one process, without a network, beside its plain evaluation. */
import type { Checked } from '../../src/language/check/program.js';
import { standInNames, type Result } from '../../src/language/evaluate/results.js';
import { evaluateProgram } from '../../src/language/evaluate/run.js';
import type { Inputs } from '../../src/language/evaluate/world.js';
import { planOf } from '../../src/language/plan/plan.js';
import { afterStep, beforeSteps, fittedAfter } from '../../src/language/evaluate/logistic.js';
import { stepSums } from '../../src/language/evaluate/logistic-sums.js';
import type { Fitted } from '../../src/language/evaluate/fitted.js';
import type { SteppedModel } from '../../src/language/plan/sums/steps.js';
import { ownEntries, type Entered, type PublicInputs } from '../../src/language/plan/sums/enter.js';
import { Counted, resultsOfSums } from '../../src/language/plan/sums/open.js';
import type { Layout } from '../../src/language/plan/sums/layout.js';
import { checkedProgram } from './fixtures.js';

const makeKey = (parts: unknown) => JSON.stringify(parts);

/** What came of it, and which sums were opened. */
export interface Ran {
  readonly values: Readonly<Record<string, Result>>;
  readonly open: readonly (readonly boolean[])[];
}

/** Every party works out its sums alone; they are added; counts are opened, and then what those and the parties allow. */
function onSums(checked: Checked, { measures, gates, ties }: Layout, models: readonly SteppedModel[], inputs: Inputs): Ran {
  const counts = new Map([...inputs.members].map(([role, members]) => [role, members.length]));
  const known: PublicInputs = { counts, parameters: inputs.parameters, lists: inputs.lists };
  const names = standInNames(checked, counts);
  const entered = [...inputs.members].flatMap(([role, members]) => members.map((data, member) => ownEntries({ checked, measures, models }, known, { role, member }, data, makeKey)));
  const parts = entered.map(({ sums }) => sums);
  for (const own of parts) {
    own.forEach((sums, i) => {
      const [low, high] = measures[i]?.range ?? [0n, 0n];
      for (const sum of sums) if (sum < low || sum > high) throw new Error(`${measures[i]?.key ?? ''}: ${sum} is outside`);
    });
  }
  const totals = measures.map((_, i) => (parts[0]?.[i] ?? []).map((__, cell) => parts.reduce((sum, own) => sum + (own[i]?.[cell] ?? 0n), 0n)));
  const first = totals.map((each, i) => (measures[i]?.isFirst === true ? each : undefined));
  const planned = { checked, measures, gates, ties, known, names };
  const counted = new Counted(planned, first);
  const parties = [...inputs.members].flatMap(([role, members]) => members.map((_, member) => names.get(role)?.[member] ?? ''));
  const own = parts.map((sums) => counted.without(sums));
  const shut = counted.shutBy(gates.map((_, gate) => (own[0]?.[gate] ?? []).map((__, cell) => parties.filter((___, i) => own[i]?.[gate]?.[cell] === true))));
  const open = counted.openable(shut);
  return { values: resultsOfSums(planned, totals.map((each, i) => each.map((total, cell) => (open[i]?.[cell] === true ? total : undefined))), fitsOf(models, entered), shut), open };
}

/** Every step: the parties’ own sums, added. */
function fitsOf(models: readonly SteppedModel[], entered: readonly Entered[]): Map<number, Fitted> {
  return new Map(models.map(({ reveal: { number, model }, steps, range: [low, high] }, i) => {
    const designs = entered.flatMap(({ designs: own }) => own[i] ?? []);
    let progress = beforeSteps(model);
    for (let step = 0; step < steps; step++) {
      const own = designs.map((design) => stepSums(design, progress.estimates));
      for (const sum of own.flat()) if (sum < low || sum > high) throw new Error(`${sum} is outside`);
      progress = afterStep(model, progress, (own[0] ?? []).map((_, k) => own.reduce((sum, each) => sum + (each[k] ?? 0n), 0n)));
    }
    return [number, fittedAfter(model, BigInt(designs.reduce((sum, { rows }) => sum + rows, 0)), progress)];
  }));
}

/** A program with its plan on sums; throws with what is in the way. */
export function planned(text: string) {
  const { checked } = checkedProgram(text);
  const plan = planOf(checked);
  if (plan.on !== 'sums') throw new Error(JSON.stringify(plan.lines));
  return { checked, ...plan };
}

/** The same data twice: evaluators add to the rows that they are given. */
export function both(text: string, make: (checked: Checked) => Inputs): { sums: Ran; plain: Ran['values'] } {
  const { checked, models, ...plan } = planned(text);
  const inputs = make(checked);
  const names = standInNames(checked, new Map([...inputs.members].map(([role, members]) => [role, members.length])));
  return { plain: evaluateProgram(checked, inputs, names, { makeKey, watch: undefined }).values, sums: onSums(checked, plan, models, make(checked)) };
}
