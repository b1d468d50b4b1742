/** Sums and counts of a file's columns of numbers: everything that a sum or an average needs from the file. */
import type { MpcError } from '../../errors.js';
import { LineTally, type Notice } from '../notices.js';
import { emptyCell, notANumber, outOfRange, tooFine, twoReadings } from './cell-errors.js';
import { exactNumber, hasTwoReadings, numberFormatOf, plainNumber, type Evidence, type NumberFormat } from './number.js';
import { positionOf } from './errors.js';
import { readRecords } from './reader.js';
import { TotalRows } from './total-row.js';
import type { CsvSource, NumericColumn, ReadOptions } from './types.js';

/** What an empty cell means: an error, no value, or the value zero. */
export type EmptyCells = 'refuse' | 'skip' | 'zero';

export interface ColumnTotal {
  readonly name: string;
  /** Scaled: value × 10^decimals. */
  readonly sum: bigint;
  /** Cells that count as values. */
  readonly count: bigint;
}

export interface TotalsOptions extends Omit<ReadOptions, 'notices'> {
  readonly empty: EmptyCells;
  readonly maxRows: number;
}

export interface Totals {
  readonly rows: number;
  readonly columns: ColumnTotal[];
  readonly notices: readonly Notice[];
}

/**
 * Reads the whole file and ends at the first cell that is not a number within the column's decimals and range. A cell that is two numbers,
 * as 2.500 is, ends the reading if no other cell of the file shows which one is meant. A row that holds the total of others ends it as well.
 * Errors: those of `readRecords`, and INPUT_INVALID with line and column.
 */
export async function columnTotals(source: CsvSource, columns: readonly NumericColumn[], options: TotalsOptions): Promise<Totals> {
  const notices: Notice[] = [];
  const format = numberFormatOf(source);
  // One for the whole file, because its writer wrote all its numbers in one way.
  const evidence: Evidence = { hasDecimals: false };
  const totals = columns.map((column) => new Total(source, column, format, options.empty, evidence));
  let rows = 0;
  const names = columns.map((column) => column.name);
  const search = new TotalRows(source, columns);
  for await (const batch of readRecords(source, names, { ...options, notices, beside: search.isNeeded })) {
    for (const { line, cells, numbers } of batch) {
      // An index loop: this body runs for every row, and entries() would make an array for every cell.
      for (let i = 0; i < totals.length; i++) {
        if (numbers?.[i] === true) totals[i]?.addNumber(cells[i] ?? '', line);
        else totals[i]?.add(cells[i] ?? '', line);
      }
      search.look(line, cells, totals.length);
    }
    search.pass((i) => totals[i]?.taken() ?? []);
    rows += batch.length;
  }
  if (!evidence.hasDecimals) for (const total of totals) total.throwIfUnsettled();
  for (const total of totals) total.note(notices);
  notices.push(...search.notices());
  return { rows, columns: totals.map((total) => total.result()), notices };
}

/** A file's own numbers show nothing about how texts are written. */
const IGNORED: Evidence = { hasDecimals: true };

const PLAIN: NumberFormat = { decimalComma: false, thousands: false, markIsDecimal: true };

/** Where the running sum of doubles moves into the bigint: one more number below 10^15 keeps it below 2^53. */
const SPILL = 8e15;

class Total {
  readonly #source: CsvSource;
  readonly #column: NumericColumn;
  readonly #format: NumberFormat;
  readonly #empty: EmptyCells;
  readonly #min: number;
  readonly #max: number;
  readonly #evidence: Evidence;
  /** The first cell that is two numbers until the file shows which one is meant. */
  #unsettled: MpcError | undefined;
  #sum = 0n;
  /** Not yet in #sum; always an exact integer. */
  #recent = 0;
  #count = 0;
  /** The values of the rows since `taken`. */
  #values: (number | bigint)[] = [];
  readonly #emptyCells = new LineTally();

