/**
 * The one way to standard output and standard error. What a person reads before approving must not be able to rearrange itself: documents of others are
 * checked when they are read, and here once more, whatever they are printed by. Lint forbids `process.stdout.write` everywhere else.
 */

/** Controls but for line end and tab, marks of direction, separators of lines and paragraphs, and halves of characters. */
const UNSEEN = /(?![\n\t])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Zl}|\p{Zp}|\p{Cs}/gu;

/** The text with everything that moves a cursor or turns a line around shown as what it is: `\u{1b}`. */
export function printable(text: string): string {
  return text.replace(UNSEEN, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

/** For the result. */
export function toOutput(text: string): void {
  process.stdout.write(printable(text));
}

/** For everything else that is said. */
export function toUser(text: string): void {
  process.stderr.write(printable(text));
}

/** JSON is read by programs, and has escapes of its own: as it is. */
export function jsonToOutput(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
