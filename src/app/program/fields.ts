/** Cells of a turn's rows, field by field, from their texts to codes. `readRows` reads the same, row by row. */
import type { Rows } from '../../language/check/program.js';
import type { CalendarType, Info, NumberType } from '../../language/check/types.js';
import type { Value } from '../../language/evaluate/value.js';
import { codingOf, type Coding, type Texts } from '../../language/turns/coding.js';
import { dayIn } from '../../language/turns/days.js';
import { TURN_ROWS, type Column } from '../../language/turns/turn.js';
import type { DateOrder } from '../../linkage/index.js';
import { isoDay, type ProgramCells } from './cells.js';
import type { FieldLine } from './file.js';

type Bounded = Pick<NumberType | CalendarType, 'low' | 'high'>;

/** Longer texts may share the memory of the file's text that they were cut from. */
const COPIED = 13;
/** Texts of one field whose meaning is remembered. */
const MOST_REMEMBERED = 65_536;

interface ReadingFields {
  readonly reader: ProgramCells;
  readonly texts: Texts;
}

/** The fields of rows in the order of the program, each filling its column. */
export function fieldsOf(rows: Rows, reading: ReadingFields): Field[] {
  return [...rows.lines].flatMap(([line, info]) => (line.kind === 'field' ? [fieldOf(line, info, reading)] : []));
}

function fieldOf(line: FieldLine, info: Info, reading: ReadingFields): Field {
  const coding = codingOf(info.type, reading.texts);
  const { type } = info;
  if (coding === undefined) return new ValueField(line, info, reading);
  if (type.kind === 'number') {
    // A percentage is written without its two last decimals.
    const decimals = type.percent ? type.decimals - 2 : type.decimals;
    return new (type.percent ? PercentField : UsualField)(line, info, type, (cell, isOwn) => (decimals < 0 ? NaN : reading.reader.numbers.usual(cell, decimals, isOwn)), coding, reading);
  }
  return type.kind === 'day' ? new UsualField(line, info, type, daysOf(reading.reader.source.dateOrders?.get(line.name.text)), coding, reading) : new RememberingField(line, info, coding, reading);
}

/** Days of a file. A date in another order than the program's is taken apart once. */
function daysOf(order: DateOrder | undefined): (cell: string) => number {
  if (order === undefined) return dayIn;
  const known = new Map<string, number>();
  return (cell) => {
    const found = known.get(cell);
    if (found !== undefined) return found;
    const day = dayIn(isoDay(cell, order));
    if (known.size < MOST_REMEMBERED && cell.length < COPIED) known.set(cell, day);
    return day;
  };
}

export abstract class Field {
  readonly name: string;

  constructor(
    readonly line: FieldLine,
    readonly info: Info,
    readonly reading: ReadingFields,
  ) {
    this.name = line.name.text;
  }

  /** Puts the meaning of a cell at a place of the column. `isOwn`: whether it is a number of the file's own types. Throws INPUT_INVALID. */
  abstract take(cell: string, isOwn: boolean, line: number, at: number): void;

  /** The first cells; valid until the next are taken. */
  abstract column(rows: number): Column;

  /** By all rules of the program. */
  protected read(cell: string, isOwn: boolean, number: number): { readonly value: Value; readonly isMended: boolean } {
    return this.reading.reader.read(this, cell, isOwn, number);
  }

  protected mend(): void {
    this.reading.reader.mend(this.name);
  }
}

abstract class CodeField extends Field {
  protected readonly codes = new Float64Array(TURN_ROWS);

  constructor(line: FieldLine, info: Info, readonly coding: Coding, reading: ReadingFields) {
    super(line, info, reading);
  }

  override column(rows: number): Column {
    return { vector: this.codes.subarray(0, rows), type: this.info.type, coding: this.coding };
  }
}

/** Numbers and days. */
class UsualField extends CodeField {
  readonly #low: number;
  readonly #high: number;

  /** `usual`: the code of a cell that is written in the usual way; NaN otherwise. */
  constructor(line: FieldLine, info: Info, { low, high }: Bounded, readonly usual: (cell: string, isOwn: boolean) => number, coding: Coding, reading: ReadingFields) {
    super(line, info, coding, reading);
    this.#low = Number(low);
    this.#high = Number(high);
  }

  override take(cell: string, isOwn: boolean, line: number, at: number): void {
    const code = this.usual(cell, isOwn);
    // False for NaN as well: what is not written in the usual way, or is outside the range, is judged by all rules.
    if (code >= this.#low && code <= this.#high) {
      this.codes[at] = code;
      return;
    }
    const { value, isMended } = this.read(cell, isOwn, line);
    if (isMended) this.mend();
    this.codes[at] = this.coding.toCode(value);
  }
}

/** Percentages, of which a file may hold fractions of 1 instead. */
class PercentField extends UsualField {
  override column(rows: number): Column {
    const { type } = this.info;
    let largest = 0;
    // False for NaN: an empty cell.
    for (let i = 0; i < rows; i++) if (Math.abs(this.codes[i] ?? 0) > largest) largest = Math.abs(this.codes[i] ?? 0);
    if (type.kind === 'number') this.reading.reader.percentages.saw(this.name, type, largest);
    return super.column(rows);
  }
}

/** Categories, months and yes/no: a file has few of them, many times. */
class RememberingField extends CodeField {
  readonly #known = new Map<string, number>();
  readonly #mending = new Set<string>();

  override take(cell: string, isOwn: boolean, line: number, at: number): void {
    const known = this.#known.get(cell);
    if (known !== undefined) {
      this.codes[at] = known;
      if (this.#mending.size > 0 && this.#mending.has(cell)) this.mend();
      return;
    }
    const { value, isMended } = this.read(cell, isOwn, line);
    const code = this.coding.toCode(value);
    if (isMended) this.mend();
    this.codes[at] = code;
    if (this.#known.size >= MOST_REMEMBERED) return;
    const text = cell.length < COPIED ? cell : Buffer.from(cell).toString();
    this.#known.set(text, code);
    if (isMended) this.#mending.add(text);
  }
}

/** Labels, and numbers that no double holds. */
class ValueField extends Field {
  readonly #values: Value[] = [];

  override take(cell: string, isOwn: boolean, line: number, at: number): void {
    const { value, isMended } = this.read(cell, isOwn, line);
    if (isMended) this.mend();
    this.#values[at] = value;
  }

  override column(rows: number): Column {
    return { vector: this.#values.slice(0, rows), type: this.info.type, coding: undefined };
  }
}
