import type { HashRows, MacRows } from '../../../crypto/engine/rows.js';

/** What this party holds of each other's bits, and for its own bits from each other. */
export interface PairRows {
  /** M of this party's bits under the other's keys. */
  readonly macs: MacRows;
  /** The first bits alone: as many as go into hashes. */
  readonly hashMacs: HashRows;
  /** K of the other's bits under this party's keys. */
  readonly keys: MacRows;
  readonly hashKeys: HashRows;
}
