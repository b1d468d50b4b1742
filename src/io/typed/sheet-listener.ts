/** From the XML of a sheet (ECMA-376, part 1, 18.3) to rows: the first row with anything in it has the names of the columns. */
import { invalid, type CellPosition } from '../csv/errors.js';
import type { XmlListener } from './part-xml.js';
import { plainDouble } from './plain-number.js';
import type { Begin, TypedRow, Wanted } from './rows.js';
import { dateOfSerial } from './sheet-dates.js';
import { isOn, MOST_CHARACTERS, RichText, unescaped, type Workbook } from './workbook-index.js';
import type { Parts } from './workbook-parts.js';

/** The limits of Excel. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;

/** Excel keeps fifteen digits of a number, and makes zeros of the rest. */
const MOST_EXACT = 1e15;

interface Cell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  value: string | undefined;
  hasFormula: boolean;
}

interface Read {
  readonly text: string;
  readonly isNumber: boolean;
}

const NOTHING: Read = { text: '', isNumber: false };

const isText = ({ type, value }: Cell): boolean => value !== undefined && (type === 's' || type === 'inlineStr' || type === 'str');

export class SheetListener implements XmlListener {
  readonly #parts: Parts;
  readonly #workbook: Workbook;
  readonly #begin: Begin;
  readonly #text: RichText;
  #rows: TypedRow[] = [];
  #row = 0;
  #column = 0;
  #cell: Cell | undefined;
  #cells: Cell[] = [];
  #isInRow = false;
  #isValue = false;
  #isInline = false;
  #wanted: Wanted | undefined;
  /** For each column of the sheet, the index among the wanted ones. */
  #slots = new Map<number, number>();
  hasHeader = false;
  /** Nothing more is wanted. */
  isDone = false;

  constructor(parts: Parts, workbook: Workbook, begin: Begin) {
    this.#parts = parts;
    this.#workbook = workbook;
    this.#begin = begin;
    this.#text = new RichText(parts);
  }

