import { describe, expect, it } from 'vitest';
import { emptyMember } from '../../src/language/evaluate/home.js';
import { evaluateProgram } from '../../src/language/evaluate/run.js';
import type { Row, Value } from '../../src/language/evaluate/value.js';
import { rational } from '../../src/language/numbers/rational.js';
import { planOf } from '../../src/language/plan/plan.js';
import { resultBlocks } from '../../src/language/results-blocks.js';
import { wordsOfProgram } from '../../src/language/words/program.js';
import { english } from '../../src/texts/en/index.js';
import { checkedProgram } from './fixtures.js';

const HEAD = 'tally 1\nanalysis "x"\ngroup labs of 3..9\nfrom each of labs, at most 90 rows as trials:\n    kind: one of "a", "b"\n    x: 0..9\n';
const TABLE = 'table t by kind of trials:\n    n = count()\n    s = sum(x)\n';
const HIDE = 'reveal t to everyone\n    hide where n < 4, counts shown\n';

/** `rows`: of each member, how many rows of kind a and of kind b it has, all with x = 1. */
function ran(lines: string, rows: readonly (readonly [a: number, b: number])[]) {
  const { checked } = checkedProgram(HEAD + lines);
  const members = rows.map(([a, b]) => {
    const made = (kind: string, count: number) => Array.from({ length: count }, (): Row => new Map<string, Value>([['kind', kind], ['x', rational(1n)]]));
    return { ...emptyMember(), rows: new Map([['trials', [...made('a', a), ...made('b', b)]]]) };
  });
  const names = new Map([['labs', ['North', 'South', 'Harbour', 'Field'].slice(0, rows.length)]]);
  const { values } = evaluateProgram(checked, { members: new Map([['labs', members]]), parameters: new Map(), lists: new Map() }, names, { makeKey: () => undefined, watch: undefined });
  return { values, lines: resultBlocks(checked, values, (number) => number, english.program.hidden).flatMap((block) => (block.kind === 'line' ? [block.text] : [])) };
}

const A = (more: object) => ({ kind: 'a', ...more });
const B = (more: object) => ({ kind: 'b', ...more });

describe('a party shuts what is too small without its own rows', () => {
  it('a cell, and only that one, by name and with the reason', () => {
    // Of 5 rows of kind a, 3 are left without those of North; of 6 of kind b, 4 are left without those of anybody.
    const { values, lines } = ran(TABLE + HIDE, [[2, 2], [1, 2], [1, 1], [1, 1]]);
    expect(values['t']).toMatchObject({ rows: [A({ hidden: true, by: ['North'] }), B({ n: '6', s: '6' })] });
    expect(lines).toContain('Shut by North, since the condition hides them without its own rows: a.');
  });

  it('with a line that says what a hidden cell looks like, where there is one', () => {
    const legend = '· hidden by a condition of the program';
    expect(ran(TABLE + HIDE, [[2, 2], [1, 2], [1, 1], [1, 1]]).lines).toContain(legend);
    expect(ran(TABLE + HIDE, [[4, 4], [4, 4], [4, 4], [4, 4]]).lines).not.toContain(legend);
  });

  it('names all who shut it, and nobody where the counts shut it', () => {
    expect(ran(TABLE + HIDE, [[2, 1], [2, 1], [1, 1]]).values['t']).toMatchObject({ rows: [A({ hidden: true, by: ['North', 'South'] }), { kind: 'b', hidden: true }] });
    expect(JSON.stringify(ran(TABLE + HIDE, [[2, 1], [2, 1], [1, 1]]).values).match(/"by"/g)).toHaveLength(1);
  });

  it('a party without rows shuts nothing', () => {
    expect(ran(TABLE + HIDE, [[4, 0], [0, 4], [0, 0]]).values['t']).toMatchObject({ rows: [A({ by: ['North'] }), B({ by: ['South'] })] });
  });

  it('a column, and what follows from it', () => {
    const { values } = ran('table t by kind of trials:\n    n = count()\n    s = sum(x)\n    twice = s + s\nreveal t to everyone\n    hide s where n < 4, counts shown\n', [[2, 2], [1, 2], [1, 2]]);
    expect(values['t']).toMatchObject({ rows: [A({ n: '4', hidden: 's, twice', by: ['North', 'South', 'Harbour'] }), B({ n: '6', s: '6', twice: '12' })] });
  });

  it('a reveal under a condition, and what follows from it', () => {
    const lines = 'let n = count(trials)\nreveal s = sum(x of trials) to everyone only if n >= 6, counts shown\nreveal m = s / 2 rounded to 1 to everyone only if n >= 6, counts shown\n';
    const why = { value: null, why: 'rest', by: ['North'] };
    const found = ran(lines, [[3, 1], [1, 1], [1, 1]]);
    expect(found.values).toEqual({ s: why, m: why });
    expect(found.lines[0]).toBe('s: not revealed: North shut it, since the condition does not hold without its own rows');
    expect(ran(lines, [[1, 1], [1, 1], [1, 1]]).values['s']).toMatchObject({ by: ['North', 'South', 'Harbour'] });
    expect(ran(lines, [[1, 1], [2, 1], [1, 2]]).values['s']).toMatchObject({ why: 'rest', by: ['South', 'Harbour'] });
    expect(ran(lines, [[1, 1], [2, 1], [3, 3]]).values['s']).toMatchObject({ by: ['Harbour'] });
    expect(ran(lines, [[1, 0], [1, 1], [0, 2]]).values['s']).toEqual({ value: null, why: 'condition' });
    expect(ran(lines, [[2, 1], [2, 1], [2, 1]]).values['s']).toEqual({ value: '9' });
  });

  it('with every count without its own rows, where a condition is of several', () => {
    const lines = 'reveal s = sum(x of trials) to everyone only if count(trials where kind = "a") >= 3 and count(trials where kind = "b") >= 2, counts shown\n';
    expect(ran(lines, [[1, 1], [1, 1], [2, 1]]).values['s']).toMatchObject({ by: ['Harbour'] });
    expect(ran(lines, [[1, 2], [1, 0], [2, 1]]).values['s']).toMatchObject({ by: ['North', 'Harbour'] });
  });
});

