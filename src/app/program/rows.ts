/** Rows of a party's file, by the types and rules of a program. */
import { MpcError } from '../../errors.js';
import { readRecords, TotalRows } from '../../io/csv/index.js';
import type { Notice } from '../../io/notices.js';
import { grouped } from '../../grouped.js';
import type { Rows } from '../../language/check/program.js';
import type { CellFormat } from '../../language/evaluate/cells.js';
import { isNumber, type Row, type Value } from '../../language/evaluate/value.js';
import { power10 } from '../../language/numbers/rational.js';
import type { KeyPart } from '../../language/evaluate/world.js';
import { normaliserOf } from '../../linkage/index.js';
import { ProgramCells } from './cells.js';
import type { FieldOfFile, ProgramFile } from './file.js';
import type { Mended } from './unfit.js';

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
export async function readRows(rows: Rows, source: ProgramFile, { lists, mended, ...options }: Options): Promise<RowsReading> {
  const reader = new ProgramCells(source, lists, mended);
  const fields = [...rows.lines].flatMap(([line, info]) => (line.kind === 'field' ? [{ line, info }] : []));
  const read: RowsReading = { rows: [], lines: [] };
  const names = fields.map(({ line }) => line.name.text);
  const numbers = numberColumns(rows);
  const search = new TotalRows(source, numbers);
  for await (const batch of readRecords(source, names, { ...options, maxRows: rows.most, beside: search.isNeeded })) {
    const before = read.rows.length;
    for (const { line: number, cells, numbers: own } of batch) {
      const row: Row = new Map();
      for (const [i, field] of fields.entries()) {
        const name = field.line.name.text;
        const { value, isMended } = reader.read(field, cells[i] ?? '', own?.[i] === true, number);
        if (isMended) reader.mend(name);
        sawPercentage(reader, field, value);
        row.set(name, value);
      }
      search.look(number, cells, names.length);
      read.rows.push(row);
      read.lines.push(number);
    }
    search.pass((i) => {
      const { name = '', decimals = 0 } = numbers[i] ?? {};
      return read.rows.slice(before).map((row) => unitsOf(row.get(name) ?? null, decimals));
    });
  }
  reader.end(options.notices);
  const found = search.notices();
  options.notices?.push(...found);
  return read;
}

function sawPercentage({ percentages }: ProgramCells, { line, info: { type } }: FieldOfFile, value: Value): void {
  if (type.kind !== 'number' || !type.percent || value === null || typeof value !== 'object' || !('n' in value)) return;
  percentages.saw(line.name.text, type, (Number(value.n) * 10 ** type.decimals) / Number(value.d));
}

export interface NumberColumn {
  readonly name: string;
  readonly decimals: number;
}

/** A number in units of its column's last decimal. */
export function unitsOf(value: Value, decimals: number): bigint | null {
  return isNumber(value) ? (value.n * power10(decimals)) / value.d : null;
}

/** The fields that are numbers. */
export function numberColumns({ lines }: Rows): NumberColumn[] {
  return [...lines].flatMap(([line, { type }]) => (line.kind === 'field' && type.kind === 'number' ? [{ name: line.name.text, decimals: type.decimals }] : []));
}

/** A file, and the physical lines of its rows. */
export interface Place {
  readonly file: string;
  readonly lines: readonly number[];
}

/** Reads files one after the other, as if they were one. The most rows are those of all together. */
export async function readFiles(rows: Rows, files: readonly ProgramFile[], options: Options): Promise<{ readonly rows: Row[]; readonly places: Place[] }> {
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
export function checkTogether(rows: Rows, files: readonly ProgramFile[], all: number): void {
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
