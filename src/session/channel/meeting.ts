import { fromHex } from '../../crypto/bytes.js';
import { hmac } from '../../crypto/hash.js';
import { MARK_BYTES } from './packet.js';

/** How the parties find each other: by keys of the room's own, never by the invite or agreement itself. */
export type Meeting =
  | { readonly mode: 'invite'; readonly room: Uint8Array; readonly psk: Uint8Array; readonly seats: number }
  | {
      readonly mode: 'keys';
      readonly room: Uint8Array;
      /** Known to the parties and not to the relay. Marks made with it tell the parties, and only them, who is at an address. */
      readonly helloKey: Uint8Array;
      /** Ed25519 keys of the other parties. */
      readonly others: readonly Uint8Array[];
      /** What messages call them, in the same order. */
      readonly names?: readonly string[];
    };

/** Seats in the room, including this party's. */
export function seatCount(meeting: Meeting): number {
  return meeting.mode === 'invite' ? meeting.seats : meeting.others.length + 1;
}

/** The mark in a greeting from this address. By keys, only parties of the meeting can make and read it. `publicKey`: the key of the party at the address. */
export function markOf(meeting: Meeting, address: string, publicKey: Uint8Array): Uint8Array {
  if (meeting.mode === 'invite') return new Uint8Array(MARK_BYTES);
  return hmac(meeting.helloKey, 'mpc hello v1', meeting.room, fromHex(address), publicKey).subarray(0, MARK_BYTES);
}
