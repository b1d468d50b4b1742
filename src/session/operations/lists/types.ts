import type { KeyColumn } from '../../../linkage/index.js';
import type { Agreement } from '../../agreement/types.js';

/** How keys are made of a record: both sides must make the same ones of the same person. */
export interface KeyRules {
  /** Version of how text is brought to one form, the libraries' versions among it. */
  readonly normalisation: string;
  /** For each key of a record the rule that makes it, in order; a rule may make several. By the first, all columns must agree; by the others, less. */
  readonly rules: readonly string[];
  /** What stands for no value in a cell, beside what the rules know: such cells make no key. */
  readonly placeholders?: readonly string[] | undefined;
}

/** Columns that the recipient gets of the other's rows that match. */
export interface Payload {
  readonly columns: readonly string[];
  /** Bytes of every record's payload, whatever is in it: UTF-8 of its cells, with a few bytes beside. */
  readonly bytes: number;
}

export interface MatchingOperation {
  readonly name: string;
  readonly protocol: string;
  readonly keys: KeyRules;
  readonly payload?: Payload | undefined;
}

export interface MatchingLimits {
  /** For every contributor, in their order: how many records it may put in at most. The others see this number, and not how many there are. */
  readonly caps: readonly Cap[];
  /** Where more rows match than this, the recipient's program shows their number alone. */
  readonly maxMatches?: number | undefined;
  /** Where the party that mixes last in a match can test more keys than the recipient: that party, and how many. */
  readonly lastMayTest?: { readonly name: string; readonly keys: number } | undefined;
  /** Rows in a hundred that must make keys: a party with fewer goes on only if its user says so. */
  readonly minUsable?: number | undefined;
}

export interface Cap {
  readonly name: string;
  readonly records: number;
}

/** Records of one party that stand in another's list, too. */
export interface MatchingAgreement<O extends MatchingOperation = MatchingOperation> extends Agreement {
  readonly operation: O;
  /** Together one composite key. */
  readonly columns: readonly KeyColumn[];
  readonly limits: MatchingLimits;
}

/** What says who has a list, and of how many keys. */
export type Roles = Pick<MatchingAgreement, 'operation' | 'contributors' | 'recipients' | 'limits'>;
