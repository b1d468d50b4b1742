import type { Identity } from '../channel/identity-proof.js';
import type { Receipt } from '../receipt.js';
import type { Share, SharedState } from './file.js';
import type { Opening } from './opening.js';
import type { RevealFacts } from './reveal-receipt.js';

/** This party's part in the opening of a sealed result: a share or, for a recipient without one, the session's receipt. */
export type RevealEntry = { readonly kind: 'share'; readonly share: Share } | { readonly kind: 'receipt'; readonly receipt: Receipt };

export interface Revealed extends RevealFacts {
  /**
   * For a recipient: reads the opened result. It throws DEVIATION if the result is impossible, and is called only after the last message: a recipient that
   * stopped at certain values, and at others not, would tell everybody about the value.
   */
  readonly readResult: (() => object) | undefined;
}

export interface RevealOptions {
  readonly identity: Identity;
  readonly entry: RevealEntry;
  /** The agreement to open under, if it is not the session's. */
  readonly opening?: Opening | undefined;
  /** What this recipient kept from the session, if the operation requires it. */
  readonly kept?: object | undefined;
  readonly withNames: readonly string[];
  readonly onReady: (names: readonly string[]) => void;
  /** Stores durably the record that this holder's share is sent. Awaited before the share is sent. Rejects if it cannot be stored: then nothing is sent. */
  readonly beforeRelease: (record: string) => Promise<void>;
}

export interface Group {
  readonly state: SharedState;
  readonly shares: Map<number, readonly bigint[]>;
}

/** A statement signed by a party in one attempt. */
export interface Signed {
  readonly nonce: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Ready extends Signed {
  readonly isHolder: boolean;
  readonly epoch: number;
  readonly state: Uint8Array;
}
