import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MAX_PROBLEMS } from '../../src/language/fault.js';
import { EXPLANATIONS, explanationPage, explanationText, programAround } from '../../src/language/explain/index.js';
import { framed } from '../../src/language/explain/frame.js';
import { problemsOf } from './fixtures.js';

const SOURCES = fileURLToPath(new URL('../../src/language', import.meta.url));

function codesInSource(): Set<string> {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.startsWith('explain'));
  return new Set(files.flatMap((file) => [...readFileSync(join(SOURCES, file), 'utf8').matchAll(/'(E\d{3})'/g)].map(([, code = '']) => code)));
}

const small = 'tally 1\nanalysis "Example"\nparties Anna, Ben\nfrom Anna:\n    x: 0..9\n';

/** Programs that would fill pages, made here. */
const LARGE: Readonly<Record<string, string>> = {
  E008: `${small}${'# comment\n'.repeat(7000)}`,
  E019: `${small}reveal y = ${'('.repeat(70)}Anna.x${')'.repeat(70)} > 1 to Ben\n`,
  E029: `${small}${Array.from({ length: 200 }, (_, i) => `let v${i} = Anna.x + ${i}\n`).join('')}reveal y = v1 > 1 to Ben\n`,
};

it('every code of the source is explained, and no other', () => {
  expect(Object.keys(EXPLANATIONS).sort()).toEqual([...codesInSource()].sort());
});

describe.each(Object.entries(EXPLANATIONS))('%s', (code, explanation) => {
  const { wrong, right } = explanation;

  it('is what the wrong example has, at the place shown, with a remedy', async () => {
    const text = wrong === undefined ? LARGE[code] : programAround(wrong, explanation);
    const problems = problemsOf(text ?? '');
    expect([...new Set(problems.map((problem) => problem.code))]).toEqual([code]);
    const shown = problems.map(({ line, column, message, next }) => {
      const source = (text ?? '').split('\n')[line - 1] ?? '';
      return [...(source.length < 200 ? [source, `${' '.repeat(column - 1)}^`] : [`line ${line}, column ${column}`]), message, `→ ${next}`].join('\n');
    });
    expect(problems.every(({ message, next }) => message.endsWith('.') && (/[.…:)?]$/.test(next) || (code === 'E010' && next === '')))).toBe(true);
    await expect(`${shown.join('\n\n')}\n`).toMatchFileSnapshot(join('errors', `${code}.txt`));
  });

  it('is mended in the right example', () => {
    if (right !== undefined) expect(problemsOf(programAround(right, explanation))).toEqual([]);
  });

  it('is explained in plain words', () => {
    expect(explanationText(code, explanation)).toContain(explanation.story);
    expect(explanation.story).toMatch(/\.$/);
    expect(explanation.about).not.toMatch(/[.]$/);
  });
});

it('the page of errors in the documentation is made of these explanations', async () => {
  await expect(explanationPage()).toMatchFileSnapshot('../../docs/language/errors.md');
});

describe('several errors', () => {
  it('are reported in one go, in the order of the text, and the lines after a wrong one are read', () => {
    const text = `${small}let a = agge + 1\nlet b = Anna.x +\nlet c = Anna.x + "a"\nreveal d = Anna.x > 1 to Ben\n`;
    expect(problemsOf(text).map(({ code, line }) => [code, line])).toEqual([['E051', 6], ['E010', 7], ['E043', 8]]);
  });

  it('a name whose line is wrong is not complained about again', () => {
    expect(problemsOf(`${small}let a = Anna.x +\nlet b = a + 1\nreveal c = b > a to Ben\n`).map(({ code }) => code)).toEqual(['E010']);
  });

  it.each([
    ['of 3', 'A group says the fewest and the most members that it may have.', 'Write group labs of 3..3 for exactly 3, or 3..64 for more.'],
    ['of', 'Expected a whole number, found the end of the line.', undefined],
  ])('a group %s is one error: what is wrong follows from nothing else', (members, message, next) => {
    const problems = problemsOf(`tally 1\nanalysis "x"\n\ngroup labs ${members}\n\nfrom each of labs, at most 50 rows as tests:\n    age: 0..110\n\ntable t by age of tests:\n    n = count()\n\nreveal t to everyone\n    hide where n < 10, counts shown\n`);
    expect(problems).toMatchObject([{ line: 4, message: expect.stringContaining(message.slice(0, 15)) as unknown, ...(next === undefined ? {} : { next }) }]);
  });

  it('of a list with "and" say that it takes a comma', () => {
    expect(problemsOf(`${small}reveal d = Anna.x > 1 to Ben and Anna\n`)).toMatchObject([{ code: 'E010', next: 'Write a comma: to Ben, … .' }]);
  });

  it.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf'])('a function or statement %s, which every object of JavaScript has, is unknown as any other', (name) => {
    expect(problemsOf(`${small}reveal d = ${name}(Anna.x) to Ben\n`)).toMatchObject([{ code: 'E061', message: `There is no function "${name}".` }]);
    expect(problemsOf(`${small}${name} of Anna\n`)).toMatchObject([{ next: expect.stringContaining('Begin with party') as unknown }]);
  });

  it(`are at most ${MAX_PROBLEMS}`, () => {
    expect(problemsOf(`${small}${'let a = \n'.repeat(50)}`).length).toBe(MAX_PROBLEMS);
  });
});

describe('what a party works out at home', () => {
  const rows = (line: string) => `tally 1\nanalysis "Example"\nparties Anna, Ben\nfrom Ben:\n    limit: 0..9\nfrom Ben, at most 9 rows as known:\n    phone: code\n    k = key(phone)\nfrom Anna, at most 9 rows as calls:\n    x: 0..9\n    phone: code\n    k2 = key(phone)\n    ${line}\nreveal n = sum(x of calls) to Ben\n`;

  it.each(['keep where x < Ben.limit', 'keep where k2 in known.k', 'keep where x > 1 and not k2 in known.k', 'y = x + Ben.limit', 'y = k2 in known.k'])('never has a value of another party: %s', (line) => {
    expect(problemsOf(rows(line)).map((problem) => [problem.code, problem.line])).toEqual([['E072', 13]]);
  });

  it('has its own values and what is public', () => {
    expect(problemsOf(rows('keep where x < 5'))).toEqual([]);
    expect(problemsOf(rows('keep where yes'))).toEqual([]);
  });
});

describe('what would change nothing is refused, since the words could not say it', () => {
  const table = 'table t by ward of stays:\n    n = count()\n';

  it.each([
    ['a place among several values', 'let m = max(count(stays), 5, place 2)', 'E060'],
    ['a place among the cells of a table', `${table}let m = min(n of t, place 2)`, 'E060'],
    ['a value in a count of cells', `${table}let m = count(n of t where n > 3)`, 'E074'],
    ['a blank before a text', 'let m = count(stays where ward = " surgery")', 'E026'],
    ['a blank behind a text', 'let m = count(stays where ward = "surgery ")', 'E026'],
    ['two blanks in a text', 'let m = count(stays where phone starts with "0  31")', 'E026'],
  ])('%s', (_, lines, code) => {
    expect(problemsOf(framed(lines, 'body')).map((problem) => problem.code)).toEqual([code]);
  });

  it('and what does is not', () => {
    expect(problemsOf(framed(`${table}let a = count(t where n > 3)\nlet b = min(n of t)\nlet c = max(days of stays, place 2)\nlet d = count(stays where phone starts with "0 31")`, 'body'))).toEqual([]);
  });
});
