import { createHash } from 'node:crypto';

/**
 * What a client and the relay say to each other, one message per binary WebSocket message:
 *
 *     client → relay   JOIN     01 ‖ version(1) ‖ room(32) ‖ token(32) ‖ seats(1)
 *                      SEND     02 ‖ destination address(16) ‖ payload
 *     relay → client   JOINED   81 ‖ count(1) ‖ count × address(16)
 *                      PRESENT  82 ‖ address(16)
 *                      GONE     83 ‖ address(16)
 *                      DELIVER  84 ‖ source address(16) ‖ payload
 *                      REFUSED  85 ‖ reason(1) ‖ UTF-8 text, at most 200 bytes
 *
 * Pure functions. The decoders check lengths before anything else and never throw: the other end is not trusted, and `docs/formats/relay.md` says what a
 * malformed message leads to.
 */

export const WIRE_VERSION = 1;
export const ROOM_BYTES = 32;
export const TOKEN_BYTES = 32;
export const ADDRESS_BYTES = 16;
export const MIN_SEATS = 2;
export const MAX_SEATS = 255;
export const MAX_REFUSAL_TEXT_BYTES = 200;

const TYPE_BYTES = 1;
const ADDRESS_AT = TYPE_BYTES;
/** The header of SEND and of DELIVER: the relay turns one into the other in place. */
export const HEADER_BYTES = TYPE_BYTES + ADDRESS_BYTES;
const VERSION_AT = TYPE_BYTES;
const ROOM_AT = VERSION_AT + 1;
const TOKEN_AT = ROOM_AT + ROOM_BYTES;
const SEATS_AT = TOKEN_AT + TOKEN_BYTES;
export const JOIN_BYTES = SEATS_AT + 1;
const COUNT_AT = TYPE_BYTES;
const LIST_AT = COUNT_AT + 1;
const REASON_AT = TYPE_BYTES;
const TEXT_AT = REASON_AT + 1;

export const MESSAGE = { JOIN: 0x01, SEND: 0x02, JOINED: 0x81, PRESENT: 0x82, GONE: 0x83, DELIVER: 0x84, REFUSED: 0x85 } as const;

/** The reasons why the relay refuses, by their byte on the wire. A number never gets a second meaning. */
export const REFUSAL = {
  version: 1,
  roomFull: 2,
  tooManyRooms: 3,
  tooManyJoins: 4,
  tooManyConnections: 5,
  shuttingDown: 6,
  malformed: 7,
  expired: 8,
  slowReader: 9,
  roomMemory: 10,
  /** Relays that share their rooms lost contact with each other: connect again. */
  interrupted: 11,
  /** The relay cannot open rooms now: the store through which it shares them is out of reach. */
  unavailable: 12,
} as const;

export type Refusal = keyof typeof REFUSAL;

/** WebSocket close codes that the relay uses. */
export const CLOSE = {
  shuttingDown: 1001,
  notBinary: 1003,
  refused: 1008,
  tooLarge: 1009,
  /** The same token joined on a newer connection. This client must not reconnect. */
  replaced: 4000,
} as const;

/** Views are into the decoded bytes: they are valid as long as those bytes are. */
export type ClientMessage =
  | { readonly kind: 'join'; readonly room: Uint8Array; readonly token: Uint8Array; readonly seats: number }
  | { readonly kind: 'send'; readonly to: Uint8Array; readonly payload: Uint8Array }
  | { readonly kind: 'version'; readonly version: number }
  | Malformed;

/** Views are into the decoded bytes: they are valid as long as those bytes are. */
export type RelayMessage =
  | { readonly kind: 'joined'; readonly present: readonly Uint8Array[] }
  | { readonly kind: 'present'; readonly address: Uint8Array }
  | { readonly kind: 'gone'; readonly address: Uint8Array }
  | { readonly kind: 'deliver'; readonly from: Uint8Array; readonly payload: Uint8Array }
  /** `reason` is undefined for a byte this version does not know. `text` is the relay's: clean it before it is shown. */
  | { readonly kind: 'refused'; readonly reason: Refusal | undefined; readonly text: string }
  | Malformed;

