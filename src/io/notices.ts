/** What is noticed about a party's own file while it is read: for people a sentence, for scripts a code. It says where, and never what a cell holds. */
export interface Notice {
  readonly code: NoticeCode;
  /** The agreement's name of the column; null if the notice is not about a column. */
  readonly column: string | null;
  /** The first physical lines, ascending; none if the notice is not about lines. */
  readonly lines: readonly number[];
  /** A sentence. */
  readonly message: string;
}

/** Code → when it is given. Scripts depend on the codes, so they stay. docs/csv.md lists them. */
export const NOTICES = {
  ENCODING_RECOGNISED: 'the file is UTF-16, which its first bytes show',
  ENCODING_DOUBTFUL: 'another encoding than the one given makes likelier words',
  GARBLED_TEXT: 'cells look as if a program had read them in a wrong encoding',
  LOST_CHARACTERS: 'cells hold marks that programs write for letters that they cannot',
  MIXED_SCRIPTS: 'words hold letters of several scripts',
  CONTROL_CHARACTERS: 'cells hold control characters or private ones',
  END_MARK: 'the file ends with Ctrl-Z, which is left out',
  HEADER_DIFFERS: 'a header is not quite the name of the column',
  BLANK_LINES: 'blank lines are skipped',
  EMPTY_ROWS: 'rows with nothing in any cell are skipped',
  NO_ROWS: 'the file has a header and no rows',
  EMPTY_CELLS: 'empty cells are skipped, or taken as zero',
  SMALL_PERCENTAGES: 'no percentage of a program’s column is above 1 %, as if they were fractions of 1',
  TOTAL_ROW: 'rows seem to hold the totals of others',
  UNUSABLE_ROWS: 'rows make no key, and so are not tested',
  PARTIAL_ROWS: 'rows make only some of the keys',
  ODD_DATES: 'dates of another calendar, or such as programs write where they know none',
  ODD_PHONES: 'many phone numbers are of no range that their country uses',
  UNUSABLE_CELLS: 'cells of a column make no part of a key, for one reason',
  DUPLICATE_ROWS: 'rows make the same keys as rows before',
} as const;

/** What kind of thing was noticed about a file. */
export type NoticeCode = keyof typeof NOTICES;

/** The number of lines that one notice names. */
const MOST_LINES = 5;

/** Counts where something occurs, and keeps the first lines. */
export class LineTally {
  #count = 0;
  readonly #lines: number[] = [];

  add(line: number): void {
    this.#count++;
    if (this.#lines.length < MOST_LINES) this.#lines.push(line);
  }

  get count(): number {
    return this.#count;
  }

  get lines(): readonly number[] {
    return this.#lines;
  }

  /** "(line 4)", "(lines 2, 3, 4, 5, 6, …)". */
  get inWords(): string {
    return linesInWords(this.#count, this.#lines);
  }
}

/** `lines`: the first of this many. */
export function linesInWords(count: number, lines: readonly number[]): string {
  return `(${count === 1 ? 'line' : 'lines'} ${lines.join(', ')}${count > lines.length ? ', …' : ''})`;
}
