import { bech32m } from '@scure/base';
import { concat, utf8 } from '../crypto/bytes.js';
import { hkdf } from '../crypto/hash.js';
import { randomBytes } from '../crypto/random.js';
import { MpcError } from '../errors.js';
import { checkRelay } from './agreement/canonical.js';
import { isAdmissionToken } from '../admission-token.js';

/**
 * A secret and the relay's address, in one line to paste: bech32m with the prefix `mpcinvite` over version(1) = 01 ‖ seats(1) ‖ secret(16) ‖ address, or, for a
 * relay that requires an admission token, version(1) = 02 ‖ seats(1) ‖ secret(16) ‖ length(1) ‖ token ‖ address. Whoever holds it can take a seat. It travels
 * over a channel that the parties trust, and never to the relay, which sees only the room, derived from it by a one-way function.
 */
export interface Invite {
  /** 128 bits: unguessable, and short enough to dictate. */
  readonly secret: Uint8Array;
  readonly relay: string;
  /** Parties of the session, including the proposer. */
  readonly seats: number;
  /** The token that admits the invited party to a relay that is not open to everybody. */
  readonly admissionToken?: string | undefined;
}

const PREFIX = 'mpcinvite';
const VERSION = 1;
const VERSION_WITH_TOKEN = 2;
const SECRET_BYTES = 16;
const HEAD_BYTES = 2 + SECRET_BYTES;
const MAX_TEXT = 1200;
export const MAX_SEATS = 64;

export function createInvite(relay: string, seats: number, admissionToken?: string): Invite {
  return { secret: randomBytes(SECRET_BYTES), relay, seats, admissionToken };
}

export function encodeInvite({ secret, relay, seats, admissionToken }: Invite): string {
  const token = admissionToken === undefined ? new Uint8Array(0) : concat(Uint8Array.of(admissionToken.length), utf8(admissionToken));
  const bytes = concat(Uint8Array.of(admissionToken === undefined ? VERSION : VERSION_WITH_TOKEN, seats), secret, token, utf8(relay));
  return bech32m.encode(PREFIX, bech32m.toWords(bytes), MAX_TEXT);
}

