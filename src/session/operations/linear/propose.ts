import { MpcError } from '../../../errors.js';
import type { OwnTerms } from '../../agreement/types.js';
import type { Column, LinearAgreement, LinearOperation } from './types.js';

/** The least number of contributors whose total reveals nothing certain about any one of them to another. */
export const USUAL_MIN_CONTRIBUTORS = 3;

/** The proposer's decisions. */
export interface LinearTerms<O extends LinearOperation = LinearOperation> {
  readonly operation: O;
  readonly columns: readonly Column[];
  readonly maxRows: number;
  readonly allowTwo: boolean;
  readonly allowNoRows?: boolean | undefined;
}

export function linearTerms<O extends LinearOperation>({ operation, columns, maxRows, allowTwo, allowNoRows }: LinearTerms<O>, contributors: readonly string[]): OwnTerms<LinearAgreement<O>> {
  checkContributors(contributors.length, allowTwo);
  return { operation, columns, limits: { maxRows, minContributors: allowTwo ? 2 : USUAL_MIN_CONTRIBUTORS, ...(allowNoRows === true ? { allowNoRows } : {}) } };
}

/** Throws USAGE if a total would show one contributor the other's input, and the proposer did not allow this. */
export function checkContributors(contributors: number, allowTwo: boolean): void {
  if (contributors < 2) throw new MpcError('USAGE', 'A joint computation needs at least two parties that put data in.', 'See the command with --help.');
  if (contributors >= USUAL_MIN_CONTRIBUTORS || allowTwo) return;
  throw new MpcError(
    'USAGE',
    'With two contributors, each can subtract its own total from the result and learns exactly what the other put in.',
    'If that is what both want, say so with --allow-two; otherwise find a third contributor.',
  );
}
