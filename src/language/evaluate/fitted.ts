/** A model that was worked out, before it is laid out as a result. */
import type { Rational } from '../numbers/rational.js';

export interface Term {
  readonly name: string;
  readonly estimate: Rational;
  /** Its standard error; null where there is none. */
  readonly error: Rational | null;
}

/** Only for a linear model without ridge. */
export interface Residuals {
  /** Rows less coefficients. */
  readonly freedom: bigint;
  /** Sum of squares of what the model leaves. */
  readonly squares: Rational;
  /** Sum of squares of the outcome less its mean. */
  readonly all: Rational;
}

export type Fitted =
  | { readonly rows: bigint; readonly terms: readonly Term[]; readonly residuals?: Residuals; /** For a logistic model: whose coefficients had not settled at the last step. */ readonly moving?: readonly string[] }
  /**
   * There are fewer rows than coefficients; these columns are combinations of the constant and the columns before them; or the outcome can be told from the columns, so
   * that coefficients grow without end, those of these first.
   */
  | { readonly rows: bigint; readonly terms: undefined; readonly why: 'few' | 'dependent' | 'separated'; readonly columns: readonly string[] };

export const CONSTANT = '(constant)';
