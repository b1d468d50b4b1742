/** A model that was computed, before it is laid out as a result. */
import type { Rational } from '../numbers/rational.js';

export interface Term {
  readonly name: string;
  readonly estimate: Rational;
  /** Its standard error; null if there is none. */
  readonly error: Rational | null;
}

/** Only for a linear model without ridge. */
export interface Residuals {
  /** Rows minus coefficients. */
  readonly freedom: bigint;
  /** Sum of squares that the model leaves unexplained. */
  readonly squares: Rational;
  /** Sum of squares of the outcome minus its mean. */
  readonly all: Rational;
}

export type Fitted =
  | { readonly rows: bigint; readonly terms: readonly Term[]; readonly residuals?: Residuals; /** For a logistic model: whose coefficients had not settled at the last step. */ readonly moving?: readonly string[] }
  /**
   * There are fewer rows than coefficients; or these columns are combinations of the constant and the columns before them; or the columns determine the
   * outcome, so that coefficients grow without end, first those of these columns; or the outcome of a logistic model, this column, is the same in all rows.
   */
  | { readonly rows: bigint; readonly terms: undefined; readonly why: 'few' | 'dependent' | 'separated' | 'constant'; readonly columns: readonly string[] };

export const CONSTANT = '(constant)';
