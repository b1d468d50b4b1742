/** What the readers of this folder take and give. */
import type { Notice } from '../notices.js';

/** The kind of a file, if it is not CSV. */
export type DataFormat = 'json lines' | 'workbook' | 'parquet';

/** A name that `ENCODINGS` has. */
export type CsvEncoding = string;

/** A party's own file, and what must be known to read it. What is left out is found out from the file. */
export interface CsvSource {
  /** Its path, or its name in messages if `held` has the content. */
  readonly file: string;
  /** All bytes, if they cannot be read a second time, as with a pipe. */
  readonly held?: Uint8Array;
  /** CSV if it is not given. */
  readonly format?: DataFormat;
  /** In a workbook: the sheet's name, or its number, counted from 1. Without it, the only sheet that is shown. */
  readonly sheet?: string;
  /** Logical column name (as in the agreement) → header in the file, if they differ. */
  readonly map?: ReadonlyMap<string, string>;
  /** What flags that speak of its columns have in front of their names, if several files are read: `stays.2.`. */
  readonly called?: string;
  /** One character. Without it, the one of `,` `;` tab `|` that is most frequent in the header line. */
  readonly delimiter?: string;
  /** Without it UTF-8, or UTF-16 when the file's first bytes say so. */
  readonly encoding?: CsvEncoding;
  /** Numbers are written 12,5. */
  readonly decimalComma?: boolean;
  /** The user says that numbers are written 12.5: the point never groups thousands. */
  readonly decimalPoint?: boolean;
  /** Numbers may be grouped in threes, as in 1,234,567 (or 1.234.567 with a decimal comma). False: the user says that they never are. */
  readonly thousands?: boolean;
}

/** A column of numbers as the agreement describes it; min and max are inclusive and scaled: value × 10^decimals. */
export interface NumericColumn {
  readonly name: string;
  readonly decimals: number;
  readonly min: bigint;
  readonly max: bigint;
}

export interface CsvRecord {
  /** Number of the record among the data rows, the first being 1; blank lines do not count. */
  readonly record: number;
  /** Physical line that the record starts on; the header of a CSV file is usually line 1. */
  readonly line: number;
  /** The cells of the wanted columns, in the order asked for, exactly as written (quotes resolved); after them, under `beside`, texts of the others. */
  readonly cells: string[];
  /** Which of the cells are numbers by the file's own types: in plain notation, with a point, whatever the user says about how the file writes numbers. */
  readonly numbers?: readonly boolean[];
}

export interface ReadOptions {
  /** More data rows than this end the reading with INPUT_TOO_MANY. */
  readonly maxRows?: number;
  /** Also gives what stands in the columns that are not asked for, where it is a text. Not of Parquet files, whose columns are stored apart. */
  readonly beside?: boolean;
  /** Receives what is noticed about the file. */
  readonly notices?: Notice[];
  /** Called after every piece read; both in bytes of the file. The total is 0 when it is not known (a pipe). */
  readonly onProgress?: (bytesRead: number, totalBytes: number) => void;
  readonly signal?: AbortSignal;
}

/** Receives one plain record (plain.ts): the cell of the wanted column i is bytes[bounds[2 i] … bounds[2 i + 1]], without quotes around. Both are valid during the call only. */
export type TakePlain = (bytes: Uint8Array, bounds: Uint32Array, line: number) => void;

/** What takes records one by one, in the order of the file. */
export interface RecordSink {
  /** How many of the columns asked for, from the first, must be printable ASCII without spaces around for a record to come to `plain`. 0 if none does. */
  readonly keys: number;
  readonly plain: TakePlain;
  readonly record: (record: CsvRecord) => void;
}
