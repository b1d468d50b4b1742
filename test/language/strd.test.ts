/** Every digit that NIST certifies, to nine at least, of the programs that the commands write. */
import { describe, expect, it } from 'vitest';
import type { ModelResult } from '../../src/language/evaluate/model-results.js';
import { anovaProgram } from '../../src/language/write/anova.js';
import { STATISTICS, statsProgram } from '../../src/language/write/stats.js';
import { regressProgram } from '../../src/language/write/regress.js';
import type { NumberColumn } from '../../src/language/write/records.js';
import { columnOf, results } from './files.js';
import { digits, namesIn, plain, strd } from './strd.js';

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
