import { linesInWords, LineTally } from '../notices.js';
import { NO_VALUE, whyUnusable, type KeyColumn, type RowParts } from '../../linkage/index.js';

/** Why cells of a column make no part of a key, so that the user can correct them; never what they hold. */
export interface ColumnProblem {
  readonly column: string;
  readonly reason: string;
  /** Rows of the file. */
  readonly rows: number;
  /** The first physical lines. */
  readonly lines: readonly number[];
}

/** Problems that are counted separately: there are few reasons, and as many columns as a key has. */
const MOST_PROBLEMS = 100;

/** Counts what is wrong with the rows of a file, column by column. */
export class ProblemCount {
  readonly #columns: readonly KeyColumn[];
  readonly #problems = new Map<string, { column: string; reason: string; tally: LineTally }>();

  /** `columns`: in the form in which the file writes them. */
  constructor(columns: readonly KeyColumn[]) {
    this.#columns = columns;
  }

  /** Counts a row of which a part is ''. */
  add({ parts, placeholders }: RowParts, cells: readonly string[], line: number): void {
    this.#columns.forEach((column, i) => {
      if (parts[i] !== '') return;
      const reason = placeholders?.includes(i) === true ? NO_VALUE : whyUnusable(cells[i] ?? '', column);
      const key = `${i} ${reason}`;
      let known = this.#problems.get(key);
      if (known === undefined) {
        if (this.#problems.size >= MOST_PROBLEMS) return;
        known = { column: column.name, reason, tally: new LineTally() };
        this.#problems.set(key, known);
      }
      known.tally.add(line);
    });
  }

  get problems(): ColumnProblem[] {
    return [...this.#problems.values()].map(({ column, reason, tally: { count, lines } }) => ({ column, reason, rows: count, lines }));
  }
}

/** `column "born": 12 cells are not a date as YYYY-MM-DD (lines 2, 3, 4, 5, 6, …)`. */
export function inWords({ column, reason, rows, lines }: ColumnProblem): string {
  return `column "${column}": ${rows === 1 ? '1 cell is' : `${rows} cells are`} ${reason} ${linesInWords(rows, lines)}`;
}
