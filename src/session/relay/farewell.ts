import { CLOSE, type Refusal } from './wire.js';

/** The relay's message when it closes a connection: a code, and a reason that programs and people can read. */
export interface Farewell {
  readonly code: number;
  /** name ‖ space ‖ seconds after which a retry may succeed, 0 for at once, `never` ‖ space ‖ text. At most 123 bytes of UTF-8. */
  readonly reason: string;
}

const MAX_REASON_BYTES = 123;

/** Seconds after which a retry may succeed; undefined for never. */
const RETRY_S: Record<Refusal, number | undefined> = {
  version: undefined,
  roomFull: undefined,
  tooManyRooms: 30,
  tooManyJoins: 60,
  tooManyConnections: 30,
  shuttingDown: 0,
  malformed: undefined,
  expired: 0,
  slowReader: 0,
  roomMemory: 5,
  interrupted: 1,
  unavailable: 5,
};

export function farewell(code: number, name: string, retryAfterS: number | undefined, text: string): Farewell {
  const head = `${name} ${retryAfterS ?? 'never'} `;
  const room = MAX_REASON_BYTES - Buffer.byteLength(head);
  return { code, reason: head + (Buffer.byteLength(text) <= room ? text : Buffer.from(text).subarray(0, room).toString('utf8').replace(/\uFFFD+$/, '')) };
}

export function refusalFarewell(reason: Refusal, text: string, retryAfterS: number | undefined = RETRY_S[reason]): Farewell {
  const code = reason === 'shuttingDown' || reason === 'interrupted' ? CLOSE.shuttingDown : CLOSE.refused;
  return farewell(code, reason, retryAfterS, text);
}

/** Ends without a REFUSED before them. */
export const FAREWELLS = {
  joinTimeout: farewell(CLOSE.refused, 'joinTimeout', 0, 'No JOIN came in time.'),
  makeWay: farewell(CLOSE.refused, 'tooManyConnections', 30, 'The relay is full, and you had not joined.'),
  notBinary: farewell(CLOSE.notBinary, 'notBinary', undefined, 'Messages are binary.'),
  tooLarge: farewell(CLOSE.tooLarge, 'tooLarge', undefined, 'The message is longer than this relay takes.'),
  replaced: farewell(CLOSE.replaced, 'replaced', undefined, 'A newer connection has your address.'),
  malformedFrame: farewell(CLOSE.refused, 'malformed', undefined, 'Not a WebSocket frame that this relay takes.'),
  /** It is never sent. */
  cut: farewell(CLOSE.refused, 'cut', 0, ''),
} as const satisfies Record<string, Farewell>;