export interface Malformed {
  readonly kind: 'malformed';
  /** What is wrong, in words that contain nothing of the message. */
  readonly why: string;
}

const ADDRESS_LABEL = 'mpc relay address v1';

/**
 * The 16-byte address of the client that holds this token. Others in the room see the address and cannot derive the token from it, so only its holder can be at
 * that address.
 */
export function addressOf(token: Uint8Array): Uint8Array {
  expectLength(token, TOKEN_BYTES, 'token');
  return createHash('sha256').update(ADDRESS_LABEL).update(token).digest().subarray(0, ADDRESS_BYTES);
}

/** @throws RangeError when room or token are not 32 bytes, or seats not 2 to 255. */
export function encodeJoin(join: { room: Uint8Array; token: Uint8Array; seats: number }): Uint8Array {
  expectLength(join.room, ROOM_BYTES, 'room');
  expectLength(join.token, TOKEN_BYTES, 'token');
  if (!Number.isInteger(join.seats) || join.seats < MIN_SEATS || join.seats > MAX_SEATS) {
    throw new RangeError(`seats must be an integer from ${MIN_SEATS} to ${MAX_SEATS}`);
  }
  const bytes = new Uint8Array(JOIN_BYTES);
  bytes[0] = MESSAGE.JOIN;
  bytes[VERSION_AT] = WIRE_VERSION;
  bytes.set(join.room, ROOM_AT);
  bytes.set(join.token, TOKEN_AT);
  bytes[SEATS_AT] = join.seats;
  return bytes;
}

/** Copies the payload once. A caller that leaves 17 bytes free in front of its frames uses `writeSendHeader` and copies nothing. */
export function encodeSend(to: Uint8Array, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + payload.length);
  writeSendHeader(bytes, to);
  bytes.set(payload, HEADER_BYTES);
  return bytes;
}

/** Writes the first 17 bytes of `frame`. The payload follows them. */
export function writeSendHeader(frame: Uint8Array, to: Uint8Array): void {
  expectLength(to, ADDRESS_BYTES, 'address');
  frame[0] = MESSAGE.SEND;
  frame.set(to, ADDRESS_AT);
}

/** Turns a SEND in place into the DELIVER for its destination. */
export function sendToDeliver(frame: Uint8Array, from: Uint8Array): void {
  frame[0] = MESSAGE.DELIVER;
  frame.set(from, ADDRESS_AT);
}

export function decodeFromClient(bytes: Uint8Array): ClientMessage {
  switch (bytes[0]) {
    case MESSAGE.SEND:
      if (bytes.length < HEADER_BYTES) return malformed('a SEND is shorter than its header');
      return { kind: 'send', to: bytes.subarray(ADDRESS_AT, HEADER_BYTES), payload: bytes.subarray(HEADER_BYTES) };
    case MESSAGE.JOIN: {
      const version = bytes[VERSION_AT];
      if (version === undefined) return malformed('a JOIN has no version');
      // Checked before the length: another version's JOIN may have another length, and its client should be told why.
      if (version !== WIRE_VERSION) return { kind: 'version', version };
      if (bytes.length !== JOIN_BYTES) return malformed(`a JOIN is not ${JOIN_BYTES} bytes`);
      const seats = bytes[SEATS_AT] ?? 0;
      if (seats < MIN_SEATS) return malformed(`a room has at least ${MIN_SEATS} seats`);
      return { kind: 'join', room: bytes.subarray(ROOM_AT, TOKEN_AT), token: bytes.subarray(TOKEN_AT, SEATS_AT), seats };
    }
    case undefined:
      return malformed('a message is empty');
    default:
      return malformed('a message is of no known type');
  }
}

