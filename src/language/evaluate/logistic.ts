/** Logistic models by Newton’s steps, each from sums of all members: `docs/language/models.md` has the formulas. */
import type { Model } from '../check/program.js';
import { identity, solveExactly } from '../numbers/exact-matrix.js';
import { add, compare, magnitude, multiply, power10, rational, significant, subtract, toNumber, ZERO, type Rational } from '../numbers/rational.js';
import { CONSTANT, type Fitted } from './fitted.js';
import { numberOf } from './literals.js';
import { STEP_DECIMALS, stepLength, stepSums, type Design } from './logistic-sums.js';
import { squareRoot } from './reals.js';
import { isNumber, type Row, type Value } from './value.js';
import { isTrue, membersOf, type World } from './world.js';

/** Coefficients after each step; all members continue with the same. */
const COEFFICIENT_DIGITS = 12;
/** A column is dependent if less than this part of it is left after the columns before it: rounding of the sums leaves no more digits than that. */
const TOLERANCE = power10(9);
/** A coefficient has settled if the last step moved it by less than this part of itself, or of its standard error. */
const SETTLED = rational(1n, 10_000n);
const UNIT = power10(STEP_DECIMALS);

/** The result of the steps so far. */
export interface Iteration {
  readonly step: number;
  readonly estimates: readonly Rational[];
  /** Squares of the standard errors. */
  readonly variances: readonly Rational[];
  /** Coefficients that have not settled. */
  readonly moving: readonly number[];
  /** The step at which there was no way on, and the columns that cause it. */
  readonly stopped?: { readonly step: number; readonly columns: readonly number[]; /** Because the outcome is the same in all rows. */ readonly isOneOutcome?: true };
}

export function beforeSteps({ predictors }: Model): Iteration {
  const zeros = Array.from({ length: predictors.length + 1 }, () => ZERO);
  return { step: 0, estimates: zeros, variances: zeros, moving: [] };
}

/** One step on, from the sums of all members in the order of `stepSums`. Once it has stopped, it does not move. */
export function afterStep({ tree }: Model, before: Iteration, sums: readonly bigint[]): Iteration {
  const step = before.step + 1;
  if (before.stopped !== undefined) return { ...before, step };
  const { estimates } = before;
  if (step === 1 && isOneOutcome(sums, estimates.length)) return { ...before, step, stopped: { step, columns: [], isOneOutcome: true } };
  const size = estimates.length;
  const ridge = tree.ridge === undefined ? ZERO : numberOf(tree.ridge);
  // In whole units of 10^−9, times the ridge’s denominator.
  let next = size;
  const lower = Array.from({ length: size }, (_, i) => Array.from({ length: i + 1 }, () => sums[next++] ?? 0n));
  const matrix = lower.map((_, i) => lower.map((__, j) => (lower[Math.max(i, j)]?.[Math.min(i, j)] ?? 0n) * ridge.d + (i === j && i > 0 ? ridge.n * UNIT : 0n)));
  const solved = solveExactly(matrix, identity(size), TOLERANCE);
  if (solved.kind !== 'solved') return { ...before, step, stopped: { step, columns: solved.kind === 'dependent' ? solved.columns : [] } };
  const { numerators: inverse, denominator } = solved;
  const scale = commonPower(estimates) * ridge.d;
  const slope = estimates.map(({ n, d }, i) => (sums[i] ?? 0n) * scale - (i === 0 ? 0n : (ridge.n * UNIT * n * (scale / ridge.d)) / d));
  const variances = inverse.map((line, i) => rational((line[i] ?? 0n) * UNIT * ridge.d, denominator));
  const reached = estimates.map((each, i) => {
    const change = (inverse[i] ?? []).reduce((sum, entry, j) => sum + entry * (slope[j] ?? 0n), 0n);
    return significant(add(each, rational(change * ridge.d, denominator * scale)), COEFFICIENT_DIGITS);
  });
  const moving = reached.flatMap((after, i) => (hasSettled(estimates[i] ?? ZERO, after, variances[i] ?? ZERO) ? [] : [i]));
  return { step, estimates: reached, variances, moving };
}

