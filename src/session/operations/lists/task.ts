import type { BatchGroup } from '../../../crypto/batch/group.js';
import type { ProtocolContext } from '../../protocol/network.js';
import type { Hooks } from '../../protocol/hooks.js';
import type { RecordKeys } from '../reading.js';
import type { ListMatcher } from './thread/matcher.js';
import type { MatchingAgreement } from './types.js';

/** The input of comparisons of lists, except for the protocol's own context. */
export interface MatchingTask<A extends MatchingAgreement = MatchingAgreement> {
  readonly context: ProtocolContext;
  readonly group: BatchGroup;
  /** For large lists. */
  readonly matcher: ListMatcher;
  readonly agreement: A;
  /** Undefined for a party that contributes no list. */
  readonly records: RecordKeys | undefined;
  readonly hooks: Hooks;
}
