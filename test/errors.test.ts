import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERRORS } from '../src/errors.js';

interface Row {
  readonly code: string;
  readonly exit: number;
  readonly what: string;
  readonly next: string;
}

const text = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8');

/** The rows of a table whose first cell matches. */
function rowsWhere(first: RegExp): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.slice(1, -1).split('|').map((cell) => cell.trim()))
    .filter(([cell = '']) => first.test(cell));
}

const documented: Row[] = rowsWhere(/^`[A-Z_]+`$/).map(([code = '', exit = '', what = '', next = '']) => ({ code: code.replaceAll('`', ''), exit: Number(exit), what, next }));

describe('docs/errors.md', () => {
  it('has every code of the source once, in the same order, and no other', () => {
    expect(documented.map(({ code }) => code)).toEqual(Object.keys(ERRORS));
  });

  it('gives each the exit code and meaning of the source', () => {
    const rows = documented.map(({ code, exit, what }) => [code, { exit, what }]);
    expect(Object.fromEntries(rows)).toEqual(ERRORS);
  });

  it('says for each what to do', () => {
    expect(documented.filter(({ next }) => next === '').map(({ code }) => code)).toEqual([]);
  });

  it('explains every exit code there is, and no other', () => {
    const explained = rowsWhere(/^\d+$/).map(([exit = '']) => Number(exit));
    const used = new Set([0, ...Object.values(ERRORS).map(({ exit }) => exit)]);
    expect(explained).toEqual([...used].sort((a, b) => a - b));
  });
});
