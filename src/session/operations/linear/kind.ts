import type { LinearAgreement } from './types.js';

/** Results that follow from the sums of columns and the numbers of their values. */
export interface LinearKind<A extends LinearAgreement = LinearAgreement, C extends object = object> {
  /** Whether it takes the number of values of each column in addition to its sum. */
  readonly hasCounts: boolean;
  /** One column of the result, from its exact sum, scaled by the column's decimals, and the number of values if there is one. */
  column(agreement: A, decimals: number, sum: bigint, count: bigint): C;
}
