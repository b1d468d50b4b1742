import type { Refusal } from './wire.js';

/** For a log line. It tells nobody who met whom: no room, and the network address for those who ask for it. */
export interface RelayEvent {
  /** `return` is a join by a client whose older connection was still open; `problem` is the relay's own. */
  readonly kind: 'join' | 'return' | 'leave' | 'refuse' | 'problem';
  /** With `refuse`. */
  readonly reason?: Refusal;
  /** With `problem`: what is wrong, in words. */
  readonly what?: string;
  /** What the client is counted under: only where the relay was told to give it. */
  readonly origin?: string;
  /** With the others: how many are now in that room, of how many. */
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
  /** Connections not read at the moment, since what they send cannot go on or their budget is used up. */
  readonly paused: number;
  /** Whether no new rooms are opened, since the relay is about to end. */
  readonly isDraining: boolean;
  /** What waits to be sent, with an overhead of 512 bytes a frame. */
  readonly bufferedBytes: number;
  /** What is arriving and not yet a whole message, with what its pieces cost. */
  readonly arrivingBytes: number;
  readonly forwardedFrames: number;
  readonly forwardedBytes: number;
  /** Frames to addresses where nobody was. */
  readonly droppedFrames: number;
  /** Payload bytes forwarded in each room there is now, in no particular order of meaning. */
  readonly roomBytes: readonly number[];
}
