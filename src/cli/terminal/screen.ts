/**
 * The one way to standard output and standard error. What a person reads before approving must not be able to rearrange itself. Documents of others are
 * checked when they are read, and here once more, whatever prints them. Lint forbids `process.stdout.write` everywhere else.
 */

import { signsFor } from './ascii.js';
import { fitted, fittedTo } from './fit.js';

/** Controls except line end and tab, marks of direction, separators of lines and paragraphs, and halves of characters. */
const UNSEEN = /(?![\n\t])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Zl}|\p{Zp}|\p{Cs}/gu;

/** The text, with everything that moves a cursor or turns a line around shown as an escape: `\u{1b}`. */
export function printable(text: string): string {
  return text.replace(UNSEEN, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

/** For the result. */
export function toOutput(text: string): void {
  process.stdout.write(signsFor(printable(text), process.stdout));
}

/** For everything else that is said; at a terminal, lines break between words. */
export function toUser(text: string): void {
  process.stderr.write(fittedTo(signsFor(printable(text), process.stderr), process.stderr));
}

/** Programs read JSON, which has escapes of its own, so it is written unchanged. */
export function jsonToOutput(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** For what cannot wait while another program has the screen. It goes into the row of the cursor, which that program writes anew by itself. */
export function sayBelow(text: string): void {
  const shown = signsFor(printable(text), process.stderr);
  const [row = ''] = fitted(shown, Math.max(20, process.stderr.columns - 1));
  process.stderr.write(`\r\u001b[K${row === shown ? row : `${row} ${signsFor('…', process.stderr)}`}`);
}
