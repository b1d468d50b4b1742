import type { Agreement } from '../../agreement/types.js';
import type { Result } from '../../../language/evaluate/results.js';

export const LANGUAGE = 'tally/1';

export interface ProgramOperation {
  readonly name: 'program';
  readonly language: typeof LANGUAGE;
  /** The program itself: what is run, letter by letter. */
  readonly text: string;
  /** SHA-256 of the plan that every party makes of the text: 64 hex digits. */
  readonly plan: string;
  /** For each role the names of its parties, in an order that counts. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
  /** Values of the parameters, in one spelling each. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Notices that whoever proposed this accepted: A04:1, or A16 alone. */
  readonly accepted: readonly string[];
}

export interface ProgramAgreement extends Agreement {
  readonly operation: ProgramOperation;
  /** The program's text says what is read. */
  readonly columns: readonly [];
  readonly limits: { readonly minContributors: number };
}

/** What a recipient learns, as it is printed: of each reveal that is for it. Numbers are strings, exact. */
export interface ProgramResult {
  readonly program: typeof LANGUAGE;
  readonly parameters: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, Result>>;
}
