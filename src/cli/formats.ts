/** Results in forms for other programs and documents. Each block is a table or a sentence. */
import { csvWriter, foreign } from '../library/data.js';
import type { Block, Cell } from '../library/sessions.js';
import type { Format } from './format-names.js';
import { htmlPage, htmlTable, paragraph } from './html.js';
import { markdown } from './markdown.js';

/** What is printed, and what is said in addition. */
export interface Shown {
  readonly title: string;
  /** Of the sentences. */
  readonly language: string;
  readonly blocks: Iterable<Block>;
  /** What must be known before anybody relies on the result. */
  readonly warnings: readonly string[];
}

/** In pieces. Under csv, sentences go to `beside`, because a table has no room for them. */
export function* formatted(format: Exclude<Format, 'table'>, { title, language, blocks, warnings }: Shown, beside: (text: string) => void): Generator<string> {
  switch (format) {
    case 'csv': {
      yield* csvOf(blocks, beside);
      for (const line of warnings) beside(line);
      break;
    }
    case 'jsonl':
      yield* jsonLines(blocks);
      for (const warning of warnings) yield `${JSON.stringify({ warning })}\n`;
      break;
    case 'md':
      for (const block of blocks) yield* markdownOf(block);
      for (const line of warnings) yield `> ${markdown(line)}\n\n`;
      break;
    case 'html':
      yield htmlPage(title, [...[...blocks].map(htmlBlock), ...warnings.map((line) => paragraph(line, 'warning'))], { language });
      break;
  }
}

export function htmlBlock(block: Block): string {
  if (block.kind === 'line') return paragraph(block.text);
  return htmlTable(block.head, textRows(block), block.kind === 'numbers', block.kind === 'numbers' ? (block.look?.keys ?? 1) : 1);
}

export function textRows(block: Exclude<Block, { kind: 'line' }>): string[][] {
  return [...block.rows].map((row: readonly Cell[]) => row.map(plainCell));
}

function plainCell(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.number;
}

function* csvOf(blocks: Iterable<Block>, beside: (text: string) => void): Generator<string> {
  const line = csvWriter({ delimiter: ',', lineEnd: '\n' });
  let isFirst = true;
  for (const block of blocks) {
    if (block.kind === 'line') {
      beside(block.text);
      continue;
    }
    if (!isFirst) yield '\n';
    isFirst = false;
    yield line(block.head.map(foreign));
    // A number may begin with a minus sign, and is no formula.
    for (const row of block.rows as Iterable<readonly Cell[]>) yield line(row.map((cell) => (typeof cell === 'string' ? foreign(cell) : cell.number)));
  }
}

function* jsonLines(blocks: Iterable<Block>): Generator<string> {
  let table = 0;
  for (const block of blocks) {
    if (block.kind === 'line') {
      yield `${JSON.stringify({ text: block.text })}\n`;
      continue;
    }
    table++;
    // Rows are arrays, because two columns can have one name.
    for (const row of block.rows as Iterable<readonly Cell[]>) yield `${JSON.stringify({ table, columns: block.head, row: row.map(plainCell) })}\n`;
  }
}

function* markdownOf(block: Block): Generator<string> {
  if (block.kind === 'line') {
    yield `${markdown(block.text)}\n\n`;
    return;
  }
  const isNumber = (i: number): boolean => block.kind === 'numbers' && i > 0;
  yield `| ${block.head.map(markdown).join(' | ')} |\n|${block.head.map((_, i) => (isNumber(i) ? ' ---: ' : ' --- ')).join('|')}|\n`;
  for (const row of block.rows as Iterable<readonly Cell[]>) yield `| ${row.map((cell) => markdown(plainCell(cell))).join(' | ')} |\n`;
  yield '\n';
}