describe('nothing is taken off', () => {
  it('contributors, whose limit is on parties', () => {
    expect(ran(`${TABLE}reveal t to everyone\n    hide where contributors() < 3, counts shown\n`, [[1, 1], [1, 1], [1, 1]]).values['t']).toMatchObject({ rows: [A({ n: '3', s: '3' }), B({ n: '3' })] });
  });

  it('cells of a table by party, each of which is of one party', () => {
    expect(ran('table t by party of trials:\n    n = count()\n    s = sum(x)\nreveal t to everyone\n    hide where n < 4, counts shown\n', [[2, 2], [3, 2], [1, 1]]).values['t']).toMatchObject({ rows: [{ n: '4', s: '4' }, { n: '5' }, { hidden: true }] });
  });

  it('where no sum depends on it, for the numbers are seen anyway', () => {
    const lines = `table t by kind of trials:\n    n = count()\n${HIDE}`;
    expect(ran(lines, [[4, 4], [0, 1], [0, 0]]).values['t']).toMatchObject({ rows: [A({ n: '4' }), B({ n: '5' })] });
    expect(planOf(checkedProgram(HEAD + lines).checked)).toMatchObject({ gates: [] });
  });
});

describe('a total is shut with the cells that it is of', () => {
  const rows = [[3, 2], [1, 2], [1, 2]] as const;
  const shut = { value: null, why: 'cells', by: ['North'], of: ['t'] };

  it('wherever it stands, and what follows from it', () => {
    const { values, lines } = ran(`reveal whole = sum(x of trials) to everyone\nreveal n2 = count(trials) to everyone\nreveal m = whole / n2 rounded to 0.1 to everyone\n${TABLE}${HIDE}reveal mean2 = mean(x of trials) rounded to 0.1 to everyone\n`, rows);
    expect(values).toMatchObject({ whole: shut, n2: { value: '11' }, m: shut, mean2: shut, t: { rows: [A({ hidden: true, by: ['North'] }), B({ n: '6' })] } });
    expect(lines[0]).toBe('whole: not revealed: a total over the rows of t, where cells are shut, some by North');
  });

  it('also where the counts alone shut the cell', () => {
    expect(ran(`reveal whole = sum(x of trials) to everyone\n${TABLE}${HIDE}`, [[1, 2], [1, 2], [1, 2]]).values['whole']).toEqual({ value: null, why: 'cells', of: ['t'] });
    expect(ran(`reveal whole = sum(x of trials) to everyone\n${TABLE}${HIDE}`, [[2, 2], [2, 2], [2, 2]]).values['whole']).toEqual({ value: '12' });
  });

  it('a cell of a table with fewer keys, with those in it alone', () => {
    const lines = `table fine by kind, x of trials:\n    n = count()\n    s = sum(x)\ntable rough by kind of trials:\n    r = sum(x)\nreveal rough to everyone\nreveal fine to everyone\n    hide where n in 1..3, counts shown\n`;
    const { values, lines: said } = ran(lines, [[3, 2], [1, 3], [0, 3]]);
    // Of kind a one cell has 4 rows, of which 1 is left without North’s; of kind b it has 8.
    expect(values['rough']).toMatchObject({ rows: [A({ hidden: true, by: ['North', 'South'], of: ['fine'] }), B({ r: '8' })] });
    expect(said).toContain('Shut with cells of fine, which are over the same rows: a.');
  });

  it('where its condition is the table’s, written in another order', () => {
    const lines = `table t by kind of trials where x > 0:\n    n = count(where x < 5)\n    s = sum(x where x < 5)\n${HIDE}reveal w = sum(x of trials where x < 5 and x > 0) to everyone\nreveal v = sum(x of trials where x < 6 and x > 0) to everyone\n`;
    expect(ran(lines, rows).values).toMatchObject({ w: shut, v: { value: '11' } });
  });

  it('where a model is made of it', () => {
    expect(ran(`    is_a = kind = "a"\nmodel m of trials:\n    linear x on is_a\n${TABLE}${HIDE}reveal m to everyone\n`, rows).values['m']).toEqual(shut);
  });

  it('and its words say so', () => {
    const words = (lines: string) => wordsOfProgram(checkedProgram(HEAD + lines).checked).flatMap(({ items }) => items.map(({ text }) => text));
    const all = words(`${TABLE}${HIDE}reveal whole = sum(x of trials) to everyone\n`);
    expect(all).toContain('It is shut as well where a cell of 1 is hidden, since it is made of totals over the same rows.');
    expect(all).toContain('Each of the labs also shuts a cell where this would hide it without its own rows, and then nobody opens it.');
    expect(all.find((text) => text.startsWith('The number n'))).toMatch(/2 has totals over the same rows, which are shut with it/);
    expect(words(`${TABLE}reveal t to everyone\n`).join()).not.toMatch(/shut/);
  });
});
