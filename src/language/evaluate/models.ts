/** Linear and logistic models, from sums over rows: `docs/language/models.md` has the formulas. */
import type { Model } from '../check/program.js';
import { add, divide, magnitude, multiply, ONE, power10, rational, roundedDivide, stepsOf, subtract, ZERO, type Rational } from '../numbers/rational.js';
import { numberOf } from './literals.js';
import { exponential, squareRoot } from './reals.js';
import { isNumber, type Row, type Value } from './value.js';
import { isTrue, membersOf, type World } from './world.js';

export interface Term {
  readonly name: string;
  readonly estimate: Rational;
  readonly error: Rational | null;
}

export interface Fitted {
  readonly rows: bigint;
  /** Undefined where the columns depend on each other, or there are too few rows. */
  readonly terms: readonly Term[] | undefined;
}

type Vector = readonly Rational[];
type Matrix = readonly Vector[];

/** What each party rounds the sums of a logistic step to. */
const STEP_UNIT = rational(1n, 10n ** 9n);
const COEFFICIENT_DIGITS = 12;
const FIXED = power10(40);

export function fitModel(world: World, model: Model): Fitted {
  const members = membersOf(world, model.rows.role.name).map(({ rows, single }) => (model.rows.isSingle ? [single] : (rows.get(model.rows.name) ?? [])).filter((row) => model.where === undefined || isTrue(world, model.where, { row })).map((row) => observation(model, row)));
  return model.tree.regression === 'linear' ? linear(model, members.flat()) : logistic(model, members);
}

interface Observation {
  readonly x: Vector;
  readonly y: Rational;
}

function observation({ predictors, outcome }: Model, row: Row): Observation {
  const number = (name: string): Rational => {
    const value: Value = row.get(name) ?? null;
    return isNumber(value) ? value : value === true ? ONE : ZERO;
  };
  return { x: [ONE, ...predictors.map(({ name }) => number(name))], y: number(outcome.name) };
}

function zeros(size: number): Rational[] {
  return Array.from({ length: size }, () => ZERO);
}

function namesOf({ predictors }: Model): string[] {
  return ['(constant)', ...predictors.map(({ name }) => name)];
}

/** β = (XᵀX + rI)⁻¹ Xᵀy, everything but the roots exact; errors from the residual sum over n − k. */
function linear(model: Model, rows: readonly Observation[]): Fitted {
  const k = model.predictors.length + 1;
  const gram = Array.from({ length: k }, () => zeros(k));
  const cross = zeros(k);
  let squares = ZERO;
  for (const { x, y } of rows) {
    squares = add(squares, multiply(y, y));
    for (let i = 0; i < k; i++) {
      cross[i] = add(cross[i] as Rational, multiply(x[i] as Rational, y));
      for (let j = 0; j < k; j++) (gram[i] as Rational[])[j] = add(gram[i]?.[j] as Rational, multiply(x[i] as Rational, x[j] as Rational));
    }
  }
  const n = BigInt(rows.length);
  const ridge = model.tree.ridge === undefined ? ZERO : numberOf(model.tree.ridge);
  const penalised = gram.map((line, i) => line.map((each, j) => (i === j && i > 0 ? add(each, ridge) : each)));
  const inverse = inverted(penalised);
  if (inverse === undefined) return { rows: n, terms: undefined };
  const estimates = timesVector(inverse, cross);
  const freedom = n - BigInt(k);
  const residual = subtract(squares, dot(estimates, cross));
  const variance = freedom > 0n && ridge.n === 0n ? divide(residual, rational(freedom)) : undefined;
  return { rows: n, terms: namesOf(model).map((name, i) => ({ name, estimate: estimates[i] as Rational, error: variance === undefined ? null : squareRoot(multiply(variance, inverse[i]?.[i] as Rational)) })) };
}

/** Newton's steps from 0. Each member's sums are rounded before they are added, and the coefficients after each step. */
function logistic(model: Model, members: readonly (readonly Observation[])[]): Fitted {
  const k = model.predictors.length + 1;
  const rows = BigInt(members.flat().length);
  const ridge = model.tree.ridge === undefined ? ZERO : numberOf(model.tree.ridge);
  let estimates: Vector = zeros(k);
  let inverse: Matrix | undefined;
  for (let step = 0; step < (model.tree.steps?.number ?? 0); step++) {
    const gradient = zeros(k);
    const curvature = Array.from({ length: k }, () => zeros(k));
    for (const member of members) addSums(member, estimates, gradient, curvature);
    const penalised = curvature.map((line, i) => line.map((each, j) => (i === j && i > 0 ? add(each, ridge) : each)));
    inverse = inverted(penalised);
    if (inverse === undefined) return { rows, terms: undefined };
    const slope = gradient.map((each, i) => (i === 0 ? each : subtract(each, multiply(ridge, estimates[i] as Rational))));
    const change = timesVector(inverse, slope);
    estimates = estimates.map((each, i) => significant(add(each, change[i] as Rational), COEFFICIENT_DIGITS));
  }
  const last = inverse;
  return { rows, terms: namesOf(model).map((name, i) => ({ name, estimate: estimates[i] as Rational, error: last === undefined || (last[i]?.[i]?.n ?? -1n) < 0n ? null : squareRoot(last[i]?.[i] as Rational) })) };
}

