/** What is noticed about a file's rows as keys. */
import type { KeyColumn, RowParts } from '../../linkage/index.js';
import { TextCheck } from '../csv/index.js';
import { LineTally, type Notice } from '../notices.js';
import { OddDates } from './odd-dates.js';
import { OddPhones } from './odd-phones.js';
import { inWords, ProblemCount, type ColumnProblem } from './problems.js';

/** Counted row by row. */
export class KeyNotices {
  readonly #file: string;
  readonly #problems: ProblemCount;
  readonly #text: TextCheck;
  readonly #unusable = new LineTally();
  readonly #partial = new LineTally();
  readonly #dates: OddDates;
  readonly #phones: OddPhones;
  #rows = 0;

  constructor(file: string, columns: readonly KeyColumn[]) {
    this.#file = file;
    this.#problems = new ProblemCount(columns);
    this.#dates = new OddDates(file, columns);
    this.#phones = new OddPhones(file, columns);
    this.#text = new TextCheck(file, columns.map(({ name }) => name));
  }

  /** `keys`: how many keys the row makes. */
  add(row: RowParts, keys: number, cells: readonly string[], line: number): void {
    this.#text.add(cells, line);
    this.#dates.add(row.parts, line);
    this.#phones.add(row.parts, line);
    this.#rows += 1;
    if (!row.parts.includes('')) return;
    this.#problems.add(row, cells, line);
    if (keys === 0) this.#unusable.add(line);
    else this.#partial.add(line);
  }

  /** A row of plain values, all of the kind exact: there is nothing to notice about it. */
  addPlain(): void {
    this.#rows += 1;
  }

  get problems(): readonly ColumnProblem[] {
    return this.#problems.problems;
  }

  /** `unusable`: the rows counted here, and rows whose keys were all taken out since others of the file have them. */
  notices({ unusable, duplicates }: { unusable: number; duplicates: number }): Notice[] {
    const notices: Notice[] = [];
    const about = (code: Notice['code'], lines: readonly number[], what: string): void => void notices.push({ code, column: null, lines, message: `${this.#file}: ${what}.` });
    if (unusable > 0) about('UNUSABLE_ROWS', this.#unusable.lines, `${rowsMake(unusable, 'no key')}, since a part of it is empty or unusable: ${unusable === 1 ? 'it is' : 'they are'} not tested`);
    if (this.#partial.count > 0) about('PARTIAL_ROWS', this.#partial.lines, `${rowsMake(this.#partial.count, 'only some of the keys')}, since a part is empty or unusable`);
    for (const problem of this.problems) notices.push({ code: 'UNUSABLE_CELLS', column: problem.column, lines: problem.lines, message: `${this.#file}, ${inWords(problem)}.` });
    if (duplicates > 0) about('DUPLICATE_ROWS', [], rowsMake(duplicates, 'the same keys as rows before'));
    return [...notices, ...this.#dates.notices(this.#rows), ...this.#phones.notices(), ...this.#text.notices];
  }
}

function rowsMake(rows: number, what: string): string {
  return rows === 1 ? `1 row makes ${what}` : `${rows} rows make ${what}`;
}
