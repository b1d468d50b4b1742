import type { KeyColumn } from '../../linkage/index.js';

export const FORMAT = 'mpc-agreement/2';

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

export type LinearOperation = SumOperation | AverageOperation;

/** How keys are made of a record: both sides must make the same ones of the same person. */
export interface KeyRules {
  /** Version of how text is brought to one form, the libraries' versions among it. */
  readonly normalisation: string;
  /** Of each key of a record the rule that makes it, in order; a rule may make several. By the first, all columns must agree; by the others, less. */
  readonly rules: readonly string[];
}

/** Columns that the recipient gets of the other's rows that match. */
export interface Payload {
  readonly columns: readonly string[];
  /** Bytes of every record's payload, whatever is in it: UTF-8 of its cells, with a few bytes beside. */
  readonly bytes: number;
}

/** Two lists: what they have in common. */
export interface PsiOperation {
  readonly name: 'psi';
  readonly protocol: PsiProtocol;
  readonly reveals: 'matches' | 'count';
  readonly keys: KeyRules;
  readonly payload?: Payload | undefined;
}

export type PsiProtocol = 'voprf' | 'dh-count' | 'vole';

/** One party's list against the union of the others'. */
export interface MatchOperation {
  readonly name: 'match';
  readonly protocol: 'mix';
  readonly keys: KeyRules;
}

export type MatchingOperation = PsiOperation | MatchOperation;
export type Operation = LinearOperation | MatchingOperation;

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

interface Terms {
  readonly format: typeof FORMAT;
  /** 128 random bits: two agreements in the same words are still two, and no digest can be guessed. */
  readonly id: string;
  readonly purpose: string;
  readonly legalBasis?: string | undefined;
  readonly parties: readonly Party[];
  /** Names of the parties that put data in, in the order of `parties`. */
  readonly contributors: readonly string[];
  /** Names of the parties that learn the result, in the order of `parties`. */
  readonly recipients: readonly string[];
  /** Where nobody learns the result in the session itself: it is sealed, and any `needed` of the holders can open it together. */
  readonly threshold?: Threshold | undefined;
  /** Whether the parties knew each other's keys beforehand, or met by a shared invite. */
  readonly meeting: 'known keys' | 'invite';
  readonly relay: string;
  /** UTC, to the second: `2026-01-31T12:00:00Z`. */
  readonly created: string;
  readonly expires: string;
  readonly runs: number;
}

/** Sums and what follows from sums. */
export interface LinearAgreement extends Terms {
  readonly operation: LinearOperation;
  readonly columns: readonly Column[];
  readonly limits: LinearLimits;
}

export interface LinearLimits {
  readonly maxRows: number;
  readonly minContributors: number;
  /** Whether a contributor may have no value at all. Otherwise its program refuses: the others would be fewer than they believe. */
  readonly allowNoRows?: true | undefined;
}

/** Records of one party that stand in another's list, too. */
export interface MatchingAgreement extends Terms {
  readonly operation: MatchingOperation;
  /** Together one composite key. */
  readonly columns: readonly KeyColumn[];
  readonly limits: MatchingLimits;
}

export interface MatchingLimits {
  /** Of every contributor, in their order: how many records it may put in at most. The others see this number, and not how many there are. */
  readonly caps: readonly Cap[];
  /** Where more rows match than this, the recipient's program shows their number alone. */
  readonly maxMatches?: number | undefined;
  /** Of a match against several lists, where the party that mixes last can test more keys than the recipient: that party, and how many. */
  readonly lastMayTest?: { readonly name: string; readonly keys: number } | undefined;
  /** Rows in a hundred that must make keys: a party with fewer goes on only if its user says so. */
  readonly minUsable?: number | undefined;
}

export interface Cap {
  readonly name: string;
  readonly records: number;
}

/** What is computed, on which columns, by whom, for what purpose, within which limits, and who learns it. */
export type Agreement = LinearAgreement | MatchingAgreement;

export function isMatching(agreement: Pick<Agreement, 'operation'>): agreement is MatchingAgreement {
  const { name } = agreement.operation;
  return name === 'psi' || name === 'match';
}
