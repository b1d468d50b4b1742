import anyAscii from 'any-ascii';

/** A cell's part of a key, or why it gives none, in words that do not show it and fit after "the cell is". */
export type CellRead = { readonly part: string } | { readonly problem: string };

const PLAIN = /^[\x20-\x7e]*$/;
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\ufe00-\ufe0f]/gu;
/** How users tell spreadsheets to take digits for text: ="0612345678", '0612345678. */
const KEPT_AS_TEXT = /^=?"([^"]*)"$|^'(?=\S)/;
/** What spreadsheets make of a long number: only its first digits are left. */
const ROUNDED = /^\d[.,]\d+E\+\d+$/i;

export const ROUNDED_NUMBER = { problem: 'a number that a spreadsheet has rounded, as in 1.23E+11: its last digits are lost' } as const;

/** In NFKC, without invisible characters and what spreadsheets put around; digits of any script as 0 to 9. Letters keep their case. */
export function plainText(cell: string): string {
  const text = PLAIN.test(cell) ? cell : cell.normalize('NFKC').replace(UNSEEN, '').replace(/\p{Nd}/gu, digit).replace(/[\p{Z}\s]+/gu, ' ').normalize('NFKC');
  return keptAsText(text.trim()).trim();
}

/** Without what tells a spreadsheet to leave a cell as it is. */
export function keptAsText(text: string): string {
  return text.replace(KEPT_AS_TEXT, '$1');
}

function digit(char: string): string {
  return char <= '9' ? char : anyAscii(char);
}

export function isRounded(text: string): boolean {
  return ROUNDED.test(text);
}

/** Whole numbers that a program has written with a decimal: 1234567890.0. */
export function withoutDecimal(text: string): string {
  return /^\d{5,}\.0$/.test(text) ? text.slice(0, -2) : text;
}

const ALIKE = 'АВЕІКМНОРСТУХЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ';
const LATIN = 'ABEIKMHOPCTYXJSABEZHIKMNOPTYX';

/** Capital letters and digits alone. Letters of Cyrillic and Greek that look like a Latin one become that one, because nobody sees which was typed. */
export function lettersAndDigits(text: string): string {
  const bare = text.toUpperCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
  return PLAIN.test(bare) ? bare : Array.from(bare.normalize('NFD'), (char) => LATIN[ALIKE.indexOf(char)] ?? char).join('').normalize('NFC');
}
