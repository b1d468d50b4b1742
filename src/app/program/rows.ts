/** Rows of a party's file, by the types and rules of a program. */
import { MpcError } from '../../errors.js';
import { readRecords, totalRows, type CsvSource } from '../../io/csv/index.js';
import type { Notice } from '../../io/notices.js';
import { grouped } from '../../grouped.js';
import type { Rows } from '../../language/check/program.js';
import { readCell, type CellFormat, type CellReading } from '../../language/evaluate/cells.js';
import { emptyMember, OutOfRange } from '../../language/evaluate/home.js';
import type { Row } from '../../language/evaluate/value.js';
import type { KeyPart } from '../../language/evaluate/world.js';
import { ownEntries } from '../../language/plan/sums/enter.js';
import { normaliserOf } from '../../linkage/index.js';
import type { ProgramReading } from '../../session/operations/reading.js';
import type { OwnFile, ReadInput, WhileReading } from '../own-file.js';
import { inputFiles } from './inputs.js';
import { ProgramNumbers } from './numbers.js';

/** How many cells the rules for empty cells and for those that do not fit touched, by file and column. */
export type Mended = Map<string, number>;

export interface RowsReading {
  readonly rows: Row[];
  /** Physical line of each. */
  readonly lines: number[];
}

interface Options {
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
  const columns = fields.flatMap(({ line, info: { type } }) => (type.kind === 'number' ? [{ name: line.name.text, decimals: type.decimals }] : []));
  options.notices?.push(...(await totalRows(source, columns, read.rows.length, options.signal)));
  return read;
}

function unfit(wrong: Extract<CellReading, { wrong: string }>['wrong'], where: string, hint: string | undefined): MpcError {
  if (wrong === 'empty') return new MpcError('INPUT_INVALID', `${where}: the cell is empty.`, 'Correct the cell, or say in the program what to do then: or empty, or empty as VALUE.');
  return new MpcError('INPUT_INVALID', `${where}: the cell does not fit the type of the field.`, `${hint === undefined ? 'Correct the cell' : `${hint} Or correct the cell`}, or say in the program what to do then: others as VALUE.`);
}

/** Reads this party's files and adds up what it puts in. Throws an MpcError that names file, line and column. */
export async function readProgramSums({ compiled, seat, inputs }: ProgramReading, source: OwnFile, { advance, signal }: WhileReading): Promise<ReadInput> {
  const mended: Mended = new Map();
  const notices: Notice[] = [];
  const data = emptyMember();
  const places = new Map<string, Place[]>();
  let count = 0;
  for (const { rows, files } of inputFiles(inputs, source)) {
    const read = await readFiles(rows, files, { lists: compiled.known.lists, mended, notices, onProgress: (done, total) => advance?.('Reading the file', done, total), ...(signal === undefined ? {} : { signal }) });
    places.set(rows.name, read.places);
    count += read.rows.length;
    if (!rows.isSingle) data.rows.set(rows.name, read.rows);
    else if (read.rows[0] === undefined) throw new MpcError('INPUT_NO_ROWS', `${files[0]?.file ?? ''}: the file has no row.`, 'A file of single values has one row.');
    else [data.single] = read.rows as [Row];
  }
  try {
    const entered = ownEntries(compiled, compiled.known, seat, data, makeKey);
    const notes = [...mended].map(([where, cells]) => `${where}: ${grouped(String(cells))} ${cells === 1 ? 'cell was' : 'cells were'} mended by the rules of the program.`);
    return { contribution: { kind: 'sums', ...entered }, rows: count, warnings: notices, notes: [...notices.map(({ message }) => message), ...notes] };
  } catch (error) {
    if (!(error instanceof OutOfRange)) throw error;
    const where = placeOf(places.get(error.rows) ?? [], error.row);
    throw new MpcError('INPUT_INVALID', `${where}: "${error.column}", which is worked out of the row, is outside the range that the program declares for it.`, 'Correct the row, or ask for an agreement whose program declares a wider range.');
  }
}

/** A file, and the physical lines of its rows. */
interface Place {
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
    if (all.length > rows.most) throw new MpcError('INPUT_TOO_MANY', `${files.map(({ file }) => file).join(', ')}: more than ${grouped(String(rows.most))} ${rows.most === 1 ? 'row' : 'rows'}.`, rows.isSingle ? 'A file of single values has one row.' : 'Leave rows out, or allow more in the program.');
  }
  return { rows: all, places };
}

/** Where a row stands, by its number among all rows of these files. */
function placeOf(places: readonly Place[], row: number): string {
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
