import type { Clause } from '../library/agreements.js';
import { page } from './terminal/pager.js';
import type { Remarks } from './terminal/remarks.js';
import { unbroken } from '../unbroken.js';
import { sayBelow, toUser } from './terminal/screen.js';

const WIDTH = 78;
const NARROWEST = 40;
const ROWS_OF_A_QUESTION = 6;

/** Lays out an agreement's clauses for a page of 80 columns, or for a narrower terminal. */
export function layOut(clauses: readonly Clause[]): string {
  const terminal = process.stderr.isTTY ? process.stderr.columns : WIDTH;
  const width = Math.max(NARROWEST, Math.min(WIDTH, terminal > 0 ? terminal : WIDTH));
  return clauses.map(({ heading, lines }) => [heading.toUpperCase(), ...lines.map((line) => wrap(line, width))].join('\n')).join('\n\n');
}

export interface ReadOutOptions {
  readonly isQuiet?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** What is said meanwhile. It appears below the page, and once more above the question that follows. */
  readonly remarks?: Remarks | undefined;
}

/**
 * Shows what is to be approved, page by page if it is long. Resolves to true if a part of it may be out of sight: the user left it early, or it is longer than
 * the screen.
 */
export async function readOut(text: string, { isQuiet = false, signal, remarks }: ReadOutOptions = {}): Promise<boolean> {
  const hear = remarks?.listen(sayBelow);
  const isPaged = !isQuiet && (await page(text, { stream: process.stderr, signal }));
  hear?.();
  if (!isPaged && signal?.aborted !== true) toUser(`\n${text}\n\n`);
  return isPaged || (process.stderr.isTTY && text.split('\n').length > process.stderr.rows - ROWS_OF_A_QUESTION);
}


/** A word longer than a line is broken here, and not by the terminal, which would begin it at the margin as it begins a heading. */
function pieces(word: string, length: number): string[] {
  const letters = Array.from(word);
  const count = Math.max(1, Math.ceil(letters.length / length));
  return Array.from({ length: count }, (_, i) => letters.slice(i * length, (i + 1) * length).join(''));
}

/** Blanks before the first word indent the whole paragraph. */
function wrap(text: string, width: number): string {
  const [blanks = ''] = /^ */.exec(text) ?? [];
  const indent = blanks.slice(0, width / 4);
  const hang = indent + ' '.repeat(hangOf(text.slice(blanks.length), indent));
  const room = width - 2 - hang.length;
  const lines: string[] = [];
  let line = '';
  for (const word of unbroken(text.slice(blanks.length)).flatMap((each) => pieces(each, room))) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.map((each, i) => `  ${i === 0 ? indent : hang}${each}`.trimEnd()).join('\n');
}

/** How much further in the later lines begin: for a program's line so far that none looks like a line of its own. */
function hangOf(text: string, indent: string): number {
  if (indent.length >= 4 && !/^[-·] /.test(text)) return 8;
  return /^[-·] /.test(text) ? 2 : /^\d+\. /.test(text) ? 3 : 0;
}
