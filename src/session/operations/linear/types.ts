import type { Agreement } from '../../agreement/types.js';
import type { EmptyCells } from '../reading.js';

export interface LinearOperation {
  readonly name: string;
  readonly emptyCells: EmptyCells;
}

export interface Column {
  readonly name: string;
  readonly type: 'number';
  readonly decimals: number;
  /** In the column's own units, written with exactly `decimals` digits after the point. */
  readonly min: string;
  readonly max: string;
}

export interface LinearLimits {
  readonly maxRows: number;
  readonly minContributors: number;
  /** Whether a contributor may have no value at all. Otherwise its program refuses, because the others would be fewer than they believe. */
  readonly allowNoRows?: true | undefined;
}

/** An agreement on sums, or on results that follow from sums. */
export interface LinearAgreement<O extends LinearOperation = LinearOperation> extends Agreement {
  readonly operation: O;
  readonly columns: readonly Column[];
  readonly limits: LinearLimits;
}
