import type { Checked, Table } from '../check/program.js';
import type { Expr } from '../syntax/tree.js';

/** The position of an expression, as far as the words depend on it. */
export interface Surroundings {
  /** In a column of this table or its `hide`. */
  readonly cell?: Table;
  /** Inside a total. */
  readonly inRow?: boolean;
  /** In a reveal to each of this group. */
  readonly own?: string;
}

export interface Phrases {
  readonly checked: Checked;
  /** Without parentheses around it. */
  readonly plain: (expr: Expr, around: Surroundings) => string;
  /** As an operand in words: totals without a condition have no parentheses. */
  readonly operand: (expr: Expr, around: Surroundings) => string;
  /** As an operand beside others: totals have parentheses, too. */
  readonly enclosed: (expr: Expr, around: Surroundings) => string;
}
