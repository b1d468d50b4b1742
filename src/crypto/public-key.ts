import { bech32 } from '@scure/base';
import { MpcError } from '../errors.js';
import { PUBLIC_KEY_LENGTH, checkPublicKey } from './ed25519.js';

/** The text form of a public key: bech32 (BIP 173) with this prefix, 62 characters including the checksum. */
export const PUBLIC_KEY_PREFIX = 'mpc';
const TEXT_LENGTH = 62;

/** `mpc1…` of a 32-byte key. */
export function encodePublicKey(bytes: Uint8Array): string {
  if (bytes.length !== PUBLIC_KEY_LENGTH) throw new RangeError('a public key has 32 bytes');
  return bech32.encode(PUBLIC_KEY_PREFIX, bech32.toWords(bytes));
}

/** Keys that were read before. A check takes an exponentiation, and a session reads each of its keys a dozen times. */
const known = new Map<string, Uint8Array>();
const MOST_KNOWN = 256;

/**
 * Reads a public key. Throws KEY_INVALID on a wrong length, prefix or checksum, and on a key that no honest program makes (not on the curve, of small or mixed
 * order, in a second spelling).
 */
export function decodePublicKey(text: string): Uint8Array {
  const before = known.get(text);
  if (before !== undefined) return Uint8Array.from(before);
  const bytes = decodeStoredKey(text);
  if (!checkPublicKey(bytes)) throw refused(text, 'it is not the key of any identity');
  if (known.size < MOST_KNOWN) known.set(text, Uint8Array.from(bytes));
  return bytes;
}

/**
 * Reads a key from a file that this party wrote itself (its identity, its known parties, its ledger), without the check of its order, which takes two
 * milliseconds. Use the result only to compare with keys that were read in full: a bad key equals none of them. Throws KEY_INVALID on a wrong length, prefix or
 * checksum.
 */
export function decodeStoredKey(text: string): Uint8Array {
  if (text.length !== TEXT_LENGTH) throw refused(text, `it has ${text.length} characters instead of ${TEXT_LENGTH}`);
  let prefix: string;
  let bytes: Uint8Array;
  try {
    const decoded = bech32.decode(text as `${string}1${string}`);
    prefix = decoded.prefix;
    bytes = bech32.fromWords(decoded.words);
  } catch {
    throw refused(text, 'a character in it is wrong or missing');
  }
  // bech32 allows upper case as well. Here one key has one spelling, because texts are compared.
  if (text !== text.toLowerCase()) throw refused(text, 'it is written in upper case');
  if (prefix !== PUBLIC_KEY_PREFIX) throw refused(text, `it does not start with "${PUBLIC_KEY_PREFIX}1"`);
  return bytes;
}

function refused(text: string, why: string): MpcError {
  const shown = text.slice(0, 12).replace(/[^\x21-\x7e]/g, '?');
  return new MpcError(
    'KEY_INVALID',
    `"${shown}${text.length > 12 ? '…' : ''}" is not a public key: ${why}.`,
    'Ask its owner for the line that `mpc whoami` prints, and copy all of it.',
  );
}
