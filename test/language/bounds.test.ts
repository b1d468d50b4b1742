import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { framed } from '../../src/language/explain/frame.js';
import { format } from '../../src/language/format/format.js';
import { readProgram } from '../../src/language/read.js';
import { parse } from '../../src/language/syntax/parser.js';
import { shape } from '../../src/language/syntax/tree.js';
import { NAMES, problemsOf, textOfProgram } from './fixtures.js';

const runs = { numRuns: Number(process.env['MPC_FUZZ_RUNS'] ?? 300) };

/** Pieces of programs, in any order: often nearly right, seldom right. */
const WORDS = [
  ...'and or not if then else where of in is by to as yes no each everyone rounded otherwise up down given empty count sum mean min max median sd correlation largest_part contributors rank key bands ln power years step place at'.split(' '),
  ...'stays swaps hospitals Bank Bureau Bank.cutoff ward smoker age days bmi phone number admitted beds swaps.known total'.split(' '),
  ...'0 1 2 10 0.01 80% 1_000_000 "surgery" "x" 2026-01-01 2026-11 + - * / = <> < <= > >= ( ) , : . ..'.split(' '),
];
const soup = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 14 }).map((words) => words.join(' '));

/** Expressions by the grammar, whatever their kinds: most are ill-typed. */
const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie('expression');
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('age', 'smoker', 'ward', 'bmi', 'phone', 'number', 'admitted', '3', '0.5', '"surgery"', '2024-01-01', 'yes', 'Bank.cutoff', 'stays', 'count(stays)'),
      fc.tuple(inner, fc.constantFrom('+', '-', '*', '/', '=', '<>', '<', '>=', 'and', 'or'), inner).map(([a, sign, b]) => `(${a} ${sign} ${b})`),
      inner.map((a) => `(not ${a})`),
      inner.map((a) => `(-${a})`),
      inner.map((a) => `(${a} is given)`),
      fc.tuple(inner, inner).map(([a, b]) => `(${a} otherwise ${b})`),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `(if ${a} then ${b} else ${c})`),
      inner.map((a) => `(${a} rounded to 0.1)`),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `(${a} in ${b}..${c})`),
      fc.tuple(fc.constantFrom('count', 'sum', 'mean', 'min', 'max', 'median', 'sd', 'largest_part', 'contributors', 'distinct', 'abs', 'sqrt', 'ln', 'exp', 'year', 'key', 'bands', 'running_sum'), inner, fc.constantFrom('', ' of stays', ' of swaps', ' of hospitals'), fc.option(inner)).map(([f, a, of, where]) => `${f}(${a}${of}${where === null ? '' : ` where ${where}`})`),
    ),
  };
});

describe('whatever is written, the answer is a program or errors with places', () => {
  const check = (text: string) => {
    const { checked, problems } = readProgram(text);
    expect(checked === undefined).toBe(problems.length > 0);
    const lines = text.split('\n');
    for (const { code, line, column, message } of problems) {
      expect(code).toMatch(/^E\d{3}$/);
      expect(message).not.toBe('');
      expect(line).toBeGreaterThan(0);
      expect(line).toBeLessThanOrEqual(lines.length + 1);
      expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
    }
    return checked !== undefined;
  };

  it('words in any order', () => {
    fc.assert(fc.property(soup, fc.constantFrom('let x = ', '', 'reveal x = ', 'table t by '), (words, start) => void check(framed(start + words, 'body'))), runs);
  });

  it('expressions of any kinds', () => {
    let right = 0;
    fc.assert(
      fc.property(expression, (text) => {
        if (check(framed(`let x = count(stays where ${text})`, 'body'))) right++;
        if (check(framed(`let x = ${text}`, 'body'))) right++;
        if (check(framed(`x = ${text}`, 'rows'))) right++;
      }),
      runs,
    );
    expect(right).toBeGreaterThan(0);
  });

  it('programs with a piece cut out, doubled or changed', () => {
    const damaged = fc.tuple(fc.constantFrom(...NAMES), fc.nat(), fc.nat(12), fc.string({ maxLength: 3 })).map(([name, at, length, put]) => {
      const text = textOfProgram(name);
      const from = at % text.length;
      return text.slice(0, from) + put + text.slice(from + length);
    });
    fc.assert(fc.property(damaged, (text) => void check(text)), runs);
  });

  it('any text at all', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void check(`tally 1\nanalysis "x"\n${text}`)), runs);
  });

  it('what is right stays the same program when it is formatted', () => {
    fc.assert(
      fc.property(expression, (text) => {
        const program = framed(`let x = count(stays where ${text})`, 'body');
        if (readProgram(program).checked === undefined) return;
        const formatted = format(program);
        expect(format(formatted)).toBe(formatted);
        expect(shape(parse(formatted).program)).toBe(shape(parse(program).program));
      }),
      { ...runs, numRuns: runs.numRuns * 2 },
    );
  });
});