/** One member's sums of a step, in fixed point with 40 decimals, rounded before they are added to the others'. */
function addSums(rows: readonly Observation[], estimates: Vector, gradient: Rational[], curvature: Rational[][]): void {
  const size = gradient.length;
  const own = Array.from({ length: size }, () => 0n);
  const ownCurve = Array.from({ length: size }, () => Array.from({ length: size }, () => 0n));
  const slopes = estimates.map(toFixed);
  for (const row of rows) {
    const x = row.x.map(toFixed);
    const chance = probability(x.reduce((sum, each, i) => sum + (each * (slopes[i] as bigint)) / FIXED, 0n));
    const away = toFixed(row.y) - chance;
    const weight = (chance * (FIXED - chance)) / FIXED;
    for (let i = 0; i < size; i++) {
      own[i] = (own[i] as bigint) + (away * (x[i] as bigint)) / FIXED;
      const weighted = (weight * (x[i] as bigint)) / FIXED;
      for (let j = 0; j <= i; j++) (ownCurve[i] as bigint[])[j] = (ownCurve[i]?.[j] as bigint) + (weighted * (x[j] as bigint)) / FIXED;
    }
  }
  const rounded = (value: bigint) => multiply(rational(stepsOf(rational(value, FIXED), STEP_UNIT)), STEP_UNIT);
  for (let i = 0; i < size; i++) {
    gradient[i] = add(gradient[i] as Rational, rounded(own[i] as bigint));
    for (let j = 0; j < size; j++) (curvature[i] as Rational[])[j] = add(curvature[i]?.[j] as Rational, rounded(ownCurve[Math.max(i, j)]?.[Math.min(i, j)] as bigint));
  }
}

function toFixed({ n, d }: Rational): bigint {
  return roundedDivide(n * FIXED, d);
}

/** 1 / (1 + e^−t), both in fixed point. */
function probability(t: bigint): bigint {
  if (t > 90n * FIXED) return FIXED;
  if (t < -90n * FIXED) return 0n;
  const { n, d } = exponential(rational(-t, FIXED));
  return (d * FIXED) / (d + n);
}

export function significant(value: Rational, digits: number): Rational {
  if (value.n === 0n) return value;
  let decimals = digits - (magnitude(value.n).toString().length - value.d.toString().length) - 1;
  const cut = (at: number) => (at >= 0 ? roundedDivide(value.n * power10(at), value.d) : roundedDivide(value.n, value.d * power10(-at)));
  if (magnitude(cut(decimals)).toString().length < digits) decimals++;
  return decimals >= 0 ? rational(cut(decimals), power10(decimals)) : rational(cut(decimals) * power10(-decimals));
}

function dot(a: Vector, b: Vector): Rational {
  return a.reduce((sum, each, i) => add(sum, multiply(each, b[i] as Rational)), ZERO);
}

function timesVector(matrix: Matrix, vector: Vector): Rational[] {
  return matrix.map((line) => dot(line, vector));
}

/** Gauss–Jordan in exact fractions; undefined where the matrix is singular. */
function inverted(matrix: Matrix): Rational[][] | undefined {
  const size = matrix.length;
  const work = matrix.map((line, i) => [...line, ...Array.from({ length: size }, (_, j) => (i === j ? ONE : ZERO))]);
  for (let column = 0; column < size; column++) {
    const pivot = work.findIndex((line, i) => i >= column && line[column]?.n !== 0n);
    if (pivot < 0) return undefined;
    const line = work[pivot] as Rational[];
    work[pivot] = work[column] as Rational[];
    const head = line[column] as Rational;
    work[column] = line.map((each) => divide(each, head));
    for (let i = 0; i < size; i++) {
      const factor = work[i]?.[column] as Rational;
      if (i === column || factor.n === 0n) continue;
      work[i] = (work[i] as Rational[]).map((each, j) => subtract(each, multiply(factor, work[column]?.[j] as Rational)));
    }
  }
  return work.map((line) => line.slice(size));
}