  constructor(source: CsvSource, column: NumericColumn, format: NumberFormat, empty: EmptyCells, evidence: Evidence) {
    this.#source = source;
    this.#column = column;
    this.#format = format;
    this.#empty = empty;
    this.#evidence = evidence;
    this.#min = asDouble(column.min);
    this.#max = asDouble(column.max);
  }

  add(cell: string, line: number): void {
    const value = plainNumber(cell, this.#column.decimals, this.#format.decimalComma, this.#evidence);
    // It is false for NaN as well: the slow path decides about what is no plain number, or out of range.
    if (!(value >= this.#min && value <= this.#max)) {
      this.#addExactly(cell, line);
      return;
    }
    this.#take(value);
  }

  /** A number of the file's own, which is written in one way and shows nothing about how texts are written. */
  addNumber(cell: string, line: number): void {
    const column = this.#column;
    const plain = plainNumber(cell, column.decimals, false, IGNORED);
    if (plain >= this.#min && plain <= this.#max) {
      this.#take(plain);
      return;
    }
    const value = exactNumber(cell, column.decimals, PLAIN);
    if (value === undefined) throw tooFine(positionOf(this.#source, line, column.name), column);
    if (value < column.min || value > column.max) throw outOfRange(positionOf(this.#source, line, column.name), column);
    this.#addWide(value);
  }

  #addWide(value: bigint): void {
    this.#count++;
    this.#sum += value;
    this.#values.push(value);
  }

  #take(value: number): void {
    this.#count++;
    this.#values.push(value);
    this.#recent += value;
    if (this.#recent > SPILL || this.#recent < -SPILL) this.#spill();
  }

  #addExactly(cell: string, line: number): void {
    const column = this.#column;
    const position = positionOf(this.#source, line, column.name);
    const text = cell.trim();
    if (text === '') {
      if (this.#empty === 'refuse') throw emptyCell(position);
      this.#emptyCells.add(line);
      if (this.#empty === 'skip') {
        this.#values.push(0);
        return;
      }
    }
    const value = text === '' ? 0n : exactNumber(text, column.decimals, this.#format);
    if (value === undefined) throw notANumber(position, text, column, this.#format);
    const isTwo = hasTwoReadings(text, this.#format, this.#evidence);
    if (isTwo) this.#unsettled ??= twoReadings(position, this.#format);
    if (value < column.min || value > column.max) throw isTwo && !this.#evidence.hasDecimals ? twoReadings(position, this.#format) : outOfRange(position, column);
    this.#addWide(value);
  }

  /** Of each row since the last call; 0 for an empty cell. */
  taken(): readonly (number | bigint)[] {
    const values = this.#values;
    this.#values = [];
    return values;
  }

  /** Throws INPUT_INVALID for the first cell that could be read in two ways. */
  throwIfUnsettled(): void {
    if (this.#unsettled !== undefined) throw this.#unsettled;
  }

  #spill(): void {
    this.#sum += BigInt(this.#recent);
    this.#recent = 0;
  }

  note(notices: Notice[]): void {
    const { count, lines, inWords } = this.#emptyCells;
    if (count === 0) return;
    const { name } = this.#column;
    notices.push({ code: 'EMPTY_CELLS', column: name, lines, message: `Column "${name}": ${count === 1 ? '1 empty cell was' : `${count} empty cells were`} ${this.#empty === 'zero' ? 'taken as zero' : 'skipped'} ${inWords}.` });
  }

  result(): ColumnTotal {
    this.#spill();
    return { name: this.#column.name, sum: this.#sum, count: BigInt(this.#count) };
  }
}

/** A bound for plain numbers: they are all safe integers, so a bound beyond those may as well be infinite. */
function asDouble(bound: bigint): number {
  if (bound > BigInt(Number.MAX_SAFE_INTEGER)) return Infinity;
  if (bound < BigInt(Number.MIN_SAFE_INTEGER)) return -Infinity;
  return Number(bound);
}
