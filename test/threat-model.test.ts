import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Files that a name stands for; `*` stands for any part of a file's name. None has no tests in it. */
function testsOf(name: string): string[] {
  const folder = join(ROOT, dirname(name));
  const pattern = new RegExp(`^${basename(name).replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
  const files = existsSync(folder) ? readdirSync(folder).filter((each) => pattern.test(each)) : [];
  return files.filter((each) => /^\s*(?:it|test)(?:\.[a-z]+)*\(/m.test(readFileSync(join(folder, each), 'utf8')));
}

/** Of a page's tables with tests in the last column: each row's first cell, and the names of files in the last; without a folder of its own one lies where the one before does. */
function rowsOf(page: string, column: RegExp, root: string): { who: string; last: string; names: string[] }[] {
  const tables = readFileSync(join(ROOT, 'docs', page), 'utf8').split(/\n\n+/).filter((block) => column.test(block.split('\n')[0] ?? ''));
  return tables.flatMap((table) => table.split('\n').slice(2).filter((row) => row.startsWith('|'))).map((row) => {
    const cells = row.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim());
    const last = cells.at(-1) ?? '';
    let folder = '';
    const names = [...last.matchAll(/`([\w./*-]+\.test\.ts)`/g)].map(([, name = '']) => {
      if (name.includes('/')) folder = dirname(name);
      return join(root, name.includes('/') ? name : join(folder, name));
    });
    return { who: cells[0] ?? '', last, names };
  });
}

const MODEL = rowsOf('threat-model.md', /\| tests \|$/, '');
const ATTACKS = rowsOf('attacks.md', /\| test or reason \|$/, 'test');

describe('the threat model', () => {
  it('has the tables that are looked at here', () => {
    expect(MODEL.length).toBeGreaterThan(25);
    expect(ATTACKS.length).toBeGreaterThan(60);
  });

  it('names a test in each line, or says that nothing stands against it', () => {
    // T holders may open when they like: there is no mechanism, and so no test.
    expect(MODEL.filter(({ last, names }) => names.length === 0 && !last.startsWith('the same')).map(({ who }) => who)).toEqual(['**T holders of a sealed result**']);
    expect(ATTACKS.filter(({ last }) => last === '')).toEqual([]);
  });

  it('names files, and no whole folders', () => {
    expect(MODEL.flatMap(({ names }) => names).filter((name) => name.includes('*'))).toEqual([]);
  });

  it.each([['threat-model.md', MODEL], ['attacks.md', ATTACKS]] as const)('names tests that there are: %s', (_, rows) => {
    const missing = rows.flatMap(({ who, names }) => names.filter((name) => testsOf(name).length === 0).map((name) => `${who}: ${name}`));
    expect(missing).toEqual([]);
  });
});
