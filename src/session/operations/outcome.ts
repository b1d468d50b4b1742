import type { Dealt } from '../protocol/dealing.js';
import type { ProtocolContext } from '../protocol/network.js';
import type { Hooks } from '../protocol/hooks.js';

/** The outcome of an operation’s protocol. */
export interface OperationOutcome<R extends object = object> {
  /** The commitment in the receipt for every party, in the roster's order. */
  readonly commitments: readonly Uint8Array[];
  /**
   * For a recipient, unless the result is sealed: reads the opened result. It throws DEVIATION if the result is impossible. It is called only when the session
   * is over for the others as well: a recipient that stopped at certain values, or took longer for them, would tell everybody about the value.
   */
  readonly readResult: (() => R | Promise<R>) | undefined;
  /** Set if the agreement has a threshold. */
  readonly sealed: Dealt | undefined;
  /** What a recipient has to keep until a sealed result is opened, if the operation needs it (`Sealing.keeps`). Secret. */
  readonly kept?: object | undefined;
}

/** The part of an operation that needs none of this party's data. It begins as soon as everything that it needs is there. */
export interface Preparation {
  /** Everyone has approved: the part that needs the others begins as well. */
  begin(context: ProtocolContext, hooks: Hooks): void;
  /** Rejects when the operation can no longer succeed. */
  readonly failure: Promise<never>;
  /** The session is over. However it ends, this no longer stops the remaining work. */
  leave(): void;
  close(): Promise<void>;
}
