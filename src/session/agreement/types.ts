export const FORMAT = 'mpc-agreement/1';

/** What an empty cell counts as: an error, no row at all for that column, or 0. */
export type EmptyCells = 'refuse' | 'skip' | 'zero';

export interface SumOperation {
  readonly name: 'sum';
  readonly emptyCells: EmptyCells;
}

export interface AverageOperation {
  readonly name: 'average';
  readonly emptyCells: EmptyCells;
  /** Digits printed beyond the column's decimals. */
  readonly digits: number;
}

export type Operation = SumOperation | AverageOperation;

export interface Column {
  readonly name: string;
  readonly type: 'number';
  readonly decimals: number;
  /** In the column's own units, written with exactly `decimals` digits after the point. */
  readonly min: string;
  readonly max: string;
}

export interface Threshold {
  /** At least 2, at most as many as there are holders. */
  readonly needed: number;
  /** Names of the parties that hold shares, in the order of `parties`. */
  readonly holders: readonly string[];
}

export interface Party {
  readonly name: string;
  /** bech32, prefix `mpc`. */
  readonly publicKey: string;
}

/** What is computed, on which columns, by whom, for what purpose, within which limits, and who learns it. */
export interface Agreement {
  readonly format: typeof FORMAT;
  /** 128 random bits: two agreements in the same words are still two, and no digest can be guessed. */
  readonly id: string;
  readonly purpose: string;
  readonly legalBasis?: string | undefined;
  readonly operation: Operation;
  readonly columns: readonly Column[];
  readonly parties: readonly Party[];
  /** Names of the parties that put data in, in the order of `parties`. */
  readonly contributors: readonly string[];
  /** Names of the parties that learn the result, in the order of `parties`. */
  readonly recipients: readonly string[];
  /** Where nobody learns the result in the session itself: it is sealed, and any `needed` of the holders can open it together. */
  readonly threshold?: Threshold | undefined;
  readonly limits: { readonly maxRows: number; readonly minContributors: number };
  /** Whether the parties knew each other's keys beforehand, or met by a shared invite. */
  readonly meeting: 'known keys' | 'invite';
  readonly relay: string;
  /** UTC, to the second: `2026-01-31T12:00:00Z`. */
  readonly created: string;
  readonly expires: string;
  readonly runs: number;
}
