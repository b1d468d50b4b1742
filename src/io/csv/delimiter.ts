/** Which character separates the cells. */
import { MpcError } from '../../errors.js';
import type { CsvSource } from './types.js';

const CANDIDATES = [',', ';', '\t', '|'] as const;

/** The delimiter given, or the candidate that is most frequent in the header outside quotes; of several, the first. */
export function delimiterOf(header: string, source: CsvSource): string {
  if (source.delimiter !== undefined) {
    if (source.delimiter.length !== 1 || /["\r\n\0]/.test(source.delimiter)) {
      throw new MpcError('USAGE', 'The delimiter is not a single character.', 'Give one character, such as `--delimiter ";"`.');
    }
    return source.delimiter;
  }
  const bare = header.replace(/"[^"]*"/g, '');
  const counted = CANDIDATES.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length - 1 }));
  const best = counted.reduce((a, b) => (b.count > a.count ? b : a));
  // A file of one column shows no delimiter; with decimal commas, at least the comma is not the delimiter.
  if (best.count === 0 && source.decimalComma === true) return ';';
  return best.delimiter;
}

/**
 * For headers that were divided in a wrong place: the character that divides them so that one of the names is the wanted one, or else a character that is in
 * them. It is quoted for a shell.
 */
export function namesCandidate(headers: readonly string[], wanted: string): string | undefined {
  const found = CANDIDATES.filter((candidate) => headers.some((name) => name.includes(candidate)));
  const fitting = found.find((candidate) => headers.some((name) => name.split(candidate).some((part) => part.trim().toLowerCase() === wanted.toLowerCase())));
  const best = fitting ?? found[0];
  return best === undefined ? (headers.length === 1 ? '";"' : undefined) : best === '\t' ? 'tab' : `"${best}"`;
}

/** Excel may put `sep=;` on the first line to say what it used. Returns that character. */
export function declaredDelimiter(line: string): string | undefined {
  return /^sep=([^"\r\n])(?:\r\n|\n|\r)?$/i.exec(line)?.[1];
}
