import type { KeyRules, MatchingAgreement, Payload } from '../lists/types.js';

/** What two lists have in common. */
export interface PsiOperation {
  readonly name: 'psi';
  readonly protocol: PsiProtocol;
  readonly reveals: 'matches' | 'count';
  readonly keys: KeyRules;
  readonly payload?: Payload | undefined;
}

export type PsiProtocol = 'voprf' | 'dh-count' | 'vole';

export type PsiAgreement = MatchingAgreement<PsiOperation>;
