import { createRequire } from 'node:module';
import type CliTable from 'cli-table3';
import { inAscii } from './ascii.js';
import { hasUnicode } from './unicode.js';

/** The frame for consoles that have nothing beyond ASCII. */
const PLAIN = { top: '-', 'top-mid': '+', 'top-left': '+', 'top-right': '+', bottom: '-', 'bottom-mid': '+', 'bottom-left': '+', 'bottom-right': '+', left: '|', 'left-mid': '+', mid: '-', 'mid-mid': '+', right: '|', 'right-mid': '+', middle: '|' };

const require = createRequire(import.meta.url);

/** Rows from which on lines between them take more room than they help. */
const MOST_RULED = 10;
/** A number, with its unit perhaps, or a sign in place of one. */
const NUMERIC = /^(?:[<>≤≥~≈] ?)?[-+−]?\d|^[·–-]?$/;

/** A table for people to read. Numbers are aligned to the right from the second column on, and texts to the left. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return laidOut(head, rows, (column) => (column > 0 && rows.every((row) => NUMERIC.test(row[column] ?? '')) ? 'right' : 'left'));
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
  const text = rows.length > MOST_RULED ? withoutRules(out.toString()) : out.toString();
  return isTooWide(text) ? stacked(head, rows) : text;
}

/** Only the rule below the head stays. */
function withoutRules(text: string): string {
  const lines = text.split('\n');
  const rule = lines[2]?.[0] ?? '';
  return lines.filter((line, i) => i <= 2 || i === lines.length - 1 || !line.startsWith(rule)).join('\n');
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