/** Whether a text is meant as an invite, well-formed or not, and does not just mention one. Agreements may mention one, and begin with a brace. */
export function looksLikeInvite(text: string): boolean {
  return !/^\s*\{/.test(text) && new RegExp(`${PREFIX}1[a-z0-9]{8}`).test(compactOf(text));
}

/** Whether an invite begins in a text, even if most of it is missing. */
export function beginsInvite(text: string): boolean {
  return compactOf(text).includes(`${PREFIX}1`);
}

/** The text without the characters that mail programs and word processors insert into a word. */
function compactOf(text: string): string {
  return text.toLowerCase().replace(/^[\s>|]+/gm, '').replace(/[\s\p{Cf}"'`<>“”‘’]+/gu, '');
}

/**
 * The letters and digits of a text, split at blanks and line breaks: without quotation marks, hyphens, equals signs at the ends of lines, and invisible
 * characters.
 */
function piecesOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).map((piece) => piece.replace(/[^a-z0-9]/g, '')).filter((piece) => piece !== '');
}

const MOST_BEGINNINGS = 16;

/**
 * The invite that a text holds, in one piece. A mail program may have broken and quoted it, and added words before and after it. Its checksum determines where
 * it ends. Undefined if the text holds no complete invite.
 */
export function inviteIn(text: string): string | undefined {
  const pieces = piecesOf(text);
  const whole = pieces.join('');
  let length = 0;
  const ends = new Set(pieces.map((piece) => (length += piece.length)));
  let begin = -1;
  for (let n = 0; n < MOST_BEGINNINGS && (begin = whole.indexOf(`${PREFIX}1`, begin + 1)) >= 0; n++) {
    for (const end of wholeAt(whole, begin)) if (ends.has(end) && bytesOf(whole.slice(begin, end)) !== undefined) return whole.slice(begin, end);
  }
  return undefined;
}

const LETTERS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const BECH32M = 0x2bc830a3;

/** Adds one letter to a checksum of bech32m (BIP 350). */
function checksum(before: number, value: number): number {
  const top = before >>> 25;
  return GENERATOR.reduce((made, each, bit) => ((top >>> bit) & 1) === 1 ? made ^ each : made, ((before & 0x1ffffff) << 5) ^ value);
}

/** The letters of the prefix, which every invite has. */
const BEGINNING = [...utf8(PREFIX)].map((byte) => byte >> 5).concat(0, [...utf8(PREFIX)].map((byte) => byte & 31)).reduce(checksum, 1);

/**
 * The positions where an invite that begins at `begin` can end by its checksum. One pass finds them; decoding at every position would take a second for a few
 * kilobytes.
 */
function* wholeAt(text: string, begin: number): Generator<number> {
  let state = BEGINNING;
  for (let at = begin + PREFIX.length + 1; at < text.length && at < begin + MAX_TEXT; at++) {
    const value = LETTERS.indexOf(text.charAt(at));
    if (value < 0) return;
    state = checksum(state, value);
    if (state === BECH32M) yield at + 1;
  }
}

function bytesOf(invite: string): Uint8Array | undefined {
  const decoded = bech32m.decodeUnsafe(invite, MAX_TEXT);
  if (decoded?.prefix !== PREFIX) return undefined;
  return bech32m.fromWordsUnsafe(decoded.words) ?? undefined;
}

/** Reads an invite, and tolerates what mail programs insert. Throws USAGE, and never shows the text. */
export function decodeInvite(text: string): Invite {
  const bytes = bytesOf(inviteIn(text) ?? '');
  if (bytes === undefined) throw malformed('a character in it is wrong or missing');
  const [version, seats = 0] = bytes;
  if (version !== VERSION && version !== VERSION_WITH_TOKEN) throw new MpcError('USAGE', `This invite has version ${version ?? '?'}, which a newer mpc than this one reads; this program reads versions ${VERSION} and ${VERSION_WITH_TOKEN}.`, 'Use the version of mpc that made it (`mpc --version`).');
  if (bytes.length <= HEAD_BYTES || seats < 2 || seats > MAX_SEATS) throw malformed('its content is not as it should be');
  const tokenEnd = version === VERSION ? HEAD_BYTES : HEAD_BYTES + 1 + (bytes[HEAD_BYTES] ?? 0);
  const admissionToken = version === VERSION ? undefined : Buffer.from(bytes.subarray(HEAD_BYTES + 1, tokenEnd)).toString('latin1');
  if (admissionToken !== undefined && !isAdmissionToken(admissionToken)) throw malformed('its content is not as it should be');
  const relay = Buffer.from(bytes.subarray(tokenEnd)).toString('utf8');
  try {
    checkRelay(relay);
  } catch {
    throw malformed('it names no relay');
  }
  return { secret: bytes.slice(2, HEAD_BYTES), relay, seats, admissionToken };
}

function malformed(why: string): MpcError {
  return new MpcError('USAGE', `This is not an invite: ${why}.`, 'Copy the whole line that the proposer got, or ask for the invite file.');
}

/** Room and pre-shared key are separate outputs of HKDF: the relay, which knows the room, learns nothing about the key. */
export function roomOfInvite({ secret }: Invite): { room: Uint8Array; psk: Uint8Array } {
  const salt = utf8('mpc invite v1');
  return { room: hkdf(secret, salt, 'room', 32), psk: hkdf(secret, salt, 'psk', 32) };
}

/**
 * The same for an agreement between known keys. Its random id is the secret here, not its digest: parties that hold two versions of an agreement then still
 * meet, and can tell each other so.
 */
export function roomOfAgreement(id: Uint8Array): { room: Uint8Array; helloKey: Uint8Array } {
  const salt = utf8('mpc agreement room v1');
  return { room: hkdf(id, salt, 'room', 32), helloKey: hkdf(id, salt, 'hello', 32) };
}
