import type { Brake } from './pressure.js';
import type { Refusal } from './wire.js';

/** 32 bytes of a room or 16 of an address, one character a byte, as the key of a map. */
export type Key = string;

/** A request for a seat. */
export interface Entry {
  readonly room: Key;
  /** 16 bytes. */
  readonly address: Uint8Array;
  readonly seats: number;
  /** The key under which this member is counted: a network address from `countingKey`. */
  readonly origin: string;
}

export interface Entered {
  readonly kind: 'entered';
  /** The name of this stay: `leave` with another one has no effect. */
  readonly ticket: string;
  /** Addresses of the others in the room. */
  readonly present: readonly Uint8Array[];
  /** Whether an older connection had this address. `replaced` tells that connection. */
  readonly returned: boolean;
}

export interface Refused {
  readonly kind: 'refused';
  readonly reason: Refusal;
  readonly text: string;
  readonly retryAfterS: number;
}

/** Events of rooms in which a relay process has members, whichever process caused them. */
export interface BackplaneEvents {
  /** A member arrived or came back. All members here except itself are told. */
  present(room: Key, address: Uint8Array): void;
  gone(room: Key, address: Uint8Array): void;
  /** A DELIVER for a member here. Gives the brakes for its sender, or undefined if nobody is at that address. */
  deliver(room: Key, to: Key, frame: Uint8Array): readonly Brake[] | undefined;
  /** A newer connection took the address: the stay with this ticket has ended. */
  replaced(room: Key, address: Uint8Array, ticket: string): void;
  /** The room has to make way for others: all its members here have to leave. */
  evicted(room: Key, text: string): void;
  /** Messages between processes may be lost: members here have to connect again. */
  interrupted(text: string): void;
  /** A problem of the backplane itself that the relay's operator has to know. */
  problem(what: string): void;
}

export interface BackplaneHealth {
  /** Whether rooms can be entered now. */
  readonly isReady: boolean;
  readonly what: string;
}

/**
 * The seats of rooms, for one relay process or for several. The relay itself knows only its own connections. Several processes that share a backplane are one
 * relay to the parties.
 */
export interface Backplane {
  /** Must be called once, before anything else. */
  subscribe(events: BackplaneEvents): void;
  /** Counts one join of this network address. Tells whether it is within the limit. */
  admit(origin: string): Promise<boolean>;
  /**
   * Takes a seat. Calls `seat` at the moment when the seat is taken, and the caller then registers the connection under its address. Between the addresses in
   * `present` and the events that follow, no arrival or departure is missed.
   */
  enter(entry: Entry, seat: (entered: Entered) => void): Promise<Entered | Refused>;
  leave(room: Key, address: Uint8Array, ticket: string): void;
  /**
   * Turns a SEND into a DELIVER in its own buffer and passes it on. Gives the brakes that `from` has to wait for before it sends more, or undefined if nobody
   * is at that address.
   */
  publish(room: Key, from: Uint8Array, to: Key, frame: Uint8Array): readonly Brake[] | undefined;
  /** Called every ping interval: forgets what has expired. */
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
