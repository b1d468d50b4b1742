/** Records of files whose cells have types: each format's rows, counted and limited as CSV's rows are. */
import { findColumns } from '../csv/columns.js';
import { positionOf, tooMany } from '../csv/errors.js';
import { normalName } from '../csv/header.js';
import { skippedNotices } from '../csv/skipped.js';
import type { CsvRecord, CsvSource, DataFormat, ReadOptions } from '../csv/types.js';
import { LineTally } from '../notices.js';
import { jsonRows } from './json-lines.js';
import { parquetRows } from './parquet.js';
import type { RowReader, Wanted } from './rows.js';
import { workbookRows } from './workbook.js';

const READERS: Readonly<Record<DataFormat, RowReader>> = { 'json lines': jsonRows, workbook: workbookRows, parquet: parquetRows };

/** `readRecords` (csv/reader.ts) for a file that is not CSV. */
export async function* typedRecords(source: CsvSource, format: DataFormat, columns: readonly string[], options: ReadOptions): AsyncGenerator<CsvRecord[], void, undefined> {
  const { file } = source;
  const { maxRows = Number.MAX_SAFE_INTEGER, notices = [] } = options;
  const [blank, empty] = [new LineTally(), new LineTally()];
  let count = 0;
  /** Empty rows since the last row that holds something. Below a table in a workbook they are only cells that have a format, and nobody left them out. */
  const below: number[] = [];
  const rows = READERS[format](source, (headers, line) => wantedOf(source, headers, line, columns, { ...options, notices }), { ...options, notices, onBlank: (line) => blank.add(line) });
  for await (const batch of rows) {
    const records: CsvRecord[] = [];
    for (const { line, cells, numbers, isEmpty } of batch) {
      if (isEmpty) {
        below.push(line);
        continue;
      }
      for (const each of below.splice(0)) empty.add(each);
      if (count >= maxRows) {
        if (records.length > 0) yield records;
        throw tooMany(positionOf(source, line), maxRows);
      }
      records.push({ record: ++count, line, cells, numbers });
    }
    if (records.length > 0) yield records;
  }
  if (format !== 'workbook') for (const line of below) empty.add(line);
  if (count === 0) notices.push({ code: 'NO_ROWS', column: null, lines: [], message: `${file} has no rows.` });
  notices.push(...skippedNotices(file, blank, empty));
}

function wantedOf(source: CsvSource, headers: readonly string[], line: number | undefined, columns: readonly string[], { beside = false, notices = [] }: ReadOptions): Wanted {
  const indices = findColumns(source, line, headers.map(normalName), columns, notices);
  return { columns, indices, beside: beside ? headers.flatMap((_, i) => (indices.includes(i) ? [] : [i])) : [] };
}

/** The file's headers, trimmed. */
export async function typedHeader(source: CsvSource, format: DataFormat): Promise<string[]> {
  let names: string[] = [];
  const rows = READERS[format](
    source,
    (headers) => {
      names = headers.map(normalName);
      return undefined;
    },
    { onBlank: () => undefined },
  );
  await rows.next();
  await rows.return();
  return names;
}
