import { hasUnicode } from './unicode.js';

const SIGNS: Readonly<Record<string, string>> = {
  '’': "'", '‘': "'", '‚': "'", '“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '…': '...', '–': '-', '—': '-', '−': '-', '→': '->', '←': '<-', '•': '*', '·': '.', '×': 'x', '÷': '/', '±': '+/-',
  '²': '^2', '³': '^3', '≤': '<=', '≥': '>=', '≠': '!=', '≈': '~', '✓': 'ok', '✔': 'ok', '✗': 'x', '✘': 'x', '─': '-', '│': '|', '█': '#', '\u00a0': ' ', '\u2009': ' ', '\u202f': ' ',
};
/** Signs that the table may hold, and frames of tables. Letters stay: a console without them has no other way to show a name. */
const BEYOND = /[\u00a0\u00ab\u00b1\u00b2\u00b3\u00b7\u00bb\u00d7\u00f7\u2000-\u206f\u2190-\u22ff\u2500-\u259f\u2713-\u2718]/gu;
const FRAME = /[\u2500-\u257f]/u;

/** The text with quotation marks, dashes, arrows and frames of ASCII in place of others. */
export function inAscii(text: string): string {
  return text.replace(BEYOND, (sign) => SIGNS[sign] ?? (FRAME.test(sign) ? '+' : sign));
}

/** The text as this stream shows it: ASCII signs at a console that has no others. What goes into a file or a pipe stays as it is. */
export function signsFor(text: string, { isTTY }: { readonly isTTY?: boolean }, isUnicode = hasUnicode()): string {
  return isTTY === true && !isUnicode ? inAscii(text) : text;
}
