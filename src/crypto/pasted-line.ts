import { bech32m } from '@scure/base';
import { utf8 } from './bytes.js';

/** One line for people to hand on: bech32m (BIP 350) with a prefix that says what it is. */
export interface PastedLine {
  readonly prefix: string;
  /** Its length at most, in characters. */
  readonly maxText: number;
}

export function encodeLine({ prefix, maxText }: PastedLine, bytes: Uint8Array): string {
  return bech32m.encode(prefix, bech32m.toWords(bytes), maxText);
}

/** The bytes of a line in lower case; undefined if it is not whole. */
export function lineBytes({ prefix, maxText }: PastedLine, line: string): Uint8Array | undefined {
  const decoded = bech32m.decodeUnsafe(line, maxText);
  if (decoded?.prefix !== prefix) return undefined;
  return bech32m.fromWordsUnsafe(decoded.words) ?? undefined;
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
 * The lines of this kind that a text holds, each in one piece. A mail program may have broken and quoted them, and added words before and after them. The checksum
 * determines where a line ends. Only the first beginnings are looked at.
 */
export function* linesIn(kind: PastedLine, text: string): Generator<string> {
  const pieces = piecesOf(text);
  const whole = pieces.join('');
  let length = 0;
  const ends = new Set(pieces.map((piece) => (length += piece.length)));
  let begin = -1;
  for (let n = 0; n < MOST_BEGINNINGS && (begin = whole.indexOf(`${kind.prefix}1`, begin + 1)) >= 0; n++) {
    for (const end of wholeAt(kind, whole, begin)) if (ends.has(end) && lineBytes(kind, whole.slice(begin, end)) !== undefined) yield whole.slice(begin, end);
  }
}

const LETTERS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const BECH32M = 0x2bc830a3;

/** Adds one letter to a checksum of bech32m (BIP 350). */
function checksum(before: number, value: number): number {
  const top = before >>> 25;
  return GENERATOR.reduce((made, each, bit) => ((top >>> bit) & 1) === 1 ? made ^ each : made, ((before & 0x1ffffff) << 5) ^ value);
}

/** The checksum of the letters of the prefix, with which every line of this kind begins. */
function beginningOf(prefix: string): number {
  return [...utf8(prefix)].map((byte) => byte >> 5).concat(0, [...utf8(prefix)].map((byte) => byte & 31)).reduce(checksum, 1);
}

/**
 * The positions where a line that begins at `begin` can end by its checksum. One pass finds them; decoding at every position would take a second for a few
 * kilobytes.
 */
function* wholeAt({ prefix, maxText }: PastedLine, text: string, begin: number): Generator<number> {
  let state = beginningOf(prefix);
  for (let at = begin + prefix.length + 1; at < text.length && at < begin + maxText; at++) {
    const value = LETTERS.indexOf(text.charAt(at));
    if (value < 0) return;
    state = checksum(state, value);
    if (state === BECH32M) yield at + 1;
  }
}
