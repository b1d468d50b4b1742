export const FORMAT = 'mpc-agreement/2';

export interface Threshold {
  /** At least 2, and at most the number of holders. */
  readonly needed: number;
  /** Names of the parties that hold shares, in the order of `parties`. */
  readonly holders: readonly string[];
}

export interface Party {
  readonly name: string;
  /** bech32, prefix `mpc`. */
  readonly publicKey: string;
}

/** Whom to ask about the data of a party, in that party's or the proposer's words. */
export interface Contact {
  /** The party's name. */
  readonly name: string;
  readonly contact: string;
}

/**
 * The terms that every agreement has: what is computed, on which columns, by whom, for what purpose, within which limits, and who learns it. Each operation
 * narrows the type of `operation`, `columns` and `limits` in its own folder.
 */
export interface Agreement {
  readonly format: typeof FORMAT;
  /** 128 random bits: two agreements with the same words are still different, and no digest can be guessed. */
  readonly id: string;
  readonly purpose: string;
  readonly legalBasis?: string | undefined;
  /** The number under which the parties file it. */
  readonly reference?: string | undefined;
  /** For some parties or all, in the order of `parties`. */
  readonly contacts?: readonly Contact[] | undefined;
  /** The last day (UTC) on which the result may be kept: `2027-01-31`. */
  readonly retainUntil?: string | undefined;
  readonly parties: readonly Party[];
  /** Names of the parties that contribute data, in the order of `parties`. */
  readonly contributors: readonly string[];
  /** Names of the parties that learn the result, in the order of `parties`. */
  readonly recipients: readonly string[];
  /** The operation's name, and its options. */
  readonly operation: { readonly name: string };
  /** Columns of the parties' files, under the agreement's names for them. */
  readonly columns: readonly { readonly name: string }[];
  readonly limits: object;
  /** Set if nobody learns the result in the session itself. The result is then sealed, and any `needed` of the holders can open it together. */
  readonly threshold?: Threshold | undefined;
  /** Whether the parties knew each other's keys beforehand, or met by a shared invite. */
  readonly meeting: 'known keys' | 'invite';
  readonly relay: string;
  /** UTC, to the second: `2026-01-31T12:00:00Z`. */
  readonly created: string;
  readonly expires: string;
  readonly runs: number;
}

/** The part of an agreement that belongs to its operation. */
export type OwnTerms<A extends Agreement = Agreement> = Pick<A, 'operation' | 'columns' | 'limits'>;
