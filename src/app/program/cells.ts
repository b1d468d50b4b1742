/** Cells of a program's file by all rules of the program: what `readRows` does for every cell, and `fieldsOf` for those that are not written in the usual way. */
import type { Notice } from '../../io/notices.js';
import { readCell, type CellFormat } from '../../language/evaluate/cells.js';
import type { Value } from '../../language/evaluate/value.js';
import { readDate, type DateOrder } from '../../linkage/index.js';
import type { FieldOfFile, ProgramFile } from './file.js';
import { ProgramNumbers } from './numbers.js';
import { Percentages } from './percentages.js';
import { unfit, type Mended } from './unfit.js';

/** Of one file. */
export class ProgramCells {
  readonly numbers: ProgramNumbers;
  readonly percentages: Percentages;

  constructor(
    readonly source: ProgramFile,
    readonly lists: CellFormat['lists'],
    readonly mended: Mended,
  ) {
    this.numbers = new ProgramNumbers(source);
    this.percentages = new Percentages(source);
  }

  /** `isOwn`: whether it is a number of the file's own types. `number`: of the line. Throws INPUT_INVALID. */
  read({ line: { name: { text: name }, rules, type: { orEmpty } }, info: { type } }: FieldOfFile, cell: string, isOwn: boolean, number: number): { readonly value: Value; readonly isMended: boolean } {
    const order = type.kind === 'day' ? this.source.dateOrders?.get(name) : undefined;
    // A file's own numbers are written in one way, whatever is said about how its texts are written.
    const { text, decimalComma } = type.kind === 'number' && !isOwn ? this.numbers.plain(cell, number, name) : { text: order === undefined ? cell : isoDay(cell, order), decimalComma: false };
    const reading = readCell(text, type, rules, orEmpty, { decimalComma, lists: this.lists });
    if ('wrong' in reading) throw unfit(reading.wrong, { source: this.source, line: number, name, type, cell, isOwn });
    if (type.kind === 'number' && type.percent && !isOwn && /%\s*$/.test(cell)) this.percentages.sawSign(name);
    return { value: reading.value, isMended: reading.by !== 'cell' };
  }

  /** A cell of the column was mended by a rule of the program. */
  mend(name: string): void {
    const where = `${this.source.file}, column "${name}"`;
    this.mended.set(where, (this.mended.get(where) ?? 0) + 1);
  }

  /** At the end of the file. Throws INPUT_INVALID. */
  end(notices: Notice[] | undefined): void {
    this.numbers.throwIfUnsettled();
    notices?.push(...this.percentages.notices());
  }
}

/** A day as programs write it. A cell that is no date in that order stays as it is. */
export function isoDay(cell: string, order: DateOrder): string {
  const read = readDate(cell, order);
  return 'date' in read ? `${read.date.slice(0, 4)}-${read.date.slice(4, 6)}-${read.date.slice(6)}` : cell;
}
