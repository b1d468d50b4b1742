/** Every digit that NIST certifies, to nine at least, of the programs that the commands write. */
import { describe, expect, it } from 'vitest';
import { emptyMember } from '../../src/language/evaluate/home.js';
import type { ModelResult } from '../../src/language/evaluate/model-results.js';
import type { Result } from '../../src/language/evaluate/results.js';
import { standInNames } from '../../src/language/evaluate/results.js';
import { evaluateProgram } from '../../src/language/evaluate/run.js';
import { valueIn } from '../../src/language/evaluate/cells.js';
import { STATISTICS, statsProgram } from '../../src/language/write/stats.js';
import { regressProgram } from '../../src/language/write/regress.js';
import type { NumberColumn } from '../../src/language/write/records.js';
import { checkedProgram } from './fixtures.js';
import { digits, namesIn, plain, strd } from './strd.js';

const NINE = 9;

/** The program's results on these rows, which three parties have in turn. */
function results(text: string, rows: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, Result>> {
  const { checked } = checkedProgram(text);
  const lines = [...(checked.rows.get('records')?.lines ?? [])];
  const members = [0, 1, 2].map(() => emptyMember());
  rows.forEach((cells, i) => {
    const row = new Map(lines.flatMap(([line, { type }]) => (line.kind === 'field' ? [[line.name.text, valueIn(cells[line.name.text] ?? '', type, { decimalComma: false, lists: new Map() }) ?? null] as const] : [])));
    const member = members[i % 3];
    member?.rows.set('records', [...(member.rows.get('records') ?? []), row]);
  });
  return evaluateProgram(checked, { members: new Map([['members', members]]), parameters: new Map(), lists: new Map() }, standInNames(checked, new Map([['members', 3]])), { makeKey: () => undefined, watch: undefined }).values;
}

/** A column whose range and decimals are those of its numbers. */
function columnOf(name: string, values: readonly string[]): NumberColumn {
  const decimals = Math.max(...values.map((value) => (value.split('.')[1] ?? '').length));
  const most = String(Math.ceil(Math.max(...values.map((value) => Math.abs(Number(value))))) + 1);
  const end = decimals === 0 ? most : `${most}.${'0'.repeat(decimals)}`;
  return { kind: 'number', name, low: `-${end}`, high: end, decimals };
}

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