/** At the first step every chance is ½: the sum of y − ½ is n/2 to one side, and that of ½ · ½ is n/4, both without rounding. */
function isOneOutcome(sums: readonly bigint[], size: number): boolean {
  const [lean = 0n, weight = 0n] = [sums[0], sums[size]];
  return weight > 0n && (lean === 2n * weight || lean === -2n * weight);
}

/** The least power of 10 that all denominators divide. */
function commonPower(values: readonly Rational[]): bigint {
  let power = 1n;
  while (values.some(({ d }) => power % d !== 0n)) power *= 10n;
  return power;
}

function hasSettled(before: Rational, after: Rational, variance: Rational): boolean {
  const size = (x: Rational): Rational => rational(magnitude(x.n), x.d);
  const change = size(subtract(after, before));
  const error = variance.n > 0n ? squareRoot(variance) : ZERO;
  return compare(change, multiply(SETTLED, size(after))) <= 0 || compare(change, multiply(SETTLED, error)) <= 0;
}

export function fittedAfter({ predictors, outcome }: Model, rows: bigint, { estimates, variances, moving, stopped }: Iteration): Fitted {
  const names = [CONSTANT, ...predictors.map(({ name }) => name)];
  const named = (some: readonly number[]) => some.map((i) => names[i] ?? '');
  if (rows < BigInt(names.length)) return { rows, terms: undefined, why: 'few', columns: [] };
  if (stopped?.isOneOutcome === true) return { rows, terms: undefined, why: 'constant', columns: [outcome.name] };
  // At the first step all rows weigh the same, so only columns can stop it. Later on the weights have vanished, since the outcome can be predicted.
  if (stopped?.step === 1) return { rows, terms: undefined, why: 'dependent', columns: named(stopped.columns) };
  if (stopped !== undefined) return { rows, terms: undefined, why: 'separated', columns: named(moving) };
  return { rows, terms: names.map((name, i) => ({ name, estimate: estimates[i] ?? ZERO, error: (variances[i]?.n ?? 0n) > 0n ? squareRoot(variances[i] as Rational) : null })), moving: named(moving) };
}

/** The steps over the rows of all members in one place. */
export function fitLogistic(world: World, model: Model): Fitted {
  const designs = membersOf(world, model.rows.role.name).map((_, member) => designOf(world, model, member));
  let progress = beforeSteps(model);
  for (let step = 0; step < stepsIn(model); step++) {
    const sums = designs.map((design) => stepSums(design, progress.estimates));
    progress = afterStep(model, progress, Array.from({ length: stepLength(progress.estimates.length) }, (_, i) => sums.reduce((sum, own) => sum + (own[i] ?? 0n), 0n)));
  }
  return fittedAfter(model, BigInt(designs.reduce((sum, { rows }) => sum + rows, 0)), progress);
}

export function stepsIn({ tree }: Model): number {
  return tree.steps?.number ?? 0;
}

/** One member’s rows that the model is over. */
export function designOf(world: World, { rows, where, predictors, outcome }: Model, member: number): Design {
  const data = membersOf(world, rows.role.name)[member];
  const all = rows.isSingle ? (data === undefined ? [] : [data.single]) : (data?.rows.get(rows.name) ?? []);
  const own = where === undefined ? all : all.filter((row) => isTrue(world, where, { row, home: { role: rows.role.name, member } }));
  const size = predictors.length + 1;
  const x = new Float64Array(own.length * size);
  own.forEach((row, i) => {
    x[i * size] = 1;
    predictors.forEach(({ name }, j) => (x[i * size + j + 1] = doubleIn(row, name)));
  });
  return { size, rows: own.length, parts: [{ rows: own.length, x, y: Uint8Array.from(own, (row) => doubleIn(row, outcome.name)) }] };
}

function doubleIn(row: Row, name: string): number {
  const value: Value = row.get(name) ?? null;
  return isNumber(value) ? toNumber(value) : value === true ? 1 : 0;
}
