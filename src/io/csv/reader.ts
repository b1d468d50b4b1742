/** The records of a party's own file, in batches, with constant memory if its format allows it. */
import { typedHeader, typedRecords } from '../typed/records.js';
import { findColumns } from './columns.js';
import { csvRecords, csvStyle, takeCsvRecords, type Style } from './text-reader.js';
import type { CsvRecord, CsvSource, ReadOptions, RecordSink } from './types.js';

export type { Style };

/**
 * Yields batches of some thousands of records, each with the cells of `columns` (logical names) in that order.
 * Batches rather than records, since an await for each record would cost more than reading it.
 * When a record is bad, the records before it are yielded first: errors come in the file's order.
 *
 * Cells may share the memory of the text that they were cut from: a batch kept alive keeps a quarter of a
 * megabyte of the file. Who keeps cells of millions of records should hash or copy them.
 *
 * Errors: INPUT_UNREADABLE, INPUT_INVALID, INPUT_TOO_MANY, USAGE for a delimiter that is none; see file.ts for `signal`.
 */
export function readRecords(source: CsvSource, columns: readonly string[], options: ReadOptions = {}): AsyncGenerator<CsvRecord[], void, undefined> {
  return source.format === undefined ? csvRecords(source, columns, options) : typedRecords(source, source.format, columns, options);
}

/**
 * Gives a sink the same records one by one. Those of a CSV file that are plain come as bytes, which is several times faster. Errors: those of `readRecords`; the
 * records before a bad one are given first.
 */
export async function takeRecords(source: CsvSource, columns: readonly string[], options: ReadOptions, sink: RecordSink): Promise<void> {
  if (source.format === undefined) return takeCsvRecords(source, columns, options, sink);
  for await (const records of typedRecords(source, source.format, columns, options)) records.forEach(sink.record);
}

/** The headers of a file, trimmed, in its order. Reads no more of the file than that takes. */
export async function readHeader(source: CsvSource): Promise<string[]> {
  return [...(await readStyle(source)).names];
}

/** Whether the file has headers for all these columns; reads no row. Errors: those of `readRecords` that speak of headers. */
export async function checkHeaders(source: CsvSource, columns: readonly string[]): Promise<void> {
  findColumns(source, source.format === undefined ? 1 : undefined, await readHeader(source), columns, []);
}

/** How a CSV file that goes beside this one is to be written. */
export async function readStyle(source: CsvSource): Promise<Style> {
  if (source.format === undefined) return csvStyle(source);
  return { names: await typedHeader(source, source.format), delimiter: ',', lineEnd: '\r\n', needsMark: source.format === 'workbook' };
}