  takeRows(): TypedRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.isDone) return;
    if (name === 'row') this.#openRow(attributes['r']);
    else if (name === 'c') this.#openCell(attributes);
    else if (this.#cell !== undefined) {
      if (name === 'v') {
        this.#isValue = true;
        this.#cell.value = '';
      } else if (name === 'f') this.#cell.hasFormula = true;
      else if (name === 'is') {
        this.#isInline = true;
        this.#text.begin();
      } else if (this.#isInline) this.#text.open(name);
    }
  }

  text(text: string): void {
    if (this.#cell === undefined) return;
    if (this.#isInline) this.#text.add(text);
    else if (this.#isValue) {
      this.#cell.value = (this.#cell.value ?? '') + text;
      if (this.#cell.value.length > MOST_CHARACTERS) throw this.#parts.damaged();
    }
  }

  close(name: string): void {
    if (this.isDone) return;
    if (name === 'v') this.#isValue = false;
    else if (name === 'is') {
      this.#isInline = false;
      if (this.#cell !== undefined) this.#cell.value = this.#text.whole;
    } else if (this.#isInline) this.#text.close(name);
    else if (name === 'c' && this.#cell !== undefined) {
      this.#cells.push(this.#cell);
      this.#cell = undefined;
    } else if (name === 'row') this.#closeRow();
  }

  #openRow(number: string | undefined): void {
    const row = number === undefined ? this.#row + 1 : Number(number);
    if (this.#isInRow || !Number.isInteger(row) || row <= this.#row || row > MOST_ROWS) throw this.#parts.damaged();
    this.#row = row;
    this.#column = 0;
    this.#cells = [];
    this.#isInRow = true;
  }

  #openCell({ r, t = 'n', s = '0' }: Readonly<Record<string, string>>): void {
    const column = r === undefined ? this.#column + 1 : this.#columnOf(r);
    if (!this.#isInRow || this.#cell !== undefined || column <= this.#column || column > MOST_COLUMNS) throw this.#parts.damaged();
    this.#column = column;
    this.#cell = { column, type: t, style: Number(s), value: undefined, hasFormula: false };
  }

  /** `C5` in row 5 is 3. */
  #columnOf(reference: string): number {
    const [, letters = '', row = ''] = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(reference) ?? [];
    if (Number(row) !== this.#row) throw this.#parts.damaged();
    return Array.from(letters).reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0);
  }

  #closeRow(): void {
    this.#isInRow = false;
    const isEmpty = this.#cells.every(({ value, hasFormula }) => (value ?? '').trim() === '' && !hasFormula);
    if (this.hasHeader) this.#addRow(isEmpty);
    else if (!isEmpty) this.#readHeader();
  }

  #readHeader(): void {
    this.hasHeader = true;
    const headers: string[] = [];
    for (const cell of this.#cells) headers[cell.column - 1] = this.#read(cell).text;
    this.#wanted = this.#begin(Array.from({ length: headers.length }, (_, i) => headers[i] ?? ''), this.#row);
    if (this.#wanted === undefined) this.isDone = true;
    else this.#slots = new Map([...this.#wanted.indices, ...this.#wanted.beside].map((index, slot) => [index + 1, slot]));
  }

  #addRow(isEmpty: boolean): void {
    const { columns, beside } = this.#wanted ?? { columns: [], beside: [] };
    const cells = new Array<string>(columns.length + beside.length).fill('');
    const numbers = new Array<boolean>(columns.length).fill(false);
    for (const cell of this.#cells) {
      const slot = this.#slots.get(cell.column);
      if (slot === undefined || (slot >= columns.length && !isText(cell))) continue;
      const { text, isNumber } = this.#read(cell, columns[slot] ?? '');
      cells[slot] = text;
      numbers[slot] = isNumber;
    }
    this.#rows.push({ line: this.#row, cells, numbers, isEmpty });
  }

  #read({ type, style, value, hasFormula }: Cell, column?: string): Read {
    const position = { file: this.#parts.file, row: this.#row, ...(column === undefined ? {} : { column }) };
    if (value === undefined) {
      if (hasFormula) throw invalid(position, 'the result of the formula is not in the file', 'Open the file in the spreadsheet program, let it calculate, and save it.');
      return NOTHING;
    }
    switch (type) {
      case 's':
        return { text: this.#sharedText(value, position), isNumber: false };
      case 'inlineStr':
        return { text: value, isNumber: false };
      case 'str':
        return { text: unescaped(value), isNumber: false };
      case 'b':
        return { text: isOn(value.trim()) ? 'true' : 'false', isNumber: false };
      case 'd':
        return { text: value.trim(), isNumber: false };
      case 'e':
        throw invalid(position, 'the cell shows an error of its formula', 'Correct the formula, or empty the cell.');
      default:
        return value.trim() === '' ? NOTHING : this.#number(value.trim(), style, position);
    }
  }

  #sharedText(index: string, position: CellPosition): string {
    const text = /^\d{1,9}$/.test(index.trim()) ? this.#workbook.texts[Number(index)] : undefined;
    if (text === undefined) throw invalid(position, 'the text of the cell is not in the file', 'The file is damaged: open it in the spreadsheet program and save it again.');
    return text;
  }

  #number(written: string, style: number, position: CellPosition): Read {
    if (!/^[-+]?[\d.]+(?:[eE][-+]?\d+)?$/.test(written)) throw invalid(position, 'the cell holds no number, though the file says so', 'The file is damaged: open it in the spreadsheet program and save it again.');
    const value = Number(written);
    if (this.#workbook.isDate[style] === true) {
      const date = dateOfSerial(value, this.#workbook.from1904);
      if (date === undefined) throw invalid(position, 'the cell has the format of a date and is none that a calendar has', 'Correct the cell, or give it another format.');
      return { text: date, isNumber: false };
    }
    const plain = Math.abs(value) < MOST_EXACT ? plainDouble(value) : undefined;
    if (plain === undefined) throw invalid(position, 'the number has more digits than a spreadsheet keeps: it may be another one already', 'Format the cells as text before the numbers are typed or pasted in.');
    return { text: plain, isNumber: true };
  }
}
