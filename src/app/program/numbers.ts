/** Numbers of a program's files, in the form in which the files write them: what `columnTotals` (io/csv/totals.ts) does for sums. */
import type { MpcError } from '../../errors.js';
import { hasTwoReadings, numberFormatOf, plainForm, plainNumber, positionOf, twoReadings, type CsvSource, type Evidence, type NumberFormat } from '../../io/csv/index.js';

/** The form of a program's cells: a percentage may be written as such. */
const PERCENT = /\s?%$/;

/** A file's own numbers show nothing about how its texts are written. */
const IGNORED: Evidence = { hasDecimals: true };

/** Cell by cell of one file. */
export class ProgramNumbers {
  readonly #source: CsvSource;
  readonly #format: NumberFormat;
  /** One for the whole file, because its writer wrote all its numbers in one way. */
  readonly #evidence: Evidence = { hasDecimals: false };
  /** The first cell that is two numbers until the file shows which one is meant. */
  #unsettled: MpcError | undefined;

  constructor(source: CsvSource) {
    this.#source = source;
    this.#format = numberFormatOf(source);
  }

  /** The number in units of its last decimal, if it is written in the usual way; otherwise NaN, and `plain` says more. `isOwn`: a number of the file's own types. */
  usual(cell: string, decimals: number, isOwn: boolean): number {
    return isOwn ? plainNumber(cell, decimals, false, IGNORED) : plainNumber(cell, decimals, this.#format.decimalComma, this.#evidence);
  }

  /** The cell with a decimal point and nothing between its digits, and how to read it then. A cell that is no number in the file's format stays as it is. */
  plain(cell: string, line: number, column: string): { readonly text: string; readonly decimalComma: boolean } {
    const [sign = ''] = PERCENT.exec(cell.trim()) ?? [];
    const number = cell.trim().slice(0, cell.trim().length - sign.length);
    const text = plainForm(number, this.#format);
    if (text === undefined) return { text: cell, decimalComma: this.#format.decimalComma };
    if (hasTwoReadings(number, this.#format, this.#evidence)) this.#unsettled ??= twoReadings(positionOf(this.#source, line, column), this.#format);
    return { text: text + sign, decimalComma: false };
  }

  /** Throws INPUT_INVALID for the first cell that could be read in two ways. */
  throwIfUnsettled(): void {
    if (this.#unsettled !== undefined && !this.#evidence.hasDecimals) throw this.#unsettled;
  }
}
