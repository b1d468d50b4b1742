import { concat, utf8 } from '../crypto/bytes.js';
import { sign, verify } from '../crypto/ed25519.js';
import { encodeLine, lineBytes, linesIn } from '../crypto/pasted-line.js';
import { checkPartyName } from '../crypto/party-name.js';
import { decodePublicKey, encodePublicKey } from '../crypto/public-key.js';
import { keyFingerprint } from '../crypto/words.js';
import { MpcError } from '../errors.js';
import type { Identity } from './identity-file.js';

/**
 * A key card: a party's name and key in one line to hand on, signed with that key. The signature says that whoever holds the key goes by this name, and not who that
 * is: for that, people compare the fingerprint.
 */
export interface KeyCard {
  readonly name: string;
  readonly publicKey: Uint8Array;
  /** When it was made, by its maker's clock; ISO 8601 UTC, whole seconds. */
  readonly made: string;
}

const LINE = { prefix: 'mpccard', maxText: 700 };
const VERSION = 1;
const LABEL = 'mpc key card v1';
const [KEY_AT, TIME_AT, SIGNATURE_AT, NAME_AT] = [1, 33, 37, 101];
/** Characters of the text around a line that are looked at. */
export const MAX_CARD_TEXT = 64 * 1024;

/** `now` in milliseconds. */
export function makeCard({ name, publicKey, secretKey }: Identity, now: number): string {
  const time = new Uint8Array(4);
  new DataView(time.buffer).setUint32(0, Math.floor(now / 1000));
  return encodeLine(LINE, concat(Uint8Array.of(VERSION), publicKey, time, sign(secretKey, LABEL, name, publicKey, time), utf8(name)));
}

/** The card as it is sent or kept in a file: in words, and the line that alone counts when it is read. */
export function cardText(card: string): string {
  const { name, publicKey, made } = readCard(card);
  return [
    'Key card. Keep it with `mpc party import FILE`. Then compare the fingerprint by phone: `mpc party verify NAME`.',
    '',
    `Name:        ${name}`,
    `Public key:  ${encodePublicKey(publicKey)}`,
    `Fingerprint: ${keyFingerprint(publicKey).join(' ')}`,
    `Made:        ${made}`,
    '',
    card,
    '',
  ].join('\n');
}

/** Whether a text holds a whole card, or the beginning of one. */
export function holdsCard(text: string): boolean {
  return text.slice(0, MAX_CARD_TEXT).toLowerCase().includes(`${LINE.prefix}1`) || !linesIn(LINE, text.slice(0, MAX_CARD_TEXT)).next().done;
}

/**
 * Reads the one card in a text, however mail programs broke it. Throws KEY_INVALID if there is none, if there are several, or if it is no card that the program makes;
 * SIGNATURE_INVALID if its key did not sign it.
 */
export function readCard(text: string): KeyCard {
  if (text.length > MAX_CARD_TEXT) throw malformed('the text around it is too long');
  const lines = [...new Set(linesIn(LINE, text))];
  if (lines.length > 1) throw malformed('there are several in this text. Give them one by one');
  const bytes = lineBytes(LINE, lines[0] ?? '');
  if (bytes === undefined) throw malformed('a character in it is wrong or missing');
  const [version] = bytes;
  if (version !== VERSION) throw new MpcError('KEY_INVALID', `This key card has version ${version ?? '?'}, which a newer mpc than this one reads; this program reads version ${VERSION}.`, 'Use the version of mpc that made it (`mpc --version`).');
  const [key, time, signature] = [bytes.slice(KEY_AT, TIME_AT), bytes.slice(TIME_AT, SIGNATURE_AT), bytes.slice(SIGNATURE_AT, NAME_AT)];
  const name = nameIn(bytes.subarray(NAME_AT));
  if (name === undefined || bytes.length <= NAME_AT) throw malformed('its name is none that a party can have');
  const publicKey = decodePublicKey(encodePublicKey(key));
  if (!verify(publicKey, signature, LABEL, name, publicKey, time)) throw new MpcError('SIGNATURE_INVALID', 'The key card is not signed by the key in it: somebody changed the name or the key.', 'Do not use it. Ask its owner for the card that `mpc whoami --card` prints, and tell them.');
  return { name, publicKey, made: `${new Date(new DataView(time.buffer).getUint32(0) * 1000).toISOString().slice(0, 19)}Z` };
}

/** A name in its one spelling; undefined for any other bytes. */
function nameIn(bytes: Uint8Array): string | undefined {
  try {
    const name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return checkPartyName(name) === name ? name : undefined;
  } catch {
    return undefined;
  }
}

function malformed(why: string): MpcError {
  return new MpcError('KEY_INVALID', `This is not a key card: ${why}.`, 'Ask its owner for the card that `mpc whoami --card` prints, and copy all of it.');
}
