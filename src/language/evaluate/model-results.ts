/** A computed model as it is shown, with what follows from coefficients and errors. */
import type { Model } from '../check/program.js';
import { fisherTail, NORMAL_95, normalTail, studentQuantile, studentTail } from '../numbers/distributions.js';
import { add, decimalText, divide, multiply, ONE, rational, significantText, subtract, type Rational } from '../numbers/rational.js';
import type { Fitted, Residuals, Term } from './fitted.js';
import { squareRoot } from './reals.js';

export interface TermResult {
  readonly name: string;
  readonly estimate: string;
  /** Standard error. If there is none, it is null, and so is all that follows from it. */
  readonly error: string | null;
  /** Estimate over error: t for a linear model, z for a logistic one. It is null, like p, if the error is 0. */
  readonly t?: string | null;
  readonly z?: string | null;
  /** Probability of a ratio this far from 0 or further, if the coefficient were 0. */
  readonly p: string | null;
  /** Ends of the 95% interval. */
  readonly low: string | null;
  readonly high: string | null;
}

export interface ModelResult {
  readonly model: 'linear' | 'logistic';
  readonly n: string;
  /** Null if there are none, for the reason given and because of these columns. */
  readonly terms: readonly TermResult[] | null;
  readonly why?: 'few' | 'dependent' | 'separated' | 'constant';
  readonly columns?: readonly string[];
  /** Only for a linear model without ridge. */
  readonly fit?: FitResult;
  /** For a logistic model: coefficients that had not settled at the last step. */
  readonly moving?: readonly string[];
}

export interface FitResult {
  /** Rows minus coefficients. */
  readonly freedom: string;
  /** Root of the residual sum of squares over `freedom`; null if that is 0. */
  readonly deviation: string | null;
  /** Share of the outcome’s sum of squares that the model explains; null if the outcome is the same in all rows. */
  readonly rSquared: string | null;
  readonly adjusted: string | null;
  /** Test that all coefficients except the constant are 0. Null if nothing is left unexplained. */
  readonly f: string | null;
  readonly p: string | null;
}

const DIGITS = 12;
const RATIO_DIGITS = 10;
const PROBABILITY_DECIMALS = 10;
const UPPER = rational(975n, 1000n);

export function modelResult({ tree: { regression: model } }: Model, fitted: Fitted): ModelResult {
  const n = String(fitted.rows);
  if (fitted.terms === undefined) return { model, n, terms: null, why: fitted.why, columns: fitted.columns };
  const { residuals, moving, terms } = fitted;
  const freedom = residuals === undefined ? undefined : rational(residuals.freedom);
  const shown = terms.map((term) => termResult(term, freedom, model === 'linear'));
  return { model, n, terms: shown, ...(residuals === undefined ? {} : { fit: fitResult(residuals, BigInt(terms.length)) }), ...(moving === undefined ? {} : { moving }) };
}

/** By Student’s t with so many degrees of freedom, or by the normal distribution. */
function termResult({ name, estimate, error }: Term, freedom: Rational | undefined, isLinear: boolean): TermResult {
  const shown = { name, estimate: significantText(estimate, DIGITS) };
  const named = (text: string | null) => (isLinear ? { t: text } : { z: text });
  if (error === null) return { ...shown, error: null, ...named(null), p: null, low: null, high: null };
  const half = multiply(error, freedom === undefined ? NORMAL_95 : studentQuantile(UPPER, freedom));
  const ratio = error.n === 0n ? undefined : divide(estimate, error);
  const p = ratio === undefined ? undefined : freedom === undefined ? normalTail(ratio) : studentTail(ratio, freedom);
  return {
    ...shown,
    error: significantText(error, DIGITS),
    ...named(ratio === undefined ? null : significantText(ratio, RATIO_DIGITS)),
    p: p === undefined ? null : decimalText(p, PROBABILITY_DECIMALS),
    low: significantText(subtract(estimate, half), DIGITS),
    high: significantText(add(estimate, half), DIGITS),
  };
}

function fitResult({ freedom, squares, all }: Residuals, coefficients: bigint): FitResult {
  const degrees = rational(freedom);
  const explaining = rational(coefficients - 1n);
  const unexplained = all.n === 0n ? undefined : divide(squares, all);
  const variance = freedom === 0n ? undefined : divide(squares, degrees);
  const f = variance === undefined || variance.n === 0n || all.n === 0n ? undefined : divide(divide(subtract(all, squares), explaining), variance);
  const share = (value: Rational) => significantText(subtract(ONE, value), DIGITS);
  return {
    freedom: String(freedom),
    deviation: variance === undefined ? null : significantText(squareRoot(variance), DIGITS),
    rSquared: unexplained === undefined ? null : share(unexplained),
    adjusted: unexplained === undefined || freedom === 0n ? null : share(multiply(unexplained, divide(add(degrees, explaining), degrees))),
    f: f === undefined ? null : significantText(f, DIGITS),
    p: f === undefined ? null : decimalText(fisherTail(f, explaining, degrees), PROBABILITY_DECIMALS),
  };
}
