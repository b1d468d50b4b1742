import { afterEach, describe, expect, it } from 'vitest';
import { stacked, table, textTable } from '../../src/cli/terminal/table.js';

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

const linesOf = (text: string): string[] => text.split('\n');

describe('a table of numbers', () => {
  it('has numbers on the right and texts on the left', () => {
    expect(linesOf(table(['day', 'type', 'n'], [['1', 'burglary', '22'], ['1', 'assault', '·'], ['1', 'traffic', '1 026']]))).toEqual([
      '┌─────┬──────────┬───────┐',
      '│ day │ type     │     n │',
      '├─────┼──────────┼───────┤',
      '│ 1   │ burglary │    22 │',
      '├─────┼──────────┼───────┤',
      '│ 1   │ assault  │     · │',
      '├─────┼──────────┼───────┤',
      '│ 1   │ traffic  │ 1 026 │',
      '└─────┴──────────┴───────┘',
    ]);
  });

  it.each([[10, 23], [11, 15]])('of %i rows has %i lines', (rows, count) => {
    const text = linesOf(table(['a', 'b'], Array.from({ length: rows }, (_, i) => [`r${i}`, String(i)])));
    expect(text).toHaveLength(count);
    expect([text[0]?.[0], text[2]?.[0], text.at(-1)?.[0]]).toEqual(['┌', '├', '└']);
    expect(text.filter((line) => line.startsWith('│'))).toHaveLength(rows + 1);
  });
});
