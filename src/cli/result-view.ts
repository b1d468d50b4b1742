import type { Agreement } from '../library/agreements.js';
import { operationOf } from '../library/operations.js';
import type { Block, Cell } from '../library/sessions.js';
import { cleaned, english, grouped, type Texts } from '../library/text.js';
import { chartsOf } from './chart.js';
import { drawn } from './terminal/draw.js';
import { fittedTo } from './terminal/fit.js';
import { table, textTable } from './terminal/table.js';
import { hasUnicode } from './terminal/unicode.js';

/** More rows than this are printed as they come, in lines, because a table measures all of them first. */
const MOST_TABLE_ROWS = 1000;
const MOST_CELL_CHARS = 200;
const USUAL_COLUMNS = 80;
export const NO_CHART = 'none';

/** The form that `result` has in what --json prints. */
export function resultJson(agreement: Agreement, result: object): object {
  return operationOf(agreement).result.json(agreement, result);
}

/** The result as people read it, in pieces, from what --json prints about it. */
export function* resultText(agreement: Agreement, json: object, texts: Texts = english, chart?: string): Generator<string> {
  const { result } = operationOf(agreement);
  for (const block of blocksOf(agreement, json, texts)) yield* blockText(block, chart);
  for (const line of result.warnings(agreement, json, texts)) yield `${fittedTo(line, process.stdout)}\n`;
}

/** A translation begins with what it is. */
export function* blocksOf(agreement: Agreement, json: object, texts: Texts): Generator<Block> {
  for (const text of texts.result.preface) yield { kind: 'line', text };
  yield* operationOf(agreement).result.view(agreement, json, texts);
}

/** @param chart the column to draw at a terminal, or `none`. */
export function* blockText(block: Block, chart?: string): Generator<string> {
  yield* blockLines(block);
  yield* drawing(block, chart);
}

/** At a terminal alone: whoever reads a file or a pipe reads the table. */
function* drawing(block: Block, column: string | undefined): Generator<string> {
  const { isTTY, columns } = process.stdout;
  if (!isTTY || column === NO_CHART) return;
  for (const each of chartsOf(block, column)) {
    const lines = drawn(each, { columns: columns > 0 ? columns : USUAL_COLUMNS, isUnicode: hasUnicode() });
    if (lines.length > 0) yield `${lines.join('\n')}\n\n`;
  }
}

function* blockLines(block: Block): Generator<string> {
  switch (block.kind) {
    case 'line':
      yield `${fittedTo(block.text, process.stdout)}\n`;
      break;
    case 'numbers':
      yield `${table(block.head, block.rows.map((row) => row.map(cellText)))}\n`;
      break;
    case 'texts':
      yield* textsText(block);
      break;
  }
}

function cellText(cell: Cell): string {
  return typeof cell === 'string' ? cell : grouped(cell.number);
}

function* textsText({ head, count, rows }: Extract<Block, { kind: 'texts' }>): Generator<string> {
  if (count <= MOST_TABLE_ROWS) {
    yield `${textTable(head, [...rows].map(cleanedRow))}\n`;
    return;
  }
  yield `${head.join('\t')}\n`;
  for (const row of rows) yield `${cleanedRow(row).join('\t')}\n`;
}

/** What the other side wrote, and what a file holds, must not steer the terminal. */
function cleanedRow(row: readonly string[]): string[] {
  return row.map((cell) => cleaned(cell, MOST_CELL_CHARS));
}
