/** Text that was UTF-8 and was read in an encoding of one byte a character: MÃ¼ller for Müller, РљРѕРІ for Ков. */
import { isUtf8 } from 'node:buffer';
import { encodingTable } from './transcode.js';

/** Encodings in which UTF-8 is read by mistake. */
const MISTAKEN = ['windows-1252', 'windows-1251', 'windows-1250', 'macintosh', 'cp850', 'cp437', 'koi8-r'];

/** How often one text is read wrongly and written again, at most. */
const MOST_TIMES = 3;

/** What text is made of. */
const LETTERS = /^[\p{L}\p{M}\p{Zs}\x20-\x7e\u2010-\u201d]*$/u;

/** The text before it was read in a wrong encoding, once or several times. Undefined if nothing shows that it was. */
export function repaired(cell: string): string | undefined {
  let text = cell;
  for (let times = 0; times < MOST_TIMES; times++) {
    const before = readBefore(text);
    if (before === undefined) return undefined;
    if (LETTERS.test(before)) return before;
    text = before;
  }
  return undefined;
}

function readBefore(text: string): string | undefined {
  for (const encoding of MISTAKEN) {
    const { bytes: table, sign } = reversed(encoding);
    if (!sign.test(text)) continue;
    const bytes = Array.from(text, (char) => table.get(char) ?? -1);
    if (!bytes.includes(-1) && isUtf8(Buffer.from(bytes))) return Buffer.from(bytes).toString('utf8');
  }
  return undefined;
}

interface Reversed {
  readonly bytes: ReadonlyMap<string, number>;
  /** What the first byte of a letter in UTF-8 becomes, and after it what the second byte becomes. */
  readonly sign: RegExp;
}

const known = new Map<string, Reversed>();

function reversed(encoding: string): Reversed {
  let found = known.get(encoding);
  if (found === undefined) {
    // Programs that take Windows-1252 for Latin-1 leave control characters where the first has letters or nothing.
    const controls = encoding === 'windows-1252' ? Array.from({ length: 32 }, (_, i) => [String.fromCharCode(0x80 + i), 0x80 + i] as const) : [];
    const table = encodingTable(encoding);
    const bytes = new Map([...controls, ...table.flatMap((char, byte) => (char === undefined ? [] : [[char, byte] as const]))]);
    const between = (from: number, to: number) => `[${[...bytes].flatMap(([char, byte]) => (byte >= from && byte <= to ? [char] : [])).join('')}]`;
    found = { bytes, sign: new RegExp(`${between(0xc2, 0xf4)}${between(0x80, 0xbf)}`) };
    known.set(encoding, found);
  }
  return found;
}
