import type { KeyRules, MatchingAgreement } from '../lists/types.js';

/** One party's list against the union of the others' lists. */
export interface MatchOperation {
  readonly name: 'match';
  readonly protocol: 'mix';
  readonly keys: KeyRules;
}

export type MatchAgreement = MatchingAgreement<MatchOperation>;
