/** Writing CSV that a spreadsheet opens as the file that it goes beside. */
import { createRequire } from 'node:module';
import type { stringify as Stringify, Options } from 'csv-stringify/sync';
import type { Style } from './reader.js';

/** A cell of this party's own, which is written as it is, or of another party's. */
export type CsvCell = string | ForeignCell;

/** What another party wrote. A spreadsheet must not run it. */
export interface ForeignCell {
  readonly value: string;
  readonly escape_formulas: true;
}

/** What a spreadsheet takes for the beginning of a formula gets an apostrophe before it (OWASP, "CSV Injection"), behind spaces as well. */
export function foreign(text: string): ForeignCell {
  return { value: /^\s+[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text, escape_formulas: true };
}

const require = createRequire(import.meta.url);

/** One record as text, line end included. */
export function csvWriter({ delimiter, lineEnd }: Pick<Style, 'delimiter' | 'lineEnd'>): (cells: readonly CsvCell[]) => string {
  // Loaded only by those who write.
  const { stringify } = require('csv-stringify/sync') as { stringify: typeof Stringify };
  const options: Options = {
    delimiter,
    record_delimiter: lineEnd,
    // Spaces around a cell are lost to readers that trim it.
    quoted_match: /^\s|\s$/,
    cast: { object: (cell: object) => cell as unknown as string },
  };
  return (cells) => stringify([cells], options);
}
