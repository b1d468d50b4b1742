import type { Agreement } from '../library/agreements.js';
import { operationOf } from '../library/operations.js';
import type { Block, Cell } from '../library/sessions.js';
import { cleaned, english, grouped, type Texts } from '../library/text.js';
import { fittedTo } from './terminal/fit.js';
import { table, textTable } from './terminal/table.js';

/** More rows than this are printed as they come, in lines, because a table measures all of them first. */
const MOST_TABLE_ROWS = 1000;
const MOST_CELL_CHARS = 200;

/** The form that `result` has in what --json prints. */
export function resultJson(agreement: Agreement, result: object): object {
  return operationOf(agreement).result.json(agreement, result);
}

/** The result as people read it, in pieces, from what --json prints about it. */
export function* resultText(agreement: Agreement, json: object, texts: Texts = english): Generator<string> {
  const { result } = operationOf(agreement);
  for (const block of blocksOf(agreement, json, texts)) yield* blockText(block);
  for (const line of result.warnings(agreement, json, texts)) yield `${fittedTo(line, process.stdout)}\n`;
}

/** A translation begins with what it is. */
export function* blocksOf(agreement: Agreement, json: object, texts: Texts): Generator<Block> {
  for (const text of texts.result.preface) yield { kind: 'line', text };
  yield* operationOf(agreement).result.view(agreement, json, texts);
}

export function* blockText(block: Block): Generator<string> {
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
