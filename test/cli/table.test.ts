import { afterEach, expect, it } from 'vitest';
import { stacked, textTable } from '../../src/cli/terminal/table.js';

const { isTTY, columns } = process.stdout;
afterEach(() => Object.assign(process.stdout, { isTTY, columns }));
const at = (width: number | undefined) => Object.assign(process.stdout, { isTTY: width !== undefined, columns: width });

const HEAD = ['row', 'surname'];
const ROWS = [['2', 'x'.repeat(70)], ['3', 'Ødegård']];

it('puts the cells of a row below each other where the table is wider than the terminal, and cuts none', () => {
  at(80);
  expect(textTable(HEAD, ROWS)).toContain('│');
  at(60);
  expect(textTable(HEAD, ROWS)).toBe(stacked(HEAD, ROWS));
  expect(stacked(HEAD, ROWS)).toBe(`row      2\nsurname  ${'x'.repeat(70)}\n\nrow      3\nsurname  Ødegård`);
  at(undefined);
  expect(textTable(HEAD, ROWS)).toContain('│');
});
