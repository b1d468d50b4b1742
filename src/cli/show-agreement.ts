import type { Clause } from '../session/agreement/describe.js';

const WIDTH = 78;

/** Lays out an agreement's clauses for a terminal or a page of 80 columns. */
export function layOut(clauses: readonly Clause[]): string {
  return clauses.map(({ heading, lines }) => [heading.toUpperCase(), ...lines.map((line) => wrap(line))].join('\n')).join('\n\n');
}

function wrap(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH - 2) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.map((each) => `  ${each}`).join('\n');
}
