/** Rows of a party's file, by the types and rules of a program. */
import { MpcError } from '../../errors.js';
import { readRecords, totalRows, type CsvSource } from '../../io/csv/index.js';
import type { Notice } from '../../io/notices.js';
import { grouped } from '../../grouped.js';
import type { Rows } from '../../language/check/program.js';
import { readCell, type CellFormat } from '../../language/evaluate/cells.js';
import type { Row } from '../../language/evaluate/value.js';
import type { KeyPart } from '../../language/evaluate/world.js';
import { normaliserOf } from '../../linkage/index.js';
import { ProgramNumbers } from './numbers.js';
import { unfit, type Mended } from './unfit.js';

export interface RowsReading {
  readonly rows: Row[];
  /** Physical line of each. */
  readonly lines: number[];
}

export interface Options {
  readonly lists: CellFormat['lists'];
  readonly mended: Mended;
  readonly notices?: Notice[];
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Reads a file whole. Throws INPUT_UNREADABLE, INPUT_TOO_MANY, or INPUT_INVALID with file, line and column. */
export async function readRows(rows: Rows, source: CsvSource, { lists, mended, ...options }: Options): Promise<RowsReading> {
  const { file } = source;
  const numbers = new ProgramNumbers(source);
  const fields = [...rows.lines].flatMap(([line, info]) => (line.kind === 'field' ? [{ line, info }] : []));
  const read: RowsReading = { rows: [], lines: [] };
  const names = fields.map(({ line }) => line.name.text);
  for await (const batch of readRecords(source, names, { ...options, maxRows: rows.most })) {
    for (const { line: number, cells, numbers: own } of batch) {
      const row: Row = new Map();
      for (const [i, { line, info }] of fields.entries()) {
        const name = line.name.text;
        const cell = cells[i] ?? '';
        const isNumber = info.type.kind === 'number';
        // A file's own numbers are written in one way, whatever is said about how its texts are written.
        const { text, decimalComma } = isNumber && own?.[i] !== true ? numbers.plain(cell, number, name) : { text: cell, decimalComma: false };
        const reading = readCell(text, info.type, line.rules, line.type.orEmpty, { decimalComma, lists });
        if ('wrong' in reading) throw unfit(reading.wrong, `${file}, line ${number}, column "${name}"`, isNumber ? numbers.hint(cell) : undefined);
        if (reading.by !== 'cell') mended.set(`${file}, column "${name}"`, (mended.get(`${file}, column "${name}"`) ?? 0) + 1);
        row.set(name, reading.value);
      }
      read.rows.push(row);
      read.lines.push(number);
    }
  }
  numbers.throwIfUnsettled();
  options.notices?.push(...(await totalRows(source, numberColumns(rows), read.rows.length, options.signal)));
  return read;
}

/** The fields that are numbers. */
export function numberColumns({ lines }: Rows): { readonly name: string; readonly decimals: number }[] {
  return [...lines].flatMap(([line, { type }]) => (line.kind === 'field' && type.kind === 'number' ? [{ name: line.name.text, decimals: type.decimals }] : []));
}

/** A file, and the physical lines of its rows. */
export interface Place {
  readonly file: string;
  readonly lines: readonly number[];
}

/** Reads files one after the other, as if they were one. The most rows are those of all together. */
export async function readFiles(rows: Rows, files: readonly CsvSource[], options: Options): Promise<{ readonly rows: Row[]; readonly places: Place[] }> {
  const all: Row[] = [];
  const places: Place[] = [];
  for (const source of files) {
    const read = await readRows(rows, source, options);
    for (const row of read.rows) all.push(row);
    places.push({ file: source.file, lines: read.lines });
    checkTogether(rows, files, all.length);
  }
  return { rows: all, places };
}

/** Throws INPUT_TOO_MANY. `all`: the rows of these files so far. */
export function checkTogether(rows: Rows, files: readonly CsvSource[], all: number): void {
  if (all > rows.most) throw new MpcError('INPUT_TOO_MANY', `${files.map(({ file }) => file).join(', ')}: more than ${grouped(String(rows.most))} ${rows.most === 1 ? 'row' : 'rows'}.`, rows.isSingle ? 'A file of single values has one row.' : 'Leave rows out, or allow more in the program.');
}

/** Where a row stands, by its number among all rows of these files. */
export function placeOf(places: readonly Place[], row: number): string {
  let before = 0;
  for (const { file, lines } of places) {
    const line = lines[row - 1 - before];
    if (line !== undefined) return `${file}, line ${line}`;
    before += lines.length;
  }
  return places.map(({ file }) => file).join(', ');
}

/** Keys by the rules of `docs/keys.md`. */
export function makeKey(parts: readonly KeyPart[]): string | undefined {
  const columns = parts.map(({ kind }, i) => (kind === 'date' ? { name: String(i), type: 'date' as const, order: 'ymd' as const } : { name: String(i), type: kind === 'code' ? ('exact' as const) : kind }));
  const key = normaliserOf(columns)(parts.map(({ text }) => text)).parts;
  return key.includes('') ? undefined : JSON.stringify(key);
}
