import type { Agreement } from '../../agreement/types.js';
import type { Result } from '../../../language/evaluate/results.js';

export const LANGUAGE = 'tally/1';

export interface ProgramOperation {
  readonly name: 'program';
  readonly language: typeof LANGUAGE;
  /** The program itself, which runs exactly as written. */
  readonly text: string;
  /** SHA-256 of the plan that every party makes from the text: 64 hex digits. */
  readonly plan: string;
  /** For each role the names of its parties, in significant order. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
  /** Values of the parameters, each in its canonical spelling. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Entries of the public lists, each list by its name. Left out if the program has none. */
  readonly lists?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Notices that the proposer accepted: A04:1, or A16 alone. */
  readonly accepted: readonly string[];
}

export interface ProgramAgreement extends Agreement {
  readonly operation: ProgramOperation;
  /** Empty: the program's text says what is read. */
  readonly columns: readonly [];
  readonly limits: { readonly minContributors: number };
}

/** What a recipient learns, as printed, from each reveal for it. Numbers are exact strings. */
export interface ProgramResult {
  readonly program: typeof LANGUAGE;
  readonly parameters: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, Result>>;
}
