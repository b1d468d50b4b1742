/** Every digit that NIST certifies, to nine at least, of the programs that the commands write. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ModelResult } from '../../src/language/evaluate/model-results.js';
import { anovaProgram } from '../../src/language/write/anova.js';
import { STATISTICS, statsProgram } from '../../src/language/write/stats.js';
import { regressProgram } from '../../src/language/write/regress.js';
import type { NumberColumn } from '../../src/language/write/records.js';
import { columnOf, results } from './files.js';
import { digits, namesIn, plain, simonAndLesage, strd, textOf } from './strd.js';

const NINE = 9;

describe('linear regression', () => {
  it.each(namesIn('linear'))('%s', (name) => {
    const { head, rows } = strd('linear', name);
    const certified = [...head.matchAll(/^ *B\d+ +(\S+) +(\S+) *$/gm)].map(([, estimate = '', error = '']) => [estimate, error] as const);
    const one = (pattern: RegExp): string => plain(pattern.exec(head)?.[1] ?? '');
    const variables = (rows[0]?.length ?? 0) - 1;
    const columns = ['y', ...Array.from({ length: variables }, (_, i) => `x${i + 1}`)].map((column, i) => columnOf(column, rows.map((row) => row[i] ?? '')));
    const [outcome, ...on] = columns as [NumberColumn, ...NumberColumn[]];
    let text = regressProgram({ columns, least: 3, maxRows: 1000, where: undefined, empty: 'refuse' }, { outcome, on, kind: 'linear', steps: 8 });
    const degree = certified.length - 1;
    if (variables === 1 && degree > 1) {
      // Powers are worked out at home, as the file of a party would have them: exact, or with as many decimals as fit.
      const decimals = Math.min(24, degree * (on[0]?.decimals ?? 0));
      const powers = Array.from({ length: degree - 1 }, (_, i) => `p${i + 2}`);
      const step = decimals === 0 ? '1' : `0.${'0'.repeat(decimals - 1)}1`;
      text = text.replace(/^( +)(x1: .*)$/m, `$1$2\n${powers.map((power, i) => `    ${power} = ${i === 0 ? 'x1' : (powers[i - 1] ?? '')} * x1 rounded to ${step}`).join('\n')}`).replace('linear y on x1', `linear y on x1, ${powers.join(', ')}`);
    }
    const found = results(text, rows.map((row) => Object.fromEntries(columns.map((column, i) => [column.name, row[i] ?? '']))));
    const { terms, fit } = found['model_of_rows'] as ModelResult;
    expect(terms?.length).toBe(certified.length);
    const agreeing = [
      ...certified.flatMap(([estimate, error], i) => [digits(terms?.[i]?.estimate ?? '', plain(estimate)), digits(terms?.[i]?.error ?? '', plain(error))]),
      digits(fit?.deviation ?? '', one(/Standard Deviation +(\S+)/)),
      digits(fit?.rSquared ?? '', one(/R-Squared +(\S+)/)),
    ];
    const f = /^Regression +\d+ +\S+ +\S+ +(\S+)/m.exec(head)?.[1] ?? 'Infinity';
    if (f === 'Infinity') expect(fit?.f).toBeNull();
    else agreeing.push(digits(fit?.f ?? '', plain(f)));
    expect(Math.min(...agreeing)).toBeGreaterThanOrEqual(NINE);
  });
});

describe('a line through the origin', () => {
  // The language's models have a constant. Without one, the sums of products and what follows from them are a program of one's own.
  const program = (decimals: string): string => `tally 1
analysis "A line through the origin"

group members of 3..3

from each of members, at most 100 rows as records:
    y: 0..1_000
    x: 0..1_000

reveal n = count(records) to everyone
reveal xx = sum(x * x of records) to everyone
reveal xy = sum(x * y of records) to everyone
reveal yy = sum(y * y of records) to everyone
reveal slope = xy / xx rounded to ${decimals} to everyone
reveal residual = sqrt(max((yy - xy * xy / xx) / (n - 1), 0)) rounded to ${decimals} to everyone
reveal error = sqrt(max((yy - xy * xy / xx) / (n - 1) / xx, 0)) rounded to ${decimals} to everyone
reveal r_squared = xy * xy / xx / yy rounded to ${decimals} to everyone
reveal f = xy * xy / xx / ((yy - xy * xy / xx) / (n - 1)) rounded to ${decimals} to everyone
`;
  const sets = {
    NoInt1: { x: [60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70], y: [130, 131, 132, 133, 134, 135, 136, 137, 138, 139, 140], slope: '2.07438016528926', error: '0.0165289256198347', residual: '3.56753034006338', r_squared: '0.999365492298663', f: '15750.25' },
    NoInt2: { x: [4, 5, 6], y: [3, 4, 4], slope: '0.727272727272727', error: '0.0420827318078432', residual: '0.369274472937998', r_squared: '0.993348115299335', f: '298.666666666667' },
  };
  it.each(Object.entries(sets))('%s', (_, { x, y, ...certified }) => {
    const found = results(program(`0.${'0'.repeat(17)}1`), x.map((cell, i) => ({ x: String(cell), y: String(y[i]) })));
    const agreeing = Object.entries(certified).map(([name, value]) => digits((found[name] as { value: string }).value, value));
    expect(Math.min(...agreeing)).toBeGreaterThanOrEqual(14);
  });
});

describe('univariate summaries', () => {
  it.each(namesIn('univariate'))('%s', (name) => {
    const { head, rows } = strd('univariate', name);
    const of = columnOf('y', rows.map(([y = '']) => y));
    const found = results(statsProgram({ columns: [of], least: 3, maxRows: 10_000, where: undefined, empty: 'refuse' }, { of: [of], by: [], statistics: STATISTICS }), rows.map(([y = '']) => ({ y })));
    const value = (key: string) => (found[key] as { value: string }).value;
    const certified = (pattern: RegExp) => plain(pattern.exec(head)?.[1] ?? '');
    expect(value('n')).toBe(String(rows.length));
    expect(digits(value('mean_y'), certified(/Sample Mean\s.*?:\s+([\d.-]+)/i))).toBeGreaterThanOrEqual(NINE);
    // Six decimals more than the column has are fewer than nine digits of a small deviation.
    const deviation = certified(/Sample Standard Deviation.*?:\s+([\d.-]+)/i);
    if (digits(value('deviation_y'), deviation) < NINE) expect(value('deviation_y')).toBe(Number(deviation).toFixed(6 + of.decimals));
  });
});

describe('sets that are made by a formula', () => {
  it.each(['SmLs01', 'SmLs02', 'SmLs04', 'SmLs05', 'SmLs07', 'SmLs08'])('gives the lines of %s', (name) => {
    expect(textOf('anova', name).split('\n').slice(60).join('\n')).toBe(simonAndLesage(name).join(''));
  });
  // The whole files, as SciPy has them among its tests.
  it.each([
    ['SmLs03', 'eb23c78904a4d0a238a144503a4f7db7eb849be21937ef1e20f1dbff2d264355'],
    ['SmLs06', 'ae23a4613f8b46098984fa422b7db1ef16270f7f20c2787f128d57f0e2b778df'],
    ['SmLs09', 'aa610b390c8d947ec258e32df0f43467fcb1820f47c5ce25a993ae1d9c715ae7'],
  ])('gives %s byte by byte', (name, hash) => {
    expect(createHash('sha256').update(textOf('anova', name)).digest('hex')).toBe(hash);
  });
});

describe('analysis of variance', () => {
  it.each(namesIn('anova'))('%s', (name) => {
    const { head, rows } = strd('anova', name);
    const treatments = [...new Set(rows.map(([treatment = '']) => treatment))];
    const of = columnOf('y', rows.map(([, y = '']) => y));
    const by = { kind: 'category', name: 'treatment', values: treatments } as const;
    const found = results(anovaProgram({ columns: [of, by], least: 3, maxRows: 20_000, where: undefined, empty: 'refuse' }, { of, by }), rows.map(([treatment = '', y = '']) => ({ treatment, y })));
    const value = (key: string) => (found[key] as { value: string }).value;
    const [, degrees = '', ss = '', , f = ''] = /^Between \S+ +(\d+) +(\S+) +(\S+) +(\S+)/m.exec(head) ?? [];
    const [, rest = '', within = ''] = /^Within \S+ +(\d+) +(\S+)/m.exec(head) ?? [];
    expect([value('freedom_between'), value('freedom_within')]).toEqual([degrees, rest]);
    const certified = (pattern: RegExp) => plain(pattern.exec(head)?.[1] ?? '');
    const pairs = [[value('between'), plain(ss)], [value('within'), plain(within)], [value('f'), plain(f)], [value('r_squared'), certified(/R-Squared +(\S+)/)], [value('residual'), certified(/Standard Deviation +(\S+)/)]] as const;
    // Where fewer than nine digits are printed, these are the certified ones.
    for (const [shown, expected] of pairs) if (digits(shown, expected) < NINE) expect(shown).toBe(Number(expected).toFixed(shown.split('.')[1]?.length ?? 0));
  });
});
