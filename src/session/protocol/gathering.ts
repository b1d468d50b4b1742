import type { Network } from './network.js';

/** One party, from its arrival until it leaves. A party that comes back has a new visit, and begins anew. */
export interface Visit {
  /** Its seat in the roster, from 0. */
  readonly seat: number;
  /** Reaches only this party, and only as long as this visit lasts. */
  readonly network: Network;
}

/** Parties that come and go, none of which is required: the network of a protocol that lets each party in when it comes. */
export interface Gathering {
  /** This party's seat in the roster, from 0. */
  readonly self: number;
  /**
   * Resolves as soon as `look` gives a value. `look` is called now, whenever a party comes or goes, and at `recheck`. Rejects with what `look` throws, and with
   * an MpcError when the gathering ends.
   */
  until<T>(look: (visits: readonly Visit[]) => T | undefined): Promise<T>;
  recheck(): void;
}
