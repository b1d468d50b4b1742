import { unbroken } from '../../unbroken.js';
import type { Section } from './items.js';

const WIDTH = 78;

/** Sections for a terminal or a file: headings in capitals, paragraphs two in, lists further, nothing wider than 78 columns. */
export function textOf(sections: readonly Section[]): string {
  return sections.map(({ heading, items }) => [heading.toUpperCase(), ...items.flatMap(({ indent, text }) => wrapped(text, ['  ', '    ', '     '][indent] ?? '  '))].join('\n')).join('\n\n');
}

/** Lines of one paragraph; what follows the first of a list's item or a numbered one stands further in. */
export function wrapped(text: string, margin: string, width = WIDTH): string[] {
  const hang = margin + (text.startsWith('- ') ? '  ' : /^\d+\. /.test(text) ? '   ' : '');
  const lines: string[] = [];
  let line = margin;
  for (const word of unbroken(text)) {
    const isFirst = line.trim() === '';
    if (!isFirst && line.length + 1 + word.length > width) {
      lines.push(line);
      line = hang + word;
    } else line += isFirst ? word : ` ${word}`;
  }
  return [...lines, line];
}
