import type { Key } from '../backplane.js';
import { ADDRESS_BYTES, ROOM_BYTES } from '../wire.js';

/** Messages between relay processes that share rooms. Each is sent on the channel of its receiving process. */
export type Message =
  /** A member came to a room, or came back, and is connected to this process. */
  | { readonly kind: 'present'; readonly room: Key; readonly address: Key; readonly process: string }
  | { readonly kind: 'gone'; readonly room: Key; readonly address: Key }
  /** A newer connection took the address of the member with this ticket. */
  | { readonly kind: 'replaced'; readonly room: Key; readonly address: Key; readonly ticket: string }
  /** The room made way for another. */
  | { readonly kind: 'evicted'; readonly room: Key }
  /** These bytes of what was sent to this member have gone on to it: more may follow. */
  | { readonly kind: 'taken'; readonly room: Key; readonly address: Key; readonly bytes: number }
  | { readonly kind: 'deliver'; readonly room: Key; readonly address: Key; readonly process: string; readonly frame: Uint8Array };

export const PROCESS_BYTES = 8;
const DELIVER = 0x01;
const JSON_BEGINS = 0x7b;
const ROOM_AT = 1;
const ADDRESS_AT = ROOM_AT + ROOM_BYTES;
const PROCESS_AT = ADDRESS_AT + ADDRESS_BYTES;
const FRAME_AT = PROCESS_AT + PROCESS_BYTES;

/** 01 ‖ room(32) ‖ address(16) ‖ sending process(8) ‖ frame. */
export function encodeDeliver(room: Key, address: Key, process: string, frame: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(FRAME_AT + frame.length);
  bytes[0] = DELIVER;
  bytes.write(room, ROOM_AT, 'latin1');
  bytes.write(address, ADDRESS_AT, 'latin1');
  bytes.write(process, PROCESS_AT, 'hex');
  bytes.set(frame, FRAME_AT);
  return bytes;
}

export function encodeTaken(room: Key, address: Key, bytes: number): Buffer {
  return Buffer.from(JSON.stringify({ kind: 'taken', room: hexOf(room), address: hexOf(address), bytes }));
}

/** Undefined if it is not such a message: Redis belongs to the operator, and others may use it as well. */
export function decodeMessage(bytes: Buffer): Message | undefined {
  if (bytes[0] === DELIVER && bytes.length >= FRAME_AT) {
    return {
      kind: 'deliver',
      room: bytes.toString('latin1', ROOM_AT, ADDRESS_AT),
      address: bytes.toString('latin1', ADDRESS_AT, PROCESS_AT),
      process: bytes.toString('hex', PROCESS_AT, FRAME_AT),
      frame: bytes.subarray(FRAME_AT),
    };
  }
  if (bytes[0] !== JSON_BEGINS || bytes.length > 1_000) return undefined;
  return decodeJson(bytes);
}

function decodeJson(bytes: Buffer): Message | undefined {
  let read: unknown;
  try {
    read = JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
  const { kind, room, address, process, ticket, bytes: count } = read as Record<string, unknown>;
  const [id, at] = [keyOfHex(room, ROOM_BYTES), keyOfHex(address, ADDRESS_BYTES)];
  if (id === undefined) return undefined;
  if (kind === 'evicted') return { kind, room: id };
  if (at === undefined) return undefined;
  if (kind === 'gone') return { kind, room: id, address: at };
  if (kind === 'present' && typeof process === 'string') return { kind, room: id, address: at, process };
  if (kind === 'replaced' && typeof ticket === 'string') return { kind, room: id, address: at, ticket };
  if (kind === 'taken' && typeof count === 'number') return { kind, room: id, address: at, bytes: count };
  return undefined;
}

export function hexOf(key: Key): string {
  return Buffer.from(key, 'latin1').toString('hex');
}

export function keyOfHex(hex: unknown, length: number): Key | undefined {
  if (typeof hex !== 'string' || hex.length !== 2 * length) return undefined;
  const key = Buffer.from(hex, 'hex').toString('latin1');
  return key.length === length ? key : undefined;
}
