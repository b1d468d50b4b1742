/** Writing CSV that a spreadsheet opens in the same way as the file that it accompanies. */
import { createRequire } from 'node:module';
import type { stringify as Stringify, Options } from 'csv-stringify/sync';
import type { Style } from './reader.js';

/** A cell of this party's own, which is written as it is, or of another party's. */
export type CsvCell = string | ForeignCell;

/** Text of another party. A spreadsheet must not run it. */
export interface ForeignCell {
  readonly value: string;
  readonly escape_formulas: true;
  readonly quoted: boolean;
}

/** What separates cells or lines in the CSV of some country: the cell after it may begin a formula, too. */
const PARTING = /[\r\n,;\t|]/;
/** Spaces, and characters that nobody sees. */
const BEHIND_UNSEEN = /^[\s\p{Z}\p{Cc}\p{Cf}]+[=+\-@\uff1d\uff0b\uff0d\uff20]/u;

/** What a spreadsheet takes for the beginning of a formula gets an apostrophe before it (OWASP, "CSV Injection"), after spaces as well; what would part cells stands in quotes. */
export function foreign(text: string): ForeignCell {
  return { value: BEHIND_UNSEEN.test(text) ? `'${text}` : text, escape_formulas: true, quoted: PARTING.test(text) };
}

const require = createRequire(import.meta.url);

/** One record as text, line end included. */
export function csvWriter({ delimiter, lineEnd }: Pick<Style, 'delimiter' | 'lineEnd'>): (cells: readonly CsvCell[]) => string {
  // Loaded only by those who write.
  const { stringify } = require('csv-stringify/sync') as { stringify: typeof Stringify };
  const options: Options = {
    delimiter,
    record_delimiter: lineEnd,
    // Readers that trim a cell lose the spaces around it, and for most of them a line end of another kind than the file's ends the line.
    quoted_match: /^\s|\s$|[\r\n]/,
    cast: { object: (cell: object) => cell as unknown as string },
  };
  return (cells) => stringify([cells], options);
}
