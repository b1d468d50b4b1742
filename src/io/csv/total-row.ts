/** Rows with the totals of others, with which spreadsheets end. Taken for values, they would count everything twice. */
import { MpcError } from '../../errors.js';
import { LineTally, type Notice } from '../notices.js';
import { invalid, positionOf } from './errors.js';
import { exactNumber, numberFormatOf, type NumberFormat } from './number.js';
import { readRecords, readStyle } from './reader.js';
import { isAverageLabel, isTotalLabel } from './total-words.js';
import type { CsvRecord, CsvSource, NumericColumn } from './types.js';

/** Rows of a file that is read a second time for it. Tables that people add up in a spreadsheet are shorter. */
const MOST_ROWS = 200_000;
/** With this many rows above, none of them zero, a row no longer has their sum by chance. */
const ENOUGH = 3;
const PLAIN: NumberFormat = { decimalComma: false, thousands: false, markIsDecimal: true };

type Column = Pick<NumericColumn, 'name' | 'decimals'>;

/**
 * Looks through a file whose columns of numbers have been read. Throws INPUT_INVALID for a row that is called a total and is one in a column; gives notice of rows that
 * are called so, or are the sum of all above. `rows`: how many it has.
 */
export async function totalRows(source: CsvSource, columns: readonly Column[], rows: number, signal?: AbortSignal): Promise<Notice[]> {
  if (rows < 2 || rows > MOST_ROWS || columns.length === 0) return [];
  const search = new TotalRows(source, columns);
  const others = await labelColumns(source, columns);
  for await (const batch of readRecords(source, [...columns.map(({ name }) => name), ...others], signal === undefined ? {} : { signal })) {
    for (const record of batch) search.add(record);
  }
  return search.notices();
}

/** Headers of the columns that are no numbers of the agreement, if each is clearly a header. */
async function labelColumns(source: CsvSource, columns: readonly Column[]): Promise<string[]> {
  const { names } = await readStyle(source);
  const plain = (name: string): string => name.replace(/\s+/gu, ' ').trim().toLowerCase();
  const read = new Set([...columns.map(({ name }) => name), ...(source.map?.values() ?? [])].map(plain));
  const counts = new Map<string, number>();
  for (const name of names) counts.set(plain(name), (counts.get(plain(name)) ?? 0) + 1);
  const own = names.filter((name) => plain(name) !== '' && !read.has(plain(name)) && counts.get(plain(name)) === 1);
  // A column that looks like another header, or cannot be asked for by name, is left out rather than refused.
  return await areReadable(source, [...columns.map(({ name }) => name), ...own]) ? own : [];
}

async function areReadable(source: CsvSource, names: readonly string[]): Promise<boolean> {
  try {
    await readRecords(source, names, { maxRows: 0 }).next();
    return true;
  } catch (error) {
    return error instanceof MpcError && error.code === 'INPUT_TOO_MANY';
  }
}

interface Sum {
  value: bigint;
  /** Rows in it that are not zero. */
  rows: number;
}

class TotalRows {
  readonly #source: CsvSource;
  readonly #columns: readonly Column[];
  readonly #format: NumberFormat;
  /** For each column, the sum of all rows above that are not called a total, and the sum of those after the last one that is. */
  readonly #all: readonly Sum[];
  readonly #section: readonly Sum[];
  readonly #called = new LineTally();
  /** The line of the last row, if that row is the sum of all above. */
  #last: number | undefined;

  constructor(source: CsvSource, columns: readonly Column[]) {
    this.#source = source;
    this.#columns = columns;
    this.#format = numberFormatOf(source);
    this.#all = columns.map(() => ({ value: 0n, rows: 0 }));
    this.#section = columns.map(() => ({ value: 0n, rows: 0 }));
  }

  add({ line, cells, numbers }: CsvRecord): void {
    const values = this.#columns.map(({ decimals }, i) => exactNumber((cells[i] ?? '').trim(), decimals, numbers?.[i] === true ? PLAIN : this.#format));
    const labels = cells.slice(this.#columns.length);
    const isTotal = labels.some(isTotalLabel);
    if (isTotal || labels.some(isAverageLabel)) {
      const summed = this.#columns.find((_, i) => isTotal && (isSumOf(this.#all[i], values[i], 1) || isSumOf(this.#section[i], values[i], 1)));
      if (summed !== undefined) throw this.#counted(line, summed.name);
      this.#called.add(line);
      this.#section.forEach(reset);
    } else {
      this.#last = this.#columns.every((_, i) => isSumOf(this.#all[i], values[i], ENOUGH)) ? line : undefined;
      values.forEach((value = 0n, i) => [this.#all[i], this.#section[i]].forEach((sum) => sum !== undefined && take(sum, value)));
    }
  }

  notices(): Notice[] {
    const { file } = this.#source;
    const notices: Notice[] = [];
    const { count, lines, inWords } = this.#called;
    if (count > 0) notices.push({ code: 'TOTAL_ROW', column: null, lines, message: `${file}: ${count === 1 ? '1 row is called a total or an average, and is' : `${count} rows are called totals or averages, and are`} read as a row like the others ${inWords}. Take out what repeats other rows.` });
    if (this.#last !== undefined) notices.push({ code: 'TOTAL_ROW', column: null, lines: [this.#last], message: `${file}: the last row is exactly the sum of all rows above it, and is read as a row like the others (line ${this.#last}). If it is their total, take it out.` });
    return notices;
  }

  #counted(line: number, column: string): MpcError {
    return invalid(positionOf(this.#source, line), `the row holds the total of rows above it: a cell of it says so, and column "${column}" is their sum`, 'Take the row out: with it, those rows would count twice. If it is a row like the others, call it otherwise.');
  }
}

function isSumOf(sum: Sum | undefined, value: bigint | undefined, least: number): boolean {
  return sum !== undefined && value !== undefined && value !== 0n && sum.rows >= least && sum.value === value;
}

function take(sum: Sum, value: bigint): void {
  sum.value += value;
  if (value !== 0n) sum.rows++;
}

function reset(sum: Sum): void {
  sum.value = 0n;
  sum.rows = 0;
}
