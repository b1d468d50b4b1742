/** What a model says of one row. */
import type { Model } from '../check/program.js';
import { add, compare, decimalText, divide, multiply, negate, ONE, rational, significantText, ZERO, type Rational } from '../numbers/rational.js';
import { exponential } from './reals.js';

const DIGITS = 12;
const CHANCE_DECIMALS = 10;
/** Beyond it, a chance is 0 or 1 to every decimal that is shown. */
const SURE = rational(60n);

/** Σ estimate × value, to 12 significant digits; of a logistic model the chance of a yes, to 10 decimals. `values` are the predictors’, without the constant. */
export function predictionOf({ tree: { regression } }: Model, estimates: readonly Rational[], values: readonly Rational[]): string {
  const sum = estimates.reduce((so, estimate, i) => add(so, multiply(estimate, i === 0 ? ONE : (values[i - 1] ?? ZERO))), ZERO);
  if (regression === 'linear') return significantText(sum, DIGITS);
  const [high, low] = [compare(sum, SURE) > 0, compare(sum, negate(SURE)) < 0];
  return decimalText(high ? ONE : low ? ZERO : divide(ONE, add(ONE, exponential(negate(sum)))), CHANCE_DECIMALS);
}
