import type { Clause } from '../session/agreement/describe.js';

const WIDTH = 78;

/** Lays out an agreement's clauses for a terminal or a page of 80 columns. */
export function layOut(clauses: readonly Clause[]): string {
  return clauses.map(({ heading, lines }) => [heading.toUpperCase(), ...lines.map((line) => wrap(line))].join('\n')).join('\n\n');
}

/** A word longer than a line is broken here, and not by the terminal, which would begin it at the margin as a heading begins. */
function pieces(word: string): string[] {
  const letters = Array.from(word);
  const count = Math.max(1, Math.ceil(letters.length / (WIDTH - 2)));
  return Array.from({ length: count }, (_, i) => letters.slice(i * (WIDTH - 2), (i + 1) * (WIDTH - 2)).join(''));
}

function wrap(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap(pieces)) {
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
