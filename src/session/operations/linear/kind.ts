import type { LinearAgreement } from './types.js';

/** What follows from the sums of columns, and from the numbers of values that they are of. */
export interface LinearKind<A extends LinearAgreement = LinearAgreement, C extends object = object> {
  /** Whether it takes the number of values of each column beside its sum. */
  readonly hasCounts: boolean;
  /** One column of the result, from its exact sum, scaled by the column's decimals, and the number of values where it has one. */
  column(agreement: A, decimals: number, sum: bigint, count: bigint): C;
}
