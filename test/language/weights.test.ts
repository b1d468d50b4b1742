import { expect, it } from 'vitest';
import { format } from '../../src/language/format/format.js';
import { planOf } from '../../src/language/plan/plan.js';
import { studentQuantile } from '../../src/language/numbers/distributions.js';
import { rational, toNumber } from '../../src/language/numbers/rational.js';
import { correlateProgram } from '../../src/language/write/correlate.js';
import { crosstabProgram } from '../../src/language/write/crosstab.js';
import { cutsOf, histogramProgram } from '../../src/language/write/histogram.js';
import { regressProgram } from '../../src/language/write/regress.js';
import { STATISTICS, statsProgram } from '../../src/language/write/stats.js';
import type { Records } from '../../src/language/write/records.js';
import { results } from './files.js';
import { checkedProgram } from './fixtures.js';

const pay = { kind: 'number', name: 'pay', low: '0.00', high: '20000.00', decimals: 2 } as const;
const age = { kind: 'number', name: 'age', low: '0', high: '99', decimals: 0 } as const;
const w = { kind: 'number', name: 'w', low: '0.0', high: '10.0', decimals: 1 } as const;
const ward = { kind: 'category', name: 'ward', values: ['a', 'b'] } as const;
const records: Records = { columns: [pay, age, w, ward], least: 3, maxRows: 1_000_000, where: undefined, empty: 'refuse' };
const skipping: Records = { ...records, empty: 'skip' };
const ROWS = Array.from({ length: 60 }, (_, i) => ({ pay: ((i * 7919) % 2000000 / 100).toFixed(2), age: String((i * 37) % 100), w: (((i * 31) % 100) / 10).toFixed(1), ward: i % 3 === 0 ? 'a' : 'b' }));
type Cells = Readonly<Record<string, string>>;
const valueOf = (found: ReturnType<typeof results>, name: string) => (found[name] as { value: string | null }).value;

/** Directly from the definitions, in doubles. */
function reference(rows: readonly Cells[], column: string) {
  const all = rows.map((row) => ({ x: Number(row[column]), w: Number(row['w']) }));
  const n = all.length;
  const weights = all.reduce((sum, each) => sum + each.w, 0);
  const mean = all.reduce((sum, each) => sum + each.w * each.x, 0) / weights;
  const variance = ((all.reduce((sum, each) => sum + each.w * (each.x - mean) ** 2, 0) / weights) * n) / (n - 1);
  const error = Math.sqrt((all.reduce((sum, each) => sum + (each.w * (each.x - mean)) ** 2, 0) * n) / (n - 1)) / weights;
  const half = toNumber(studentQuantile(rational(975n, 1000n), rational(BigInt(n - 1)))) * error;
  return { sum: mean * weights, mean, variance, deviation: Math.sqrt(variance), error, low: mean - half, high: mean + half };
}

it('weighted statistics are those of the definitions, of all rows and by groups', () => {
  const options = { of: [pay, age], weight: w, statistics: STATISTICS };
  const all = results(statsProgram(records, { ...options, by: [] }), ROWS);
  for (const column of ['pay', 'age']) for (const [what, expected] of Object.entries(reference(ROWS, column))) expect(Math.abs(Number(valueOf(all, `${what}_${column}`)) - expected), `${what}_${column}`).toBeLessThan(1e-6 + Math.abs(expected) * 1e-12);
  expect([valueOf(all, 'n'), Number(valueOf(all, 'weights'))]).toEqual(['60', Number(ROWS.reduce((sum, row) => sum + Number(row.w), 0).toFixed(1))]);
  const { rows } = results(statsProgram(skipping, { ...options, by: [ward] }), [...ROWS, { pay: '', age: '3', w: '1.0', ward: 'a' }])['statistics'] as unknown as { rows: readonly Cells[] };
  const own = ROWS.filter((row) => row.ward === 'a');
  for (const [what, expected] of Object.entries(reference(own, 'pay'))) expect(Math.abs(Number(rows[0]?.[`${what}_pay`]) - expected), what).toBeLessThan(1e-6 + Math.abs(expected) * 1e-12);
  expect([rows[0]?.['n_pay'], rows[0]?.['n_age']]).toEqual(['20', '21']);
});

it('with weights of 1 they are those without weights; of no weight there are none', () => {
  const same = ROWS.map((row) => ({ ...row, w: '1.0' }));
  const [weighted, plain] = [w, undefined].map((weight) => results(statsProgram(records, { of: [pay], by: [], statistics: STATISTICS, weight }), same));
  for (const name of ['mean_pay', 'variance_pay', 'deviation_pay', 'error_pay', 'low_pay', 'high_pay']) expect(valueOf(weighted ?? {}, name)).toBe(valueOf(plain ?? {}, name));
  for (const rows of [[], [{ ...ROWS[0], w: '0.0' }, { ...ROWS[1], w: '0.0' }] as Cells[]]) {
    const none = results(statsProgram(records, { of: [pay], by: [], statistics: STATISTICS, weight: w }), rows);
    for (const name of ['mean_pay', 'variance_pay', 'error_pay', 'low_pay']) expect(none[name]).toEqual({ value: null, why: 'empty' });
  }
  const one = results(statsProgram(records, { of: [pay], by: [], statistics: STATISTICS, weight: w }), [{ ...ROWS[0], w: '2.0' }]);
  expect([Number(valueOf(one, 'mean_pay')), valueOf(one, 'variance_pay'), valueOf(one, 'error_pay')]).toEqual([Number(ROWS[0]?.pay), null, null]);
});

