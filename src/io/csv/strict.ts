/** Records that are not regular (regular.ts): csv-parse decides, strictly, what they are or what is wrong with them. */
import { createRequire } from 'node:module';
import type { parse as Parse, Options } from 'csv-parse/sync';
import { linesOf, recordEnd } from './blocks.js';
import { invalid } from './errors.js';
import { addBlank, addRow, isEmptyRecord, type Layout, type RowsSoFar } from './rows.js';
import type { CsvRecord } from './types.js';

/** CRLF comes first so that it is not taken for a CR and an empty line. */
const STRICT = { record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true, bom: false } satisfies Options;

const QUOTE = 0x22;

const require = createRequire(import.meta.url);

const HINT = 'A cell that holds a double quote, a delimiter or a line end is written in double quotes, and quotes inside it are doubled: "so ""called""".';

/** Appends the records of a block to `rows` and moves `progress` on. The bytes are whole records in UTF-8. */
export function parseStrict(bytes: Buffer, layout: Layout, progress: RowsSoFar, rows: CsvRecord[]): void {
  const { records, broken } = splitRecords(bytes, layout.delimiter);
  let start = 0;
  for (const record of records) {
    const end = recordEnd(bytes, start);
    const source = bytes.subarray(start, end);
    // `""` alone is a record with an empty cell and an empty line is nothing; csv-parse reports them alike.
    const cells = wantedCells(record, layout);
    if (record.length === 1 && record[0]?.trim() === '' && !source.includes(QUOTE)) addBlank(layout, progress);
    else if (record.length === layout.width && isEmptyRecord(cells, layout, () => record.join(''))) progress.emptyRecords.add(progress.line);
    else addRow(rows, layout, progress, cells, record.length);
    progress.line += linesOf(source);
    start = end;
  }
  if (broken !== undefined) throw invalid({ file: layout.file, line: progress.line }, broken, HINT);
}

function wantedCells(record: readonly string[], { slots, wanted }: Layout): string[] {
  const cells = new Array<string>(wanted).fill('');
  record.forEach((cell, i) => {
    const slot = slots[i] ?? -1;
    if (slot >= 0) cells[slot] = cell;
  });
  return cells;
}

/** All cells of all records; if one is broken, those before it and what is wrong with it. */
export function splitRecords(bytes: Buffer, delimiter: string): { records: string[][]; broken?: string } {
  const records: string[][] = [];
  // Loaded only for files that need it: most have no record that is not regular.
  const { parse } = require('csv-parse/sync') as { parse: typeof Parse };
  try {
    parse(bytes, { ...STRICT, delimiter, on_record: (record: string[]) => void records.push(record) });
    return { records };
  } catch (error) {
    return { records, broken: reasonOf(error) };
  }
}

/** In our own words, because csv-parse quotes the cell. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a cell of the record that starts here opens with a double quote that is never closed';
  if (code === 'CSV_INVALID_CLOSING_QUOTE') return 'in the record that starts here, something follows the closing double quote of a cell, or a quote is not closed';
  if (code === 'INVALID_OPENING_QUOTE') return 'in the record that starts here, a double quote stands inside a cell that does not begin with one';
  throw error;
}
