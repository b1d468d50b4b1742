/** Rows with the totals of others, with which spreadsheets end. Taken for values, they would count everything twice. */
import { LineTally, type Notice } from '../notices.js';
import { invalid, positionOf } from './errors.js';
import { sumLabel, type SumLabel } from './total-words.js';
import type { CsvSource, NumericColumn } from './types.js';

/** With this many rows above, none of them zero, a row no longer has their sum by chance. */
const ENOUGH = 3;
/** Doubles up to this size are added as doubles. */
const SMALL = 1e15;
/** Where their sum moves into a bigint: one more of them keeps it below 2^53. */
const SPILL = 8e15;

/** Numbers of some rows in units of the column's last decimal: whole, or NaN or null where there is none. */
export type Numbers = ArrayLike<number | bigint | null>;

interface CalledRow {
  readonly at: number;
  readonly line: number;
  readonly label: SumLabel;
}

/**
 * Looks for them among the rows of one file as it is read, some thousands of rows at a time: `look` takes the texts of each row, and `pass` the numbers of all that were
 * looked at since.
 */
export class TotalRows {
  readonly #columns: readonly { readonly name: string; readonly sum: ColumnSum }[];
  readonly #called = new LineTally();
  #waiting: CalledRow[] = [];
  #looked = 0;
  #rows = 0;
  #lastLine = 0;
  #isLastCalled = false;
  /** The first row that is a total. */
  #counted: { readonly line: number; readonly column: string } | undefined;

  constructor(
    readonly source: CsvSource,
    columns: readonly Pick<NumericColumn, 'name'>[],
  ) {
    this.#columns = columns.map(({ name }) => ({ name, sum: new ColumnSum() }));
  }

  /** Whether there is anything to look for. */
  get isNeeded(): boolean {
    return this.#columns.length > 0;
  }

  /** The next row. What may call it a total stands in its cells from `first` on. */
  look(line: number, cells: readonly string[], first: number): void {
    this.#isLastCalled = false;
    for (let i = first; i < cells.length; i++) {
      const label = sumLabel(cells[i] as string);
      if (label === undefined) continue;
      const before = this.#isLastCalled ? this.#waiting.pop() : undefined;
      this.#waiting.push({ at: this.#looked, line, label: before?.label === 'total' ? 'total' : label });
      this.#isLastCalled = true;
    }
    this.#looked++;
    this.#lastLine = line;
  }

  /** The numbers of the rows since the last call, for each column. */
  pass(numbersOf: (column: number) => Numbers): void {
    const rows = this.#looked;
    if (rows === 0) return;
    const numbers = this.#columns.map((_, i) => numbersOf(i));
    let from = 0;
    for (const { at, line, label } of this.#waiting) {
      this.#columns.forEach(({ sum }, i) => sum.add(numbers[i] ?? [], from, at));
      const summed = this.#columns.find(({ sum }, i) => label === 'total' && sum.isSum(numbers[i]?.[at]));
      if (summed !== undefined) this.#counted ??= { line, column: summed.name };
      this.#called.add(line);
      for (const { sum } of this.#columns) sum.beginSection();
      from = at + 1;
    }
    this.#columns.forEach(({ sum }, i) => sum.add(numbers[i] ?? [], from, rows));
    this.#rows += rows;
    this.#looked = 0;
    this.#waiting = [];
  }

  /**
   * At the end of the file. Throws INPUT_INVALID for a row that is called a total and is one in a column; gives notice of rows that are called so, or are the sum of all
   * above.
   */
  notices(): Notice[] {
    const { file } = this.source;
    if (this.#rows < 2) return [];
    if (this.#counted !== undefined) throw invalid(positionOf(this.source, this.#counted.line), `the row holds the total of rows above it: a cell of it says so, and column "${this.#counted.column}" is their sum`, 'Take the row out: with it, those rows would count twice. If it is a row like the others, call it otherwise.');
    const notices: Notice[] = [];
    const { count, lines, inWords } = this.#called;
    if (count > 0) notices.push({ code: 'TOTAL_ROW', column: null, lines, message: `${file}: ${count === 1 ? '1 row is called a total or an average, and is' : `${count} rows are called totals or averages, and are`} read as a row like the others ${inWords}. Take out what repeats other rows.` });
    const isSum = !this.#isLastCalled && this.#columns.length > 0 && this.#columns.every(({ sum }) => sum.endsWithSum());
    if (isSum) notices.push({ code: 'TOTAL_ROW', column: null, lines: [this.#lastLine], message: `${file}: the last row is exactly the sum of all rows above it, and is read as a row like the others (line ${this.#lastLine}). If it is their total, take it out.` });
    return notices;
  }
}

/** The sum of a column over all rows that are not called a total, and over those after the last one that is. */
class ColumnSum {
  #whole = 0n;
  /** Not yet in #whole; always an exact integer. */
  #recent = 0;
  /** Rows in it that are not zero. */
  #rows = 0;
  #last: number | bigint | null | undefined;
  #before: { readonly value: bigint; readonly rows: number } = { value: 0n, rows: 0 };

  add(numbers: Numbers, from: number, to: number): void {
    if (numbers instanceof Float64Array) this.#addDoubles(numbers, from, to);
    else this.#addEach(numbers, from, to);
    if (to > from) this.#last = numbers[to - 1];
  }

  /** The same as below, without a look at the kind of each number. */
  #addDoubles(numbers: Float64Array, from: number, to: number): void {
    let [recent, rows] = [this.#recent, 0];
    for (let i = from; i < to; i++) {
      const value = numbers[i] as number;
      if (value <= SMALL && value >= -SMALL) {
        if (value !== 0) rows++;
        recent += value;
        if (recent <= SPILL && recent >= -SPILL) continue;
        this.#whole += BigInt(recent);
        recent = 0;
      } else this.#addWide(value);
    }
    this.#recent = recent;
    this.#rows += rows;
  }

  #addEach(numbers: Numbers, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const value = numbers[i] ?? null;
      if (typeof value === 'number' && value <= SMALL && value >= -SMALL) {
        if (value === 0) continue;
        this.#rows++;
        this.#recent += value;
        if (this.#recent > SPILL || this.#recent < -SPILL) this.#spill();
      } else this.#addWide(value);
    }
  }

  #addWide(value: number | bigint | null): void {
    if (value === null || Number.isNaN(value)) return;
    this.#whole += BigInt(value);
    this.#rows++;
  }

  #spill(): bigint {
    this.#whole += BigInt(this.#recent);
    this.#recent = 0;
    return this.#whole;
  }

  beginSection(): void {
    this.#before = { value: this.#spill(), rows: this.#rows };
  }

  /** Whether this is the sum of all rows so far, or of those of the section. */
  isSum(value: number | bigint | null | undefined): boolean {
    const exact = exactly(value);
    if (exact === 0n) return false;
    const all = this.#spill();
    return (this.#rows > 0 && all === exact) || (this.#rows > this.#before.rows && all - this.#before.value === exact);
  }

  /** Whether the last row is the sum of those before it. */
  endsWithSum(): boolean {
    const last = exactly(this.#last);
    return last !== 0n && this.#rows > ENOUGH && this.#spill() === 2n * last;
  }
}

/** 0 where there is none: no total is 0. */
function exactly(value: number | bigint | null | undefined): bigint {
  return value === undefined || value === null || Number.isNaN(value) ? 0n : BigInt(value);
}
