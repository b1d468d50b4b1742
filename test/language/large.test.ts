/** The largest programs, in the shapes that the benchmark measures: each is checked to its end, and what goes through a tree goes through each part once. */
import { describe, expect, it } from 'vitest';
import { LARGE_ERRORS, LARGE_PROGRAMS } from '../../bench/lib/large-programs.mjs';
import { MAX_PROBLEMS } from '../../src/language/fault.js';
import { readProgram } from '../../src/language/read.js';
import { parse } from '../../src/language/syntax/parser.js';
import { children, walk, type Expr } from '../../src/language/syntax/tree.js';

describe('programs of 64 KiB', () => {
  it.each(Object.entries(LARGE_PROGRAMS))('%s', (_, text) => {
    expect(readProgram(text).problems).toEqual([]);
  });

  it.each(Object.entries(LARGE_ERRORS))('with errors: %s', (_, text) => {
    const { problems } = readProgram(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(MAX_PROBLEMS);
  });

  it('a walk through a tree has every part once, each before those below it and in the order of the text', () => {
    const partsOf = (expr: Expr): Expr[] => [expr, ...children(expr).flatMap(partsOf)];
    for (const shape of ['deep choices', 'long expressions', 'deep nesting of calls']) {
      const { program } = parse(LARGE_PROGRAMS[shape] ?? '');
      const all = [...program.statements.flatMap((each) => ('value' in each && each.value ? [each.value] : [])), ...program.blocks.flatMap(({ lines }) => lines.flatMap((line) => (line.kind === 'derived' ? [line.value] : [])))];
      for (const expr of all.slice(0, 5)) {
        const parts = partsOf(expr);
        const walked = [...walk(expr)];
        expect([walked.length, walked.every((part, i) => part === parts[i])]).toEqual([parts.length, true]);
      }
    }
  });

  it('models have at most 10 000 sums together', () => {
    const models = (count: number) => {
      const names = Array.from({ length: 98 }, (_, i) => `x${i}`);
      const one = (i: number) => `model m${i} of staff:\n    linear y on ${names.join(', ')}\n`;
      return `tally 1\nanalysis "T"\ngroup g of 3..64\nfrom each of g, at most 9 rows as staff:\n    y, ${names.join(', ')}: 0..9\n${Array.from({ length: count }, (_, i) => one(i)).join('')}reveal n = count(staff) to everyone\n`;
    };
    expect(readProgram(models(1)).problems).toEqual([]);
    expect(readProgram(models(2)).problems.map(({ code }) => code)).toEqual(['E029']);
  });
});
