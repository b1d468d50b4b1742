/** What the readers of formats with types of their own give. */
import type { CsvSource, ReadOptions } from '../csv/types.js';

/** Cells of the wanted columns as text, in the order asked for. */
export interface TypedRow {
  /** The row's position in the file: its physical line, its row in a sheet, or the number of the record in a Parquet file. */
  readonly line: number;
  readonly cells: string[];
  /** Which cells are numbers of the file's own types. */
  readonly numbers: boolean[];
  /** Whether no cell of the row holds anything, including those that are not wanted. */
  readonly isEmpty: boolean;
}

export interface Wanted {
  /** By their names in the agreement. */
  readonly columns: readonly string[];
  /** For each of them, the header from which it is read. */
  readonly indices: readonly number[];
  /** Other headers whose texts follow the cells of the wanted columns; what is no text there is left empty, and never an error. */
  readonly beside: readonly number[];
}

/**
 * Receives the file's headers, and the line that they are on if they are on one, before any row is read. It returns what is wanted from the rows, or undefined
 * if nothing more is.
 */
export type Begin = (headers: readonly string[], line: number | undefined) => Wanted | undefined;

export interface TypedOptions extends ReadOptions {
  /** Called for a line that holds nothing. */
  readonly onBlank: (line: number) => void;
}

/** Yields batches of rows; calls `begin` once. Errors: INPUT_UNREADABLE, INPUT_INVALID. */
export type RowReader = (source: CsvSource, begin: Begin, options: TypedOptions) => AsyncGenerator<TypedRow[], void, undefined>;
