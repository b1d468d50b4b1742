import type { Refusal } from './wire.js';

/** An event for a log line. It reveals nothing about who met whom: no room, and the network address only on request. */
export interface RelayEvent {
  /** `return` is a join by a client whose older connection was still open; `problem` is the relay's own. */
  readonly kind: 'join' | 'return' | 'leave' | 'refuse' | 'problem';
  /** With `refuse`. */
  readonly reason?: Refusal;
  /** With `problem`: what is wrong, in words. */
  readonly what?: string;
  /** The key under which the client is counted. Only if the relay was told to include it. */
  readonly origin?: string;
  /** With the others: how many are now in that room, and of how many seats. */
  readonly present?: number;
  readonly seats?: number;
  readonly rooms: number;
  readonly connections: number;
}

export interface RelayStats {
  readonly rooms: number;
  readonly connections: number;
  /** Connections that have no seat yet. */
  readonly unjoined: number;
  /** Connections that are not read at the moment, because their data cannot go on or their budget is used up. */
  readonly paused: number;
  /** Whether no new rooms are opened because the relay is about to end. */
  readonly isDraining: boolean;
  /** Bytes that wait to be sent, with an overhead of 512 bytes a frame. */
  readonly bufferedBytes: number;
  /** Bytes of arriving, incomplete messages, including the cost of their pieces. */
  readonly arrivingBytes: number;
  readonly forwardedFrames: number;
  readonly forwardedBytes: number;
  /** Frames to addresses that nobody had. */
  readonly droppedFrames: number;
  /** Payload bytes forwarded in each existing room, in no meaningful order. */
  readonly roomBytes: readonly number[];
}
