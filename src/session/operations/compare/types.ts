import type { Agreement } from '../../agreement/types.js';
import type { Column, LinearOperation } from '../linear/types.js';

/** What a recipient can learn about the numbers of all contributors. */
export const LEARNED = ['most', 'least', 'order', 'max', 'min', 'median', 'more'] as const;
/** One of `LEARNED`. */
export type Learned = (typeof LEARNED)[number];

export interface CompareOperation extends LinearOperation {
  readonly name: 'compare';
  /** One item; or `most` with `max`, or `least` with `min`. */
  readonly learn: readonly Learned[];
  /** For `more`: the contributor whose number is compared with the other's. */
  readonly first?: string | undefined;
}

export interface CompareAgreement extends Agreement {
  readonly operation: CompareOperation;
  /** Exactly one column. */
  readonly columns: readonly Column[];
  readonly limits: { readonly maxRows: number };
}

/** What a recipient learns, as printed: only what `learn` names. */
export interface CompareResult {
  readonly parties?: readonly string[];
  /** Greatest first; equal ones together, in the roster's order. */
  readonly order?: readonly (readonly string[])[];
  readonly value?: string;
  readonly more?: boolean;
}
