/** The header: finding it at the start of a block, and taking it apart. */
import { linesOf, recordEnd } from './blocks.js';
import { declaredDelimiter, delimiterOf } from './delimiter.js';
import { invalid } from './errors.js';
import { splitRecords } from './strict.js';
import type { CsvSource } from './types.js';

export type LineEnd = '\r\n' | '\n' | '\r';

export interface Header {
  readonly delimiter: string;
  /** Whether neither the user nor the file says what it is. */
  readonly isGuessed: boolean;
  /** Trimmed, in Unicode NFC, in the file's order. */
  readonly names: readonly string[];
  /** The line end of the header; CRLF, as in RFC 4180, if it has none. */
  readonly lineEnd: LineEnd;
  /** Bytes of the block up to the first data record. */
  readonly bytes: number;
  /** Physical lines up to the first data record. */
  readonly lines: number;
}

/** Undefined when the block holds blank lines only. INPUT_INVALID when the quotes in the header do not match. */
export function parseHeader(block: Buffer, linesBefore: number, source: CsvSource): Header | undefined {
  let lines = linesBefore;
  let declared: string | undefined;
  for (let start = 0; start < block.length; ) {
    const end = recordEnd(block, start);
    const bytes = block.subarray(start, end);
    const text = bytes.toString('utf8');
    start = end;
    const said = lines === 0 ? declaredDelimiter(text) : undefined;
    if (said !== undefined || text.trim() === '') {
      declared ??= said;
      lines++;
      continue;
    }
    const delimiter = source.delimiter === undefined && declared !== undefined ? declared : delimiterOf(text, source);
    const isGuessed = source.delimiter === undefined && declared === undefined;
    const { names, broken } = cellsOf(bytes, text, delimiter);
    if (broken !== undefined || names === undefined) {
      throw invalid({ file: source.file, line: lines + 1 }, broken ?? 'there is no header', 'Write header names that hold a delimiter or a quote in double quotes, and double the quotes inside.');
    }
    const lineEnd = (/(?:\r\n|\n|\r)$/.exec(text)?.[0] ?? '\r\n') as LineEnd;
    return { delimiter, isGuessed, names: names.map(normalName), lineEnd, bytes: end, lines: lines + linesOf(bytes) };
  }
  return undefined;
}

/** If there is no quote, the only places to take it apart are the delimiters. */
function cellsOf(bytes: Buffer, text: string, delimiter: string): { names?: string[] | undefined; broken?: string } {
  if (!text.includes('"')) return { names: text.replace(/(?:\r\n|\n|\r)$/, '').split(delimiter) };
  const { records, broken } = splitRecords(bytes, delimiter);
  return { names: records[0], ...(broken === undefined ? {} : { broken }) };
}

/** Names typed on different systems: é may be one code point or two, and look the same. */
export function normalName(name: string): string {
  return name.normalize('NFC').trim();
}

/** Characters of a shown header, at most. */
const SHOWN_LENGTH = 60;

/**
 * A header as a person sees it, on one line: spaces of all kinds and line breaks are one space, invisible characters are left out, and long headers are cut. It
 * comes from a file that somebody else may have sent, and control characters could rewrite the terminal. `--map` takes what is shown in this way.
 */
export function shownName(name: string): string {
  const seen = name.normalize('NFC').replace(/[\s\u0085]+/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u115f\u1160\u3164\uffa0]/gu, '').replace(/ {2,}/g, ' ').trim();
  const chars = Array.from(seen);
  return chars.length > SHOWN_LENGTH ? `${chars.slice(0, SHOWN_LENGTH).join('')}…` : seen;
}
