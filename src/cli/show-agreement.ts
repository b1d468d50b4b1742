import type { Clause } from '../session/agreement/describe.js';

const WIDTH = 78;
const NARROWEST = 40;

/** Lays out an agreement's clauses for a page of 80 columns, or a terminal that is narrower. */
export function layOut(clauses: readonly Clause[]): string {
  const terminal = process.stderr.isTTY ? process.stderr.columns : WIDTH;
  const width = Math.max(NARROWEST, Math.min(WIDTH, terminal > 0 ? terminal : WIDTH));
  return clauses.map(({ heading, lines }) => [heading.toUpperCase(), ...lines.map((line) => wrap(line, width))].join('\n')).join('\n\n');
}

function wrap(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width - 2) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.map((each) => `  ${each}`).join('\n');
}
