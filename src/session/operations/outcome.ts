import type { Dealt } from '../protocol/dealing.js';
import type { ProtocolContext } from '../protocol/network.js';
import type { Hooks } from '../protocol/hooks.js';

/** What came of an operation’s protocol. */
export interface OperationOutcome<R extends object = object> {
  /** What stands in the receipt for every party, in the roster's order. */
  readonly commitments: readonly Uint8Array[];
  /**
   * For a recipient, unless the result is sealed: reads what was opened. It throws DEVIATION where that cannot be, and is called only
   * when the session is over, for others too: a recipient that stopped at certain values, and at others not, or took longer, would tell everybody about the value.
   */
  readonly readResult: (() => R | Promise<R>) | undefined;
  /** Where the agreement has a threshold. */
  readonly sealed: Dealt | undefined;
  /** What a recipient has to keep until a sealed result is opened, where the operation has such a thing (`Sealing.keeps`). Secret. */
  readonly kept?: object | undefined;
}

/** The part of an operation that needs none of this party's data. It begins as soon as everything that it does need is there. */
export interface Preparation {
  /** Everyone has approved: what needs the others begins, too. */
  begin(context: ProtocolContext, hooks: Hooks): void;
  /** Rejects when the operation can no longer succeed. */
  readonly failure: Promise<never>;
  /** The session is over: its end, however it comes, is no reason any more to stop what is left to do. */
  leave(): void;
  close(): Promise<void>;
}
