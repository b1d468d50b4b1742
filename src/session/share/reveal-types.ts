import type { Identity } from '../channel/identity-proof.js';
import type { Receipt } from '../receipt.js';
import type { Share, SharedState } from './file.js';
import type { Opening } from './opening.js';
import type { RevealFacts } from './reveal-receipt.js';

/** What this party brings to the opening of a sealed result: a share, or as a recipient without one, the session's receipt. */
export type RevealEntry = { readonly kind: 'share'; readonly share: Share } | { readonly kind: 'receipt'; readonly receipt: Receipt };

export interface Revealed extends RevealFacts {
  /**
   * For a recipient: reads what was opened. It throws DEVIATION where that cannot be, and is called only after the last message:
   * a recipient that stopped at certain values, and at others not, would tell everybody about the value.
   */
  readonly readResult: (() => object) | undefined;
}

export interface RevealOptions {
  readonly identity: Identity;
  readonly entry: RevealEntry;
  /** The agreement to open under, where it is another than the session's. */
  readonly opening?: Opening | undefined;
  /** What this recipient kept of the session, if the operation makes it keep something. */
  readonly kept?: object | undefined;
  readonly withNames: readonly string[];
  readonly onReady: (names: readonly string[]) => void;
  /** Keeps the record that this holder's share leaves, durably: awaited before it does. Rejects where it cannot be kept: then nothing leaves. */
  readonly beforeRelease: (record: string) => Promise<void>;
}

export interface Group {
  readonly state: SharedState;
  readonly shares: Map<number, readonly bigint[]>;
}

/** Something signed, by somebody in one attempt. */
export interface Signed {
  readonly nonce: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Ready extends Signed {
  readonly isHolder: boolean;
  readonly epoch: number;
  readonly state: Uint8Array;
}
