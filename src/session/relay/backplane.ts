import type { Brake } from './pressure.js';
import type { Refusal } from './wire.js';

/** 32 bytes of a room or 16 of an address as one character a byte: what maps are keyed by. */
export type Key = string;

/** Somebody asks for a seat. */
export interface Entry {
  readonly room: Key;
  /** 16 bytes. */
  readonly address: Uint8Array;
  readonly seats: number;
  /** What this member is counted under: a network address as `countingKey` gives it. */
  readonly origin: string;
}

export interface Entered {
  readonly kind: 'entered';
  /** Names this stay: `leave` with another one has no effect. */
  readonly ticket: string;
  /** Addresses of the others who are there. */
  readonly present: readonly Uint8Array[];
  /** Whether an older connection had this address; it is told by `replaced`. */
  readonly returned: boolean;
}

export interface Refused {
  readonly kind: 'refused';
  readonly reason: Refusal;
  readonly text: string;
  readonly retryAfterS: number;
}

/** What a relay process hears of rooms in which it has members, whichever process the cause sits in. */
export interface BackplaneEvents {
  /** Somebody arrived or came back: for all members here but itself. */
  present(room: Key, address: Uint8Array): void;
  gone(room: Key, address: Uint8Array): void;
  /** A DELIVER for a member here. Gives what its sender has to wait for, or undefined where nobody is. */
  deliver(room: Key, to: Key, frame: Uint8Array): readonly Brake[] | undefined;
  /** A newer connection took the address: the stay of this ticket has ended. */
  replaced(room: Key, address: Uint8Array, ticket: string): void;
  /** The room has to make way for others: all its members here are to go. */
  evicted(room: Key, text: string): void;
  /** What was on its way between processes may be lost: members here have to connect again. */
  interrupted(text: string): void;
  /** Something about the backplane itself that whoever runs the relay has to know. */
  problem(what: string): void;
}

export interface BackplaneHealth {
  /** Whether rooms can be entered now. */
  readonly isReady: boolean;
  readonly what: string;
}

/**
 * Where rooms live: who sits in which, for one relay process or for several. The relay itself knows only its
 * own connections. Several processes that share a backplane are one relay to the parties.
 */
export interface Backplane {
  /** Called once, before anything else. */
  subscribe(events: BackplaneEvents): void;
  /** Counts one join of this network address, and tells whether it is within the limit. */
  admit(origin: string): Promise<boolean>;
  /**
   * Takes a seat. Calls `seat` in the same moment in which the seat is taken, and there the caller makes the connection known
   * under its address: between `present` as it stands there and the events that follow, nobody comes or goes unseen.
   */
  enter(entry: Entry, seat: (entered: Entered) => void): Promise<Entered | Refused>;
  leave(room: Key, address: Uint8Array, ticket: string): void;
  /**
   * Passes a SEND on in its own buffer, made a DELIVER. Gives what `from` has to wait for before it sends more,
   * or undefined where nobody is at that address.
   */
  publish(room: Key, from: Uint8Array, to: Key, frame: Uint8Array): readonly Brake[] | undefined;
  /** Called every ping interval: forgets what is over. */
  sweep(): void;
  health(): BackplaneHealth;
  close(): Promise<void>;
}

export function keyOf(bytes: Uint8Array): Key {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

export function bytesOf(key: Key): Uint8Array {
  return Buffer.from(key, 'latin1');
}
