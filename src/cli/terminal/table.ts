import { createRequire } from 'node:module';
import type CliTable from 'cli-table3';
import { inAscii } from './ascii.js';
import { hasUnicode } from './unicode.js';

/** The frame for consoles that have nothing beyond ASCII. */
const PLAIN = { top: '-', 'top-mid': '+', 'top-left': '+', 'top-right': '+', bottom: '-', 'bottom-mid': '+', 'bottom-left': '+', 'bottom-right': '+', left: '|', 'left-mid': '+', mid: '-', 'mid-mid': '+', right: '|', 'right-mid': '+', middle: '|' };

const require = createRequire(import.meta.url);

/** A table for people to read. Cells from the second column on are numbers and are aligned to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return laidOut(head, rows, (column) => (column === 0 ? 'left' : 'right'));
}

/** A table whose cells are texts. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return laidOut(head, rows, () => 'left');
}

function laidOut(head: readonly string[], rows: readonly (readonly string[])[], align: (column: number) => 'left' | 'right'): string {
  const isPlain = process.stdout.isTTY && !hasUnicode();
  const shown = (cells: readonly string[]) => cells.map((cell) => (isPlain ? inAscii(cell) : cell));
  // Loaded only for people: scripts read JSON, and start sooner without it.
  const Table = require('cli-table3') as typeof CliTable;
  const out = new Table({
    head: shown(head),
    colAligns: head.map((_, i) => align(i)),
    style: { head: [], border: [] },
    ...(isPlain ? { chars: PLAIN } : {}),
  });
  out.push(...rows.map((row) => shown(row)));
  const text = out.toString();
  return isTooWide(text) ? stacked(head, rows) : text;
}

/** A terminal would break the lines of such a table anywhere, and nobody could read it. */
function isTooWide(text: string): boolean {
  const { isTTY, columns } = process.stdout;
  return isTTY && columns > 0 && text.split('\n', 1).some((line) => Array.from(line).length > columns);
}

/** Each row in lines of its own: the column's name, and the cell after it. */
export function stacked(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const width = Math.max(...head.map((name) => Array.from(name).length));
  return rows.map((row) => head.map((name, i) => `${name}${' '.repeat(width - Array.from(name).length)}  ${row[i] ?? ''}`.trimEnd()).join('\n')).join('\n\n');
}
