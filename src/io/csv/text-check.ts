/** Cells of text that no language writes so: signs that the file was read in a wrong encoding, here or by a program before. */
import { LineTally, type Notice, type NoticeCode } from '../notices.js';
import { repaired } from './garbled.js';
import { mixesScripts } from './plausible.js';

interface Kind {
  readonly code: NoticeCode;
  readonly one: string;
  readonly several: string;
  /** The same for every file, because it never says what a cell holds. */
  readonly about: string;
  readonly test: (cell: string) => boolean;
}

const KINDS: readonly Kind[] = [
  {
    code: 'GARBLED_TEXT',
    one: 'cell looks',
    several: 'cells look',
    about: 'as if a program had read it in a wrong encoding, as MÃ¼ller or M³ller for Müller. Give the encoding that the file is in, or have it written anew',
    test: (cell) => SIGN_IN_WORD.test(cell) || repaired(cell) !== undefined,
  },
  {
    code: 'LOST_CHARACTERS',
    one: 'cell seems',
    several: 'cells seem',
    about: 'to have lost letters, which a program wrote as question marks. Have the file written anew in UTF-8',
    test: (cell) => /\ufffd|\p{L}\?\p{L}/u.test(cell),
  },
  {
    code: 'MIXED_SCRIPTS',
    one: 'cell holds',
    several: 'cells hold',
    about: 'letters of several scripts in one word, such as a Cyrillic letter among Latin ones. Others who write the word in one script may not match it',
    test: (cell) => LATIN_WITHIN.test(cell) || isOfSeveral(cell) && cell.split(/[^\p{L}\p{M}]+/u).some(mixesScripts),
  },
  {
    code: 'CONTROL_CHARACTERS',
    one: 'cell holds',
    several: 'cells hold',
    about: 'control characters, or characters that only one program knows. Take them out, or give the encoding that the file is in',
    test: (cell) => /(?![\t\r\n])\p{Cc}|\p{Co}/u.test(cell),
  },
];

/** No language writes such signs between letters. The acute can mean an apostrophe. */
const SIGN_IN_WORD = /\p{L}(?![$+<=>^`|~\u00b4])[\p{S}\p{No}\u00a1\u00a7\u00b6\u00bf\u2020-\u2022\u2026\u2030]\p{L}/u;

/** An example is M眉ller, which is Müller read as Chinese. */
const LATIN_WITHIN = /[\p{Script=Han}\p{Script=Katakana}\p{Script=Hangul}]\p{Ll}|\p{Ll}[\p{Script=Han}\p{Script=Hangul}]/u;

/** Cells that need no look: ASCII without controls, and without the question mark. */
const PLAIN = /^[\t\r\n\x20-\x3e\x40-\x7e]*$/;

function isOfSeveral(cell: string): boolean {
  return /\p{Script=Latin}/u.test(cell) ? /(?!\p{Script=Latin})\p{L}/u.test(cell) : /[\u0370-\u03ff]/.test(cell) && /[\u0400-\u052f]/.test(cell);
}

export class TextCheck {
  readonly #file: string;
  readonly #columns: readonly string[];
  /** For each column, for each kind. */
  readonly #tallies: readonly (readonly LineTally[])[];

  constructor(file: string, columns: readonly string[]) {
    this.#file = file;
    this.#columns = columns;
    this.#tallies = columns.map(() => KINDS.map(() => new LineTally()));
  }

  /** The cells of a row, in the order of the columns; those beyond them are not looked at. */
  add(cells: readonly string[], line: number): void {
    for (let column = 0; column < this.#columns.length; column++) {
      const cell = cells[column] ?? '';
      if (PLAIN.test(cell)) continue;
      KINDS.forEach(({ test }, kind) => {
        if (test(cell)) this.#tallies[column]?.[kind]?.add(line);
      });
    }
  }

  get notices(): Notice[] {
    return this.#columns.flatMap((column, i) =>
      KINDS.flatMap(({ code, one, several, about }, kind) => {
        const tally = this.#tallies[i]?.[kind];
        if (tally === undefined || tally.count === 0) return [];
        return [{ code, column, lines: tally.lines, message: `${this.#file}, column "${column}": ${tally.count} ${tally.count === 1 ? one : several} ${about} ${tally.inWords}.` }];
      }),
    );
  }
}
