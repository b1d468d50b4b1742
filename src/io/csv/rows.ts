/** What both parsers of blocks share: which cells are wanted, and how far the reading has come. */
import { LineTally } from '../notices.js';
import { ragged, tooMany } from './errors.js';
import type { CsvRecord } from './types.js';

export interface Layout {
  readonly file: string;
  readonly delimiter: string;
  /** Whether nobody said what the delimiter is. */
  readonly isGuessed: boolean;
  /** Number of cells in every record. */
  readonly width: number;
  /** For every cell of a record the index among the wanted ones, or -1. */
  readonly slots: Int32Array;
  /** Number of wanted cells. */
  readonly wanted: number;
  readonly maxRows: number;
}

export interface RowsSoFar {
  /** Data records so far. */
  records: number;
  /** Physical line that comes next. */
  line: number;
  readonly blankLines: LineTally;
  /** Records with nothing in any cell, which are not rows. */
  readonly emptyRecords: LineTally;
  /** In a file of one column: blank lines. They are rows with an empty cell if a row comes after them, since the line ends the cell. */
  pendingBlanks: number;
}

export function beginning(): RowsSoFar {
  return { records: 0, line: 1, blankLines: new LineTally(), emptyRecords: new LineTally(), pendingBlanks: 0 };
}

/** Appends one record to `rows`. INPUT_INVALID when it is ragged, INPUT_TOO_MANY when it is one too many. */
export function addRow(rows: CsvRecord[], layout: Layout, progress: RowsSoFar, cells: string[], width: number): void {
  // They come right before this record, one physical line each.
  for (; progress.pendingBlanks > 0; progress.pendingBlanks--) push(rows, layout, progress, new Array<string>(layout.wanted).fill(''), progress.line - progress.pendingBlanks);
  if (width !== layout.width) throw ragged({ file: layout.file, line: progress.line }, width, layout.width, layout.delimiter, layout.isGuessed);
  push(rows, layout, progress, cells, progress.line);
}

function push(rows: CsvRecord[], { file, maxRows }: Layout, progress: RowsSoFar, cells: string[], line: number): void {
  if (progress.records >= maxRows) throw tooMany({ file, line }, maxRows);
  progress.records++;
  rows.push({ record: progress.records, line, cells });
}

/** A line with nothing on it. */
export function addBlank({ width }: Layout, progress: RowsSoFar): void {
  if (width === 1) progress.pendingBlanks++;
  else progress.blankLines.add(progress.line);
}

/**
 * Whether a record has nothing in any of its cells. A spreadsheet writes such rows if only borders or a deleted value made them part of the table: delimiters,
 * spaces and pairs of quotes. `wanted` are the cells that are read: the whole record is looked at only if these are empty.
 */
export function isEmptyRecord(wanted: readonly string[], { width, delimiter }: Layout, text: () => string): boolean {
  if (width === 1) return false;
  for (const cell of wanted) if (cell.trim() !== '') return false;
  return text().replaceAll(delimiter, '').replaceAll('"', '').trim() === '';
}
