import type { HashRows, MacRows } from '../../../crypto/engine/rows.js';

/** What this party holds for each other party's bits, and for its own bits under each other party's keys. */
export interface PairRows {
  /** M of this party's bits under the other's keys. */
  readonly macs: MacRows;
  /** The MACs of the first bits alone: the ones that go into hashes. */
  readonly hashMacs: HashRows;
  /** K of the other's bits under this party's keys. */
  readonly keys: MacRows;
  readonly hashKeys: HashRows;
}
