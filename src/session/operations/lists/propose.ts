import type { KeyColumn } from '../../../linkage/index.js';
import type { OwnTerms } from '../../agreement/types.js';
import type { MatchingAgreement, MatchingOperation } from './types.js';

/** The proposer's decisions. */
export interface MatchingTerms<O extends MatchingOperation = MatchingOperation> {
  readonly operation: O;
  readonly columns: readonly KeyColumn[];
  readonly caps: CapsWanted;
  readonly maxMatches?: number | undefined;
  /** Whether the party that mixes last may be able to test more keys than the recipient. */
  readonly allowLargerLast?: boolean | undefined;
  readonly minUsable?: number | undefined;
  /** Whether the recipients learn how many rows each list has and how many of them make keys. */
  readonly tellTested?: boolean | undefined;
}

/** The most records in a list, for every party and for the named ones. */
export interface CapsWanted {
  readonly general: number;
  readonly byName: ReadonlyMap<string, number>;
}

export function matchingTerms<O extends MatchingOperation>({ operation, columns, caps, maxMatches, minUsable, tellTested }: MatchingTerms<O>, contributors: readonly string[]): OwnTerms<MatchingAgreement<O>> {
  const limits = { caps: contributors.map((name) => ({ name, records: caps.byName.get(name) ?? caps.general })), ...(maxMatches === undefined ? {} : { maxMatches }), ...(minUsable === undefined ? {} : { minUsable }), ...(tellTested === true ? { tellTested } : {}) };
  return { operation, columns, limits };
}