export function encodeJoined(present: readonly Uint8Array[]): Uint8Array {
  if (present.length > MAX_SEATS) throw new RangeError(`at most ${MAX_SEATS} addresses`);
  const bytes = new Uint8Array(LIST_AT + present.length * ADDRESS_BYTES);
  bytes[0] = MESSAGE.JOINED;
  bytes[COUNT_AT] = present.length;
  present.forEach((address, index) => {
    expectLength(address, ADDRESS_BYTES, 'address');
    bytes.set(address, LIST_AT + index * ADDRESS_BYTES);
  });
  return bytes;
}

export function encodePresent(address: Uint8Array): Uint8Array {
  return typeAndAddress(MESSAGE.PRESENT, address);
}

export function encodeGone(address: Uint8Array): Uint8Array {
  return typeAndAddress(MESSAGE.GONE, address);
}

/** @throws RangeError when the text has more than 200 bytes in UTF-8. */
export function encodeRefused(reason: Refusal, text: string): Uint8Array {
  const words = new TextEncoder().encode(text);
  if (words.length > MAX_REFUSAL_TEXT_BYTES) throw new RangeError(`the text has more than ${MAX_REFUSAL_TEXT_BYTES} bytes`);
  const bytes = new Uint8Array(TEXT_AT + words.length);
  bytes[0] = MESSAGE.REFUSED;
  bytes[REASON_AT] = REFUSAL[reason];
  bytes.set(words, TEXT_AT);
  return bytes;
}

export function decodeFromRelay(bytes: Uint8Array): RelayMessage {
  switch (bytes[0]) {
    case MESSAGE.DELIVER:
      if (bytes.length < HEADER_BYTES) return malformed('a DELIVER is shorter than its header');
      return { kind: 'deliver', from: bytes.subarray(ADDRESS_AT, HEADER_BYTES), payload: bytes.subarray(HEADER_BYTES) };
    case MESSAGE.JOINED: {
      const count = bytes[COUNT_AT];
      if (count === undefined || bytes.length !== LIST_AT + count * ADDRESS_BYTES) return malformed('a JOINED does not have the length it states');
      const present = Array.from({ length: count }, (_, index) => bytes.subarray(LIST_AT + index * ADDRESS_BYTES, LIST_AT + (index + 1) * ADDRESS_BYTES));
      return { kind: 'joined', present };
    }
    case MESSAGE.PRESENT:
      if (bytes.length !== HEADER_BYTES) return malformed(`a PRESENT is not ${HEADER_BYTES} bytes`);
      return { kind: 'present', address: bytes.subarray(ADDRESS_AT) };
    case MESSAGE.GONE:
      if (bytes.length !== HEADER_BYTES) return malformed(`a GONE is not ${HEADER_BYTES} bytes`);
      return { kind: 'gone', address: bytes.subarray(ADDRESS_AT) };
    case MESSAGE.REFUSED: {
      const code = bytes[REASON_AT];
      if (code === undefined || bytes.length > TEXT_AT + MAX_REFUSAL_TEXT_BYTES) return malformed('a REFUSED has no reason, or too long a text');
      // Not fatal: a text of broken UTF-8 should not hide that the relay refused.
      return { kind: 'refused', reason: refusalOf(code), text: new TextDecoder().decode(bytes.subarray(TEXT_AT)) };
    }
    case undefined:
      return malformed('a message is empty');
    default:
      return malformed('a message is of no known type');
  }
}

function refusalOf(code: number): Refusal | undefined {
  return (Object.keys(REFUSAL) as Refusal[]).find((name) => REFUSAL[name] === code);
}

function typeAndAddress(type: number, address: Uint8Array): Uint8Array {
  expectLength(address, ADDRESS_BYTES, 'address');
  const bytes = new Uint8Array(HEADER_BYTES);
  bytes[0] = type;
  bytes.set(address, ADDRESS_AT);
  return bytes;
}

function malformed(why: string): Malformed {
  return { kind: 'malformed', why };
}

function expectLength(bytes: Uint8Array, length: number, what: string): void {
  if (bytes.length !== length) throw new RangeError(`${what} must be ${length} bytes`);
}
