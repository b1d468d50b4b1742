/** What both parsers of blocks share: which cells are wanted, and how far the reading has come. */
import { ragged, tooMany } from './errors.js';
import type { CsvRecord } from './types.js';

export interface Layout {
  readonly file: string;
  readonly delimiter: string;
  /** Number of cells in every record. */
  readonly width: number;
  /** For every cell of a record the place among the wanted ones, or -1. */
  readonly slots: Int32Array;
  /** Number of wanted cells. */
  readonly wanted: number;
  readonly maxRows: number;
}

export interface Progress {
  /** Data records so far. */
  records: number;
  /** Physical line that comes next. */
  line: number;
  blankLines: number;
}

/** Appends one record to `rows`. INPUT_INVALID when it is ragged, INPUT_TOO_MANY when it is one too many. */
export function addRow(rows: CsvRecord[], layout: Layout, progress: Progress, cells: string[], width: number): void {
  if (width !== layout.width) throw ragged({ file: layout.file, line: progress.line }, width, layout.width);
  if (progress.records >= layout.maxRows) throw tooMany({ file: layout.file, line: progress.line }, layout.maxRows);
  progress.records++;
  rows.push({ record: progress.records, line: progress.line, cells });
}
