import type { Network } from './network.js';

/** One party, from when it came until it left. Whoever comes back comes on a new visit, and begins anew. */
export interface Visit {
  /** In the roster, from 0. */
  readonly seat: number;
  /** Reaches this party alone, and as long as this visit lasts. */
  readonly network: Network;
}

/** Parties that come and go, where none of them is needed: what a protocol sees of the world that lets each in when it comes. */
export interface Gathering {
  /** This party's seat in the roster, from 0. */
  readonly self: number;
  /**
   * Resolves as soon as `look` gives a value; it is asked now, whenever a party comes or goes, and at `recheck`. Rejects with what `look` throws, and with an
   * MpcError when the gathering ends.
   */
  until<T>(look: (visits: readonly Visit[]) => T | undefined): Promise<T>;
  recheck(): void;
}