it('quantiles are the bands that the sorted values lie in, also weighted and by groups', () => {
  const cuts = cutsOf(age, '10') ?? [];
  const bandOf = (value: number) => (value < 10 ? 'under 10' : value >= 90 ? '90 and over' : `${Math.floor(value / 10) * 10} to ${Math.floor(value / 10) * 10 + 9}`);
  const quantiles = ['1%', '25%', '50%', '97.5%', '100%'];
  const sorted = (rows: readonly Cells[]) => rows.map((row) => Number(row['age'])).sort((a, b) => a - b);
  const at = (values: readonly number[], share: string) => bandOf(values[Math.max(Math.ceil((Number.parseFloat(share) * values.length) / 100), 1) - 1] ?? 0);
  const names = ['q1', 'q25', 'q50', 'q97_5', 'q100'];
  const all = results(histogramProgram(records, { of: age, cuts, quantiles }), ROWS);
  expect(names.map((name) => valueOf(all, name))).toEqual(quantiles.map((share) => at(sorted(ROWS), share)));
  const grouped = results(histogramProgram(records, { of: age, cuts, quantiles: ['50%'], by: [ward] }), ROWS);
  expect(['q50_1', 'q50_2'].map((name) => valueOf(grouped, name))).toEqual(['a', 'b'].map((value) => at(sorted(ROWS.filter((row) => row.ward === value)), '50%')));
  // A weight is like that many tenths of a row.
  const repeated = ROWS.flatMap((row) => Array.from({ length: Math.round(Number(row.w) * 10) }, () => row));
  const weighted = results(histogramProgram(records, { of: age, cuts, quantiles, weight: w }), ROWS);
  expect(names.map((name) => valueOf(weighted, name))).toEqual(quantiles.map((share) => at(sorted(repeated), share)));
  expect(results(histogramProgram(records, { of: age, cuts, quantiles: ['50%'] }), [])['q50']).toEqual({ value: null, why: 'empty' });
});

it('crosstabs have the sums of weights; correlations and models go by groups', () => {
  const { rows } = results(crosstabProgram(skipping, { by: [ward], weight: w }), [...ROWS, { ...ROWS[0], w: '' }])['cross'] as unknown as { rows: readonly Cells[] };
  expect(rows.map((row) => [row['ward'], row['n'], Number(row['sum_w'])])).toEqual(['a', 'b'].map((value) => { const own = ROWS.filter((row) => row.ward === value); return [value, String(own.length), Number(own.reduce((sum, row) => sum + Number(row.w), 0).toFixed(1))]; }));
  const own = ROWS.filter((row) => row.ward === 'b');
  const alone = results(correlateProgram(records, { of: [pay, age] }), own);
  const { rows: by } = results(correlateProgram(records, { of: [pay, age], by: [ward] }), ROWS)['correlations'] as unknown as { rows: readonly Cells[] };
  expect([by[1]?.['n'], by[1]?.['r_pay_age']]).toEqual([valueOf(alone, 'n'), valueOf(alone, 'r_pay_age')]);
  const model = { outcome: pay, on: [age], kind: 'linear', steps: 8 } as const;
  expect(results(regressProgram(records, { ...model, by: [ward] }), ROWS)['model_2']).toEqual(results(regressProgram(records, model), own)['model_of_rows']);
});

it('programs are in their usual form and run on sums, with the widest columns as well', () => {
  const wide = { kind: 'number', name: 'x', low: '-10000000000000.00', high: '10000000000000.00', decimals: 2 } as const;
  for (const base of [records, skipping]) for (const minGroup of [undefined, 10]) for (const by of [[], [ward]]) {
    const own = { ...base, columns: [...base.columns, wide] };
    for (const text of [
      statsProgram(own, { of: [pay, age], by, weight: w, statistics: STATISTICS, minGroup }),
      statsProgram(own, { of: [wide], by, weight: w, statistics: STATISTICS, minGroup }),
      correlateProgram(own, { of: [pay, age], by, minGroup }),
      crosstabProgram(own, { by: [ward], weight: w, minGroup }),
      regressProgram(own, { outcome: pay, on: [age], by, kind: 'linear', steps: 3, minGroup }),
      histogramProgram(own, { of: age, cuts: cutsOf(age, '10') ?? [], by, weight: w, minGroup }),
      histogramProgram(own, { of: age, cuts: cutsOf(age, '10') ?? [], by, weight: w, quantiles: minGroup === undefined ? ['50%'] : [] }),
    ]) {
      expect(format(text)).toBe(text);
      expect(planOf(checkedProgram(text).checked).on).toBe('sums');
    }
  }
});

it('a condition on a column that can be empty leaves out rows without a value, however it is written', () => {
  const rows = [...ROWS, { ...ROWS[3], age: '' } as Cells, { ...ROWS[4], pay: '' } as Cells];
  const counted = ROWS.filter((row) => Number(row.age) >= 50);
  const mean = counted.reduce((sum, row) => sum + Number(row.pay), 0) / counted.length;
  for (const where of ['age >= 50', 'age is given and age >= 50', 'ward in ("a", "b") and age is given and age >= 50', '(age otherwise 0) >= 50', 'age is given and (age >= 50 or age > 98)']) {
    const own: Records = { ...skipping, where };
    const found = results(statsProgram(own, { of: [pay, age], by: [], statistics: ['mean'] }), rows);
    expect(Number(valueOf(found, 'mean_pay')).toFixed(6), where).toBe(mean.toFixed(6));
    for (const text of [statsProgram(own, { of: [age], by: [], statistics: STATISTICS, weight: w }), histogramProgram(own, { of: age, cuts: ['50'], weight: w }), correlateProgram(own, { of: [pay, age] }), regressProgram(own, { outcome: pay, on: [age], kind: 'linear', steps: 8 })]) expect(planOf(checkedProgram(text).checked).on).toBe('sums');
  }
});
