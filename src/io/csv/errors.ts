/**
 * Errors about a party's own file. They name the file, the physical line and the column, and never a cell's
 * text: error messages end up in logs, and logs travel.
 */
import { MpcError } from '../../errors.js';
import type { CsvSource } from './types.js';

export interface CellPosition {
  readonly file: string;
  readonly line?: number | undefined;
  /** The position, if a file has rows of its own and no lines: in a sheet its row, in a Parquet file the number of the record. */
  readonly row?: number | undefined;
  readonly column?: string;
}

/** What `CsvRecord` calls a line, as a user of that kind of file does. */
export function positionOf({ file, format }: CsvSource, line: number | undefined, column?: string): CellPosition {
  const isLine = format === undefined || format === 'json lines';
  return { file, ...(isLine ? { line } : { row: line }), ...(column === undefined ? {} : { column }) };
}

function where({ file, line, row, column }: CellPosition): string {
  const parts = [file];
  if (line !== undefined) parts.push(`line ${line}`);
  if (row !== undefined) parts.push(`row ${row}`);
  if (column !== undefined) parts.push(`column "${column}"`);
  return parts.join(', ');
}

export function invalid(position: CellPosition, what: string, next: string): MpcError {
  return new MpcError('INPUT_INVALID', `${where(position)}: ${what}.`, next);
}

export function unreadable(position: CellPosition, what: string, next: string, { cause, aside }: { readonly cause?: unknown; readonly aside?: string | undefined } = {}): MpcError {
  return new MpcError('INPUT_UNREADABLE', `${where(position)}: ${what}.`, next, { cause, aside });
}

export function tooMany(position: CellPosition, maxRows: number): MpcError {
  return new MpcError(
    'INPUT_TOO_MANY',
    `${where(position)}: more than ${maxRows} data rows, the most that is allowed.`,
    'Leave rows out, or agree on a higher limit with the other parties.',
  );
}

/** `isGuessed`: nobody said what the delimiter is. */
export function ragged(position: CellPosition, cells: number, expected: number, delimiter: string, isGuessed: boolean): MpcError {
  const usual = 'Give every row as many cells as the header; put cells that hold the delimiter or a line end in double quotes.';
  const guess = isGuessed ? ' If the delimiter was guessed wrongly, give it with `--delimiter`.' : '';
  const oneColumn = ' The file seems to have one column: if its commas are decimal marks, give `--decimal-comma`; if they belong to the text, give `--delimiter ";"`.';
  return invalid(position, `${cells} ${cells === 1 ? 'cell' : 'cells'} where the header has ${expected}`, usual + (isGuessed && expected === 1 && delimiter === ',' ? oneColumn : guess));
}