describe('sizes are bounded before work is done', () => {
  const small = 'tally 1\nanalysis "Example"\nparties Anna, Ben\nfrom Anna:\n    x: 0..9\n';

  it.each([
    ['parentheses', (n: number) => `${'('.repeat(n)}Anna.x${')'.repeat(n)}`],
    ['not', (n: number) => `${'not '.repeat(n)}(Anna.x > 1)`],
    ['signs', (n: number) => `${'-'.repeat(n)}Anna.x`],
    ['choices', (n: number) => `${'if Anna.x > 1 then 1 else '.repeat(n)}2`],
    ['sums', (n: number) => `1${' + 1'.repeat(n)}`],
    ['conditions', (n: number) => `Anna.x > 1${' and Anna.x > 1'.repeat(n)}`],
    ['values', (n: number) => `Anna.x in (1${', 1'.repeat(n)})`],
  ])('%s', (_, make) => {
    const problems = problemsOf(`${small}let y = ${make(2100)}\nreveal z = Anna.x > 1 to Ben\n`);
    expect(problems.map(({ code }) => code)).toEqual(['E019']);
  });

  it('a text of more than 64 KiB is not read', () => {
    expect(problemsOf('('.repeat(1_000_000)).map(({ code }) => code)).toEqual(['E008']);
  });

  it('a number of any length is not reckoned with', () => {
    expect(problemsOf(`${small}let y = Anna.x + 1${'0'.repeat(50_000)}\nreveal z = Anna.x > 1 to Ben\n`).map(({ code }) => code)).toEqual(['E040']);
  });

  it('programs as large as they may be are read, and the largest number of problems ends the list', () => {
    const field = (i: number) => `    field_with_a_rather_long_name_${i}: 0.00..500_000.00 unit "EUR a year"\n`;
    const fields = Array.from({ length: 190 }, (_, i) => field(i)).join('');
    const columns = Array.from({ length: 190 }, (_, i) => `    column_${i} = sum(field_with_a_rather_long_name_${i} where field_with_a_rather_long_name_${i} > ${i} and kind = "a")\n`).join('');
    const tables = Array.from({ length: 2 }, (_, t) => `table t${t} by kind of staff:\n${columns.replaceAll('column_', `t${t}_column_`)}`).join('');
    const text = `tally 1\nanalysis "Large"\ngroup g of 3..64\nfrom each of g, at most 1_000_000 rows as staff:\n    kind: one of "a", "b"\n${fields}${tables}reveal t0 to everyone\n    hide where t0_column_1 < 3\n`;
    const padded = `${text}${'# '.padEnd(100, 'x')}\n`.concat(`# ${'y'.repeat(64)}\n`.repeat(Math.max(0, Math.floor((65_000 - text.length) / 67))));
    expect(Buffer.byteLength(padded)).toBeGreaterThan(55_000);
    expect(problemsOf(padded)).toEqual([]);
  });
});
