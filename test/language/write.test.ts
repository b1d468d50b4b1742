import { describe, expect, it } from 'vitest';
import { madeUpInputs } from '../../src/language/evaluate/made-up.js';
import { standInNames } from '../../src/language/evaluate/results.js';
import { evaluateProgram } from '../../src/language/evaluate/run.js';
import { isNumber, type Row } from '../../src/language/evaluate/value.js';
import { format } from '../../src/language/format/format.js';
import { planOf } from '../../src/language/plan/plan.js';
import { studentQuantile } from '../../src/language/numbers/distributions.js';
import { rational, toNumber } from '../../src/language/numbers/rational.js';
import { correlateProgram } from '../../src/language/write/correlate.js';
import { crosstabProgram } from '../../src/language/write/crosstab.js';
import { cutsOf, histogramProgram } from '../../src/language/write/histogram.js';
import { whyNoName } from '../../src/language/write/names.js';
import type { NumberColumn, Records } from '../../src/language/write/records.js';
import { STATISTICS, statsProgram } from '../../src/language/write/stats.js';
import { checkedProgram } from './fixtures.js';

const pay: NumberColumn = { kind: 'number', name: 'pay', low: '0.00', high: '20000.00', decimals: 2 };
// Names that the written programs would have taken themselves.
const n: NumberColumn = { kind: 'number', name: 'n', low: '-10000000000000.00', high: '10000000000000.00', decimals: 2 };
const age: NumberColumn = { kind: 'number', name: 'age', low: '0', high: '80', decimals: 0 };
const ward = { kind: 'category', name: 'ward', values: ['a', 'the "b"', 'c'] } as const;
const smokes = { kind: 'yes/no', name: 'cross' } as const;

const RECORDS = (['refuse', 'skip', 'zero'] as const).flatMap((empty): Records[] => [
  { columns: [pay, n, age, ward, smokes], least: 3, maxRows: 1_000_000, where: undefined, empty },
  { columns: [pay, n, age, ward, smokes], least: 2, maxRows: 5000, where: 'ward in ("a", "c") and not cross', empty },
]);

/** The program’s results on files that are made up, and the rows of these that count, with numbers as doubles. */
function tried(text: string, records: Records) {
  const { checked } = checkedProgram(text);
  const make = () => madeUpInputs(checked, { seed: 3, rows: 40, ends: 0.05 });
  const names = standInNames(checked, new Map([['members', records.least]]));
  const counts = (row: Row) => records.where === undefined || (['a', 'c'].includes(row.get('ward') as string) && row.get('cross') !== true);
  const members = (make().members.get('members') ?? []).map(({ rows: all }) => (all.get('records') ?? []).filter(counts));
  return { plan: planOf(checked), values: evaluateProgram(checked, make(), names, { makeKey: () => undefined, watch: undefined }).values, rows: members.flat(), members };
}

function numbers(rows: readonly Row[], name: string): number[] {
  return rows.map((row) => row.get(name) ?? null).filter(isNumber).map(toNumber);
}

const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
const deviation = (values: readonly number[]) => Math.sqrt(values.reduce((sum, each) => sum + (each - mean(values)) ** 2, 0) / (values.length - 1));

