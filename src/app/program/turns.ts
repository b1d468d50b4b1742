/** Rows of a party's files, turn by turn. */
import { readRecords, TotalRows } from '../../io/csv/index.js';
import type { Rows } from '../../language/check/program.js';
import type { Texts } from '../../language/turns/coding.js';
import { Turn, TURN_ROWS } from '../../language/turns/turn.js';
import { ProgramCells } from './cells.js';
import { fieldsOf, type Field } from './fields.js';
import type { ProgramFile } from './file.js';
import { checkTogether, numberColumns, unitsOf, type NumberColumn, type Options } from './rows.js';

/** Rows that were read, and the physical line of each. */
export interface ReadTurn {
  readonly turn: Turn;
  readonly file: string;
  readonly lines: Int32Array;
}

/** What follows from one turn is worked out in `take`: the next turn is read over it. */
export type TakeTurn = (read: ReadTurn) => void;

/**
 * Reads files one after the other, as if they were one, and resolves to the number of their rows. The rows before a bad one are passed on first. Throws
 * INPUT_UNREADABLE, INPUT_TOO_MANY, or INPUT_INVALID with file, line and column.
 */
export async function readTurns(rows: Rows, files: readonly ProgramFile[], texts: Texts, options: Options, take: TakeTurn): Promise<number> {
  let all = 0;
  for (const source of files) {
    all += await readFile(rows, source, texts, options, take);
    checkTogether(rows, files, all);
  }
  return all;
}

async function readFile(rows: Rows, source: ProgramFile, texts: Texts, { lists, mended, ...options }: Options, take: TakeTurn): Promise<number> {
  const reader = new ProgramCells(source, lists, mended);
  const fields = fieldsOf(rows, { reader, texts });
  const numbers = numberColumns(rows);
  const search = new TotalRows(source, numbers);
  const gathering = new Gathering(source.file, fields, { search, numbers }, take);
  try {
    for await (const batch of readRecords(source, fields.map(({ name }) => name), { ...options, maxRows: rows.most, beside: search.isNeeded })) {
      for (const { line, cells, numbers: own } of batch) gathering.add(line, cells, own);
    }
  } finally {
    gathering.pass();
  }
  reader.end(options.notices);
  const found = search.notices();
  options.notices?.push(...found);
  return gathering.rows;
}

class Gathering {
  rows = 0;
  #held = 0;
  readonly #lines = new Int32Array(TURN_ROWS);
  readonly #places = Int32Array.from({ length: TURN_ROWS }, (_, i) => i);

  constructor(
    readonly file: string,
    readonly fields: readonly Field[],
    readonly totals: { readonly search: TotalRows; readonly numbers: readonly NumberColumn[] },
    readonly take: TakeTurn,
  ) {}

  add(line: number, cells: readonly string[], own: readonly boolean[] | undefined): void {
    const at = this.#held;
    // An index loop: this body runs for every row, and entries() would make an array for every cell.
    for (let i = 0; i < this.fields.length; i++) (this.fields[i] as Field).take(cells[i] ?? '', own?.[i] === true, line, at);
    this.totals.search.look(line, cells, this.fields.length);
    this.#lines[at] = line;
    this.#held = at + 1;
    this.rows++;
    if (this.#held === TURN_ROWS) this.pass();
  }

  pass(): void {
    const rows = this.#held;
    this.#held = 0;
    if (rows === 0) return;
    const columns = new Map(this.fields.map((field) => [field.name, field.column(rows)]));
    this.totals.search.pass((i) => {
      const { name = '', decimals = 0 } = this.totals.numbers[i] ?? {};
      const vector = columns.get(name)?.vector ?? [];
      return vector instanceof Float64Array ? vector : vector.map((value) => unitsOf(value, decimals));
    });
    this.take({ turn: new Turn(rows, columns, this.#places.subarray(0, rows)), file: this.file, lines: this.#lines.subarray(0, rows) });
  }
}
