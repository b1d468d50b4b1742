/** Text that was UTF-8 and was read in an encoding of one byte a character: MÃ¼ller for Müller, РљРѕРІ for Ков. */
import { isUtf8 } from 'node:buffer';
import { encodingTable } from './transcode.js';

/**
 * Encodings in which UTF-8 is read by mistake, and what such text cannot do without: the character that the first byte of a letter in UTF-8 becomes, and behind it
 * one that the second byte becomes and that hardly ever stands there in a word.
 */
const MISTAKEN: readonly (readonly [string, RegExp])[] = [
  ['windows-1252', /[ÂÃÄÅÎÏÐÑ×ØÙàáâãäåæçèé][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2010-\u2122]/],
  ['windows-1251', /[ВГДЕОПРСЧШЩа-й][\u00a0-\u00bf\u0401-\u040f\u0451-\u045f\u0490\u0491\u2010-\u2122]/],
  ['windows-1250', /[ÂĂÄĹÎĎĐŃ×ŘŮŕáâăäĺćçčé][\u0080-\u00bf\u0100-\u017f\u02c7-\u02dd\u2010-\u2122]/],
  ['macintosh', /[¬√ƒ≈Œœ–—◊ÿŸ‡·‚„‰ÂÊÁËÈ][^\0-\x7f]/],
  ['cp850', /[┬├─┼╬¤ÐÐÎÏÚÛ][^\0-\x7f]/],
  ['cp437', /[┬├─┼╬╧╨╤╫╪┘][^\0-\x7f]/],
  ['koi8-r', /[бцдепяавгяпяя][\u2219-\u25a0\u2500-\u2593\u2320\u2321\u00a0-\u00f7\u0401\u0451]/],
];

/** What text is made of. */
const LETTERS = /^[\p{L}\p{M}\p{Zs}\x20-\x7e\u2010-\u201d]*$/u;

export function isGarbled(cell: string): boolean {
  return MISTAKEN.some(([encoding, sign]) => sign.test(cell) && isUtf8Read(cell, encoding));
}

function isUtf8Read(cell: string, encoding: string): boolean {
  const bytes = bytesOf(cell, encoding);
  if (bytes === undefined || !isUtf8(bytes)) return false;
  const text = bytes.toString('utf8');
  return text.length < cell.length && LETTERS.test(text) && /[^\0-\x7f]/.test(text);
}

/** The bytes that are read so. Undefined where there are none. */
function bytesOf(cell: string, encoding: string): Buffer | undefined {
  const table = reversed(encoding);
  const bytes = Array.from(cell, (char) => table.get(char) ?? -1);
  return bytes.includes(-1) ? undefined : Buffer.from(bytes);
}

const known = new Map<string, ReadonlyMap<string, number>>();

function reversed(encoding: string): ReadonlyMap<string, number> {
  let table = known.get(encoding);
  if (table === undefined) {
    // Programs that take Windows-1252 for Latin-1 leave control characters where the first has letters, or nothing.
    const controls = encoding === 'windows-1252' ? Array.from({ length: 32 }, (_, i) => [String.fromCharCode(0x80 + i), 0x80 + i] as const) : [];
    table = new Map([...controls, ...encodingTable(encoding).flatMap((char, byte) => (char === undefined ? [] : [[char, byte] as const]))]);
    known.set(encoding, table);
  }
  return table;
}