describe.each(RECORDS.map((records) => [`${records.empty}${records.where === undefined ? '' : ' where'}`, records] as const))('written with empty cells: %s', (_, records) => {
  it('programs are right, in their usual form, and run on sums', () => {
    const cuts = cutsOf(age, '10') ?? [];
    for (const text of [
      statsProgram(records, { of: [pay, n], by: [], statistics: STATISTICS }),
      statsProgram(records, { of: [pay, n], by: [ward, smokes], statistics: STATISTICS }),
      statsProgram(records, { of: [age], by: [], statistics: ['interval'] }),
      statsProgram(records, { of: [pay, age], by: [], statistics: STATISTICS, minGroup: 10 }),
      statsProgram(records, { of: [pay, age], by: [ward], statistics: STATISTICS, minGroup: 10 }),
      correlateProgram(records, { of: [pay, age, n] }),
      crosstabProgram(records, { by: [ward, smokes] }),
      crosstabProgram(records, { by: [ward] }),
      histogramProgram(records, { of: age, cuts }),
    ]) {
      expect(format(text)).toBe(text);
      expect(planOf(checkedProgram(text).checked).on).toBe('sums');
    }
  });

  it('statistics are those of the rows', () => {
    const { values, rows } = tried(statsProgram(records, { of: [pay, age], by: [], statistics: STATISTICS }), records);
    const value = (name: string) => Number((values[name] as { value: string }).value);
    for (const { name } of [pay, age]) {
      const own = numbers(rows, name);
      const error = deviation(own) / Math.sqrt(own.length);
      const t = toNumber(studentQuantile(rational(39n, 40n), rational(BigInt(own.length - 1))));
      expect(value(records.empty === 'skip' ? `n_${name}` : 'n_')).toBe(own.length);
      const expected = { sum: own.length * mean(own), mean: mean(own), deviation: deviation(own), variance: deviation(own) ** 2, error, low: mean(own) - t * error, high: mean(own) + t * error };
      for (const [what, each] of Object.entries(expected)) expect(Math.abs(value(`${what}_${name}`) - each)).toBeLessThan(2e-6 + Math.abs(each) * 1e-12);
    }
  });

  it('groups that are too small show their counts alone', () => {
    // What is left of each group without the rows of any one party.
    const rests = (each: readonly (readonly Row[])[]) => ward.values.map((name) => {
      const sizes = each.map((some) => numbers(some.filter((row) => row.get('ward') === name), 'pay').length);
      return sizes.reduce((all, size) => all + size, 0) - Math.max(...sizes);
    });
    const least = Math.max(...rests(tried(statsProgram(records, { of: [pay], by: [], statistics: ['sum'] }), records).members));
    const { values, members } = tried(statsProgram(records, { of: [pay], by: [ward], statistics: ['sum'], minGroup: least }), records);
    const shown = (values['statistics'] as unknown as { rows: readonly { ward: string; hidden?: boolean }[] }).rows.map(({ ward: name, hidden }) => [name, hidden === true]);
    expect(shown).toEqual(rests(members).map((rest, i) => [ward.values[i], rest < least]));
    expect(shown.some(([, hidden]) => hidden)).toBe(true);
    const { sum_pay: sum } = tried(statsProgram(records, { of: [pay], by: [], statistics: ['sum'], minGroup: 100_000 }), records).values;
    expect(sum).toEqual({ value: null, why: 'condition' });
  });

  it('a histogram counts every value once', () => {
    const { values, rows } = tried(histogramProgram(records, { of: age, cuts: cutsOf(age, '10') ?? [] }), records);
    const own = numbers(rows, 'age');
    const bars = (values['histogram'] as unknown as { rows: Record<string, string>[] }).rows;
    expect(bars.map(({ age_band: band }) => band)).toEqual(['under 10', '10 to 19', '20 to 29', '30 to 39', '40 to 49', '50 to 59', '60 to 69', '70 to 79', '80 and over']);
    expect(bars.map((bar) => Number(bar['n_']))).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80].map((from, i, all) => own.filter((each) => each >= from && each < (all[i + 1] ?? Infinity)).length));
  });
});

it('bounds of a histogram are the multiples of the step inside the range', () => {
  expect(cutsOf({ ...pay, low: '-1.50', high: '2.00' }, '0.5')).toEqual(['-1.00', '-0.50', '0.00', '0.50', '1.00', '1.50', '2.00']);
  expect(cutsOf(pay, '0')).toBeUndefined();
  expect(cutsOf(pay, '0.001')).toBeUndefined();
  expect(cutsOf(pay, '1')).toBeUndefined();
});

it('names that a program cannot have are told apart', () => {
  expect(['pay', 'date', 'x_1'].map(whyNoName)).toEqual([undefined, undefined, undefined]);
  for (const name of ['Gross pay', 'älter', '1x', 'least', 'mean', 'where', 'records', 'Never']) expect(whyNoName(name)).toBeDefined();
});
