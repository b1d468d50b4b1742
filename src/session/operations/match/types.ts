import type { KeyRules, MatchingAgreement } from '../lists/types.js';

/** One party's list against the union of the others' lists. */
export interface MatchOperation {
  readonly name: 'match';
  /** `mix` was that of mpc 0.2, which mixed the pool as a whole. Receipts and sealed results of it are still read. */
  readonly protocol: 'block-mix' | 'mix';
  readonly keys: KeyRules;
}

export type MatchAgreement = MatchingAgreement<MatchOperation>;
