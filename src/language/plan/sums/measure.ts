/** What is added up over all parties. */
import type { Table } from '../../check/program.js';
import type { Bounds } from '../../check/types.js';
import type { Call, Expr } from '../../syntax/tree.js';
import type { Part } from './parts.js';
import type { Use } from './study.js';

/** One sum, or one for each cell of a table. */
export interface Measure {
  /** The same for two totals of the same rows, so that what they share enters once. */
  readonly key: string;
  readonly part: Part;
  readonly call: Call;
  readonly table: Table | undefined;
  readonly args: readonly Expr[];
  /** Sums are whole numbers of 10^−decimals. */
  readonly decimals: number;
  /** The range of one party's own sum, times 10^decimals; 0 lies in it. */
  readonly range: Bounds<bigint>;
  /** Roles that see it. */
  readonly recipients: readonly string[];
  readonly uses: readonly Use[];
  /** Whether it is a count that is opened before anything else, for conditions that show their counts. */
  readonly isFirst: boolean;
  /** Whether it is opened only as far as counts, and the parties that put data in, allow. */
  readonly isLate: boolean;
}
