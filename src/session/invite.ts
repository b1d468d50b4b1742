import { concat, utf8 } from '../crypto/bytes.js';
import { hkdf } from '../crypto/hash.js';
import { encodeLine, lineBytes, linesIn } from '../crypto/pasted-line.js';
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
const LINE = { prefix: PREFIX, maxText: 1200 };
export const MAX_SEATS = 64;

export function createInvite(relay: string, seats: number, admissionToken?: string): Invite {
  return { secret: randomBytes(SECRET_BYTES), relay, seats, admissionToken };
}

export function encodeInvite({ secret, relay, seats, admissionToken }: Invite): string {
  const token = admissionToken === undefined ? new Uint8Array(0) : concat(Uint8Array.of(admissionToken.length), utf8(admissionToken));
  const bytes = concat(Uint8Array.of(admissionToken === undefined ? VERSION : VERSION_WITH_TOKEN, seats), secret, token, utf8(relay));
  return encodeLine(LINE, bytes);
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

/** The invite that a text holds, in one piece, as a mail program may not have left it. Undefined if the text holds no complete invite. */
export function inviteIn(text: string): string | undefined {
  for (const line of linesIn(LINE, text)) return line;
  return undefined;
}

/** Reads an invite, and tolerates what mail programs insert. Throws USAGE, and never shows the text. */
export function decodeInvite(text: string): Invite {
  const bytes = lineBytes(LINE, inviteIn(text) ?? '');
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
