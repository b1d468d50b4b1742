import type { Clause } from '../library/agreements.js';
import { page } from './terminal/pager.js';
import { toUser } from './terminal/screen.js';

const WIDTH = 78;
const NARROWEST = 40;

/** Lays out an agreement's clauses for a page of 80 columns, or a terminal that is narrower. */
export function layOut(clauses: readonly Clause[]): string {
  const terminal = process.stderr.isTTY ? process.stderr.columns : WIDTH;
  const width = Math.max(NARROWEST, Math.min(WIDTH, terminal > 0 ? terminal : WIDTH));
  return clauses.map(({ heading, lines }) => [heading.toUpperCase(), ...lines.map((line) => wrap(line, width))].join('\n')).join('\n\n');
}

/** Shows what is to be approved, a long one page by page: then it resolves to true, and the user may not have read to the end. */
export async function readOut(text: string, { isQuiet = false, signal }: { readonly isQuiet?: boolean; readonly signal?: AbortSignal | undefined } = {}): Promise<boolean> {
  const isPaged = !isQuiet && (await page(text, { stream: process.stderr, signal }));
  if (!isPaged) toUser(`\n${text}\n\n`);
  return isPaged;
}

/** A word longer than a line is broken here, and not by the terminal, which would begin it at the margin as a heading begins. */
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
  for (const word of text.slice(blanks.length).split(' ').flatMap((each) => pieces(each, room))) {
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

/** How much further in the lines after the first stand: of a program's line so far that none looks like a line of its own. */
function hangOf(text: string, indent: string): number {
  if (indent.length >= 4 && !/^[-·] /.test(text)) return 8;
  return /^[-·] /.test(text) ? 2 : /^\d+\. /.test(text) ? 3 : 0;
}
