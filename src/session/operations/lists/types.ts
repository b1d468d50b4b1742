import type { KeyColumn } from '../../../linkage/index.js';
import type { Agreement } from '../../agreement/types.js';

/** The rules that make keys from a record. Both sides must make the same keys for the same person. */
export interface KeyRules {
  /** The version of text normalisation, including the versions of the libraries. */
  readonly normalisation: string;
  /**
   * For each key of a record the rule that makes it, in order; a rule may make several keys. By the first rule, all columns must agree; by the others, fewer.
   */
  readonly rules: readonly string[];
  /** Texts that stand for no value in a cell, in addition to those that the rules know. Such cells make no key. */
  readonly placeholders?: readonly string[] | undefined;
}

/** Columns of the other's matching rows that the recipient gets. */
export interface Payload {
  readonly columns: readonly string[];
  /** Bytes of every record's payload, whatever its content: UTF-8 of its cells, and a few further bytes. */
  readonly bytes: number;
}

export interface MatchingOperation {
  readonly name: string;
  readonly protocol: string;
  readonly keys: KeyRules;
  readonly payload?: Payload | undefined;
}

export interface MatchingLimits {
  /** For every contributor, in their order: the most records that it may contribute. The others see this number, and not the true one. */
  readonly caps: readonly Cap[];
  /** If more rows match than this, the recipient's program shows only their number. */
  readonly maxMatches?: number | undefined;
  /** Set if the party that mixes last in a match can test more keys than the recipient: that party, and how many. */
  readonly lastMayTest?: { readonly name: string; readonly keys: number } | undefined;
  /** The percentage of rows that must make keys. A party with fewer goes on only if its user says so. */
  readonly minUsable?: number | undefined;
  /** Whether every owner of a list tells the recipients how many rows it has, and how many of them make keys. */
  readonly tellTested?: true | undefined;
}

export interface Cap {
  readonly name: string;
  readonly records: number;
}

/** An agreement on records of one party that are in another's list as well. */
export interface MatchingAgreement<O extends MatchingOperation = MatchingOperation> extends Agreement {
  readonly operation: O;
  /** Together they form one composite key. */
  readonly columns: readonly KeyColumn[];
  readonly limits: MatchingLimits;
}

/** The terms that say who has a list, and of how many keys. */
export type Roles = Pick<MatchingAgreement, 'operation' | 'contributors' | 'recipients' | 'limits'>;
