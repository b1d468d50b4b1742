import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { titlesIn } from './support/test-titles.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (name: string) => readFileSync(join(ROOT, 'docs', name), 'utf8');
const cellsOf = (row: string) => row.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim());
const isRow = (line: string) => line.startsWith('|') && !/^\|[-| ]+\|$/.test(line);
const oneLine = (text: string) => text.replace(/\s+/g, ' ');

/** Texts under headings, by the headings above them. */
function sectionsOf(page: string, depth: 2 | 3): Map<string, string> {
  const sections = new Map<string, string>();
  let [chapter, name] = ['', ''];
  for (const line of page.split('\n')) {
    const [, marks = '', heading = ''] = /^(#{2,3}) (.*)$/.exec(line) ?? [];
    if (marks.length === 2) chapter = name = heading;
    else if (marks.length === 3 && depth === 3) name = `${chapter}: ${heading}`;
    else sections.set(name, `${sections.get(name) ?? ''}${line}\n`);
  }
  return sections;
}

/** What the table of one section on the page of tests says: each line of the model, and what shows it. */
function shownIn(section: string): { line: string; shown: string }[] {
  return section.split('\n').filter(isRow).slice(1).map(cellsOf).map(([line = '', shown = '']) => ({ line, shown }));
}

/** Each file that a cell names, with titles in it: `file`: “title”, “another”. */
function testsIn(shown: string): { file: string; title: string }[] {
  const names = [...shown.matchAll(/`(test\/[\w./-]+\.test\.ts)`((?:[:,] “[^”]+”)*)/g)];
  return names.flatMap(([, file = '', titles = '']) => {
    const named = [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title);
    return (named.length === 0 ? [''] : named).map((title) => ({ file, title }));
  });
}

/** The promises of a cell: what stands between semicolons and between sentences, but for what stands in brackets. */
function promisesOf(cell: string): string[] {
  const promises = [''];
  let depth = 0;
  for (const part of cell.split(/(?<=; |\. (?=[A-Z]))|(?=[()])/)) {
    promises.push((promises.pop() ?? '') + part);
    depth += part.startsWith('(') ? 1 : part.startsWith(')') ? -1 : 0;
    if (depth === 0 && /[;.] $/.test(part)) promises.push('');
  }
  return promises.map((each) => each.replace(/;? $/, ''));
}

/** Paragraphs, points and rows of a section without tables of promises. */
function blocksOf(section: string): string[] {
  return section.split(/\n\n+/).flatMap((part) => (part.startsWith('|') ? part.split('\n').filter(isRow).slice(1) : part.split(/\n(?= *- )/))).map(oneLine).filter((block) => block.trim() !== '');
}

const MODEL = sectionsOf(read('threat-model.md'), 2);
const TESTS = sectionsOf(read('threat-model-tests.md'), 3);
const NAMED = [...TESTS.values()].flatMap(shownIn);
const PROMISING = /^\| who \|/m;
/** No promise, so nothing to show. */
const WITHOUT_PROMISES = [''];

const titles = new Map<string, string[]>();
function titlesOf(file: string): string[] {
  if (!titles.has(file)) titles.set(file, existsSync(join(ROOT, file)) ? titlesIn(join(ROOT, file)) : []);
  return titles.get(file) ?? [];
}

describe('the threat model', () => {
  const rows = [...MODEL].flatMap(([chapter, section]) => (PROMISING.test(section) ? section.split('\n').filter(isRow).slice(1).map((row) => ({ chapter, cells: cellsOf(row) })) : []));

  it('is what is looked at here', () => {
    expect(rows.length).toBeGreaterThan(30);
    expect(NAMED.flatMap(({ shown }) => testsIn(shown)).length).toBeGreaterThan(200);
  });

  it.each(rows.map(({ chapter, cells }) => [`${chapter}: ${/\*\*(.*?)\*\*/.exec(cells[0] ?? '')?.[1] ?? ''}`, cells] as const))('has for each promise a test with its title: %s', (name, cells) => {
    const shown = shownIn(TESTS.get(name) ?? '');
    expect(shown.map(({ line }) => line)).toEqual(promisesOf(cells[2] ?? ''));
    for (const { shown: by } of shown) expect(testsIn(by)).not.toEqual([]);
  });

  const prose = [...MODEL].filter(([name, section]) => !PROMISING.test(section) && !WITHOUT_PROMISES.includes(name));

  it.each(prose)('is quoted from every paragraph, point and row: %s', (name, section) => {
    const quotes = shownIn(TESTS.get(name) ?? '').map(({ line }) => oneLine(line));
    const blocks = blocksOf(section);
    expect(blocks.filter((block) => !quotes.some((quote) => block.includes(quote)))).toEqual([]);
    expect(quotes.filter((quote) => !blocks.some((block) => block.includes(quote)))).toEqual([]);
  });

  it('says of each quoted line what shows it, or why nothing does', () => {
    expect(NAMED.filter(({ shown }) => testsIn(shown).length === 0 && !/^none: \w+ \w+/.test(shown))).toEqual([]);
  });

  it('has no section on the page of tests that the model has not', () => {
    const known = [...rows.map(({ chapter, cells }) => `${chapter}: ${/\*\*(.*?)\*\*/.exec(cells[0] ?? '')?.[1] ?? ''}`), ...prose.map(([name]) => name), ...rows.map(({ chapter }) => chapter), ''];
    expect([...TESTS.keys()].filter((name) => !known.includes(name))).toEqual([]);
  });

  it('names titles that are there, of tests that run', () => {
    const wrong = NAMED.flatMap(({ shown }) => testsIn(shown)).filter(({ file, title }) => (title.length < 12 && !titlesOf(file).includes(title)) || !titlesOf(file).some((each) => each.includes(title)));
    expect(wrong).toEqual([]);
  });
});

/** Test files that a name of docs/attacks.md stands for. */
function filesOf(last: string): string[] {
  let folder = '';
  return [...last.matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, name = '']) => {
    if (name.includes('/')) folder = dirname(name);
    return join('test', name.includes('/') ? name : join(folder, name));
  });
}

describe('the list of attacks', () => {
  const tables = read('attacks.md').split(/\n\n+/).filter((block) => /\| test or reason \|$/.test(block.split('\n')[0] ?? ''));
  const rows = tables.flatMap((table) => table.split('\n').filter(isRow).slice(1)).map(cellsOf).map((cells) => ({ attack: cells[0] ?? '', last: cells.at(-1) ?? '' }));

  it('is what is looked at here', () => {
    expect(rows.length).toBeGreaterThan(60);
  });

  it('names in each line a test that there is, or a reason', () => {
    expect(rows.filter(({ last }) => filesOf(last).length === 0 && !/^(accepted|reason|said|follows|outside|an \[admission)/.test(last)).map(({ attack }) => attack)).toEqual([]);
    expect(rows.flatMap(({ attack, last }) => filesOf(last).filter((file) => titlesOf(file).length === 0).map((file) => `${attack}: ${file}`))).toEqual([]);
  });
});

describe('what finds titles', () => {
  it('does not take a test that is skipped for one', () => {
    const here = titlesIn(fileURLToPath(import.meta.url));
    expect(here).toContain('does not take a test that is skipped for one');
    expect(here).toContain('has for each promise a test with its title: %s');
    const folder = join(ROOT, 'test', 'session', 'protocol');
    expect(readdirSync(folder).filter((name) => name.endsWith('.test.ts') && titlesIn(join(folder, name)).length === 0).map((name) => basename(name))).toEqual([]);
  });
});
