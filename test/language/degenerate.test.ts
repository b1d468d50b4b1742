/** Files that leave a statistic without an answer, or at the edge of one: each gives the right numbers, “none”, or the column that is in the way, on sums and in one place alike. */
import { describe, expect, it } from 'vitest';
import type { Checked } from '../../src/language/check/program.js';
import { valueIn } from '../../src/language/evaluate/cells.js';
import { emptyMember } from '../../src/language/evaluate/home.js';
import type { Result } from '../../src/language/evaluate/results.js';
import type { Inputs } from '../../src/language/evaluate/world.js';
import { anovaProgram } from '../../src/language/write/anova.js';
import { correlateProgram } from '../../src/language/write/correlate.js';
import { crosstabProgram } from '../../src/language/write/crosstab.js';
import { cutsOf, histogramProgram } from '../../src/language/write/histogram.js';
import type { ModelResult } from '../../src/language/evaluate/model-results.js';
import type { Records } from '../../src/language/write/records.js';
import { regressProgram } from '../../src/language/write/regress.js';
import { STATISTICS, statsProgram } from '../../src/language/write/stats.js';
import { survivalProgram } from '../../src/language/write/survival.js';
import { oneSampleProgram, twoSampleProgram } from '../../src/language/write/ttest.js';
import { both } from './on-sums.js';

const x = { kind: 'number', name: 'x', low: '0', high: '100', decimals: 0 } as const;
const y = { kind: 'number', name: 'y', low: '-50.0', high: '50.0', decimals: 1 } as const;
const w = { kind: 'number', name: 'w', low: '0.0', high: '10.0', decimals: 1 } as const;
const kind = { kind: 'category', name: 'kind', values: ['a', 'b', 'c'] } as const;
const hit = { kind: 'yes/no', name: 'hit' } as const;
const records: Records = { columns: [x, y, w, kind, hit], least: 3, maxRows: 1000, where: undefined, empty: 'refuse' };
const skipping: Records = { ...records, empty: 'skip' };

/** The cells of a row: x, y, kind, hit, w. */
type Cells = readonly [x: number | '', y: number | '', kind?: string, hit?: 'yes' | 'no', w?: number];

function inputsOf(checked: Checked, members: readonly (readonly Cells[])[]): Inputs {
  const lines = [...(checked.rows.get('records')?.lines ?? [])].flatMap(([line, { type }]) => (line.kind === 'field' ? [{ name: line.name.text, type }] : []));
  const data = members.map((rows) => {
    const read = rows.map(([ofX, ofY, ofKind = 'a', ofHit = 'no', ofW = 1]) => {
      const cells: Readonly<Record<string, string>> = { x: String(ofX), y: String(ofY), kind: ofKind, hit: ofHit, w: String(ofW) };
      return new Map(lines.map(({ name, type }) => [name, valueIn(cells[name] ?? '', type, { decimalComma: false, lists: new Map() }) ?? null]));
    });
    return { ...emptyMember(), rows: new Map([['records', read]]) };
  });
  return { members: new Map([['members', data]]), parameters: new Map(), lists: new Map() };
}

/** Values alone: of a table its rows without the keys, of a model its coefficients or what is in the way. */
function plain(result: Result): unknown {
  if ('value' in result) return result.value;
  if ('rows' in result) return result.rows.map((row) => Object.entries(row).filter(([name]) => !result.keys.includes(name)).map(([, value]) => value));
  if ('terms' in result) return result.terms === null ? [result.why, ...(result.columns ?? [])] : result.terms.map(({ estimate, error }) => [estimate, error]);
  return result;
}

/** What the rows give, whichever parties have them. */
function found(text: string, rows: readonly Cells[], ...names: string[]): unknown {
  const splits = [[rows, [], []], [[], [], rows], [0, 1, 2].map((i) => rows.filter((_, k) => k % 3 === i))];
  const all = splits.map((members) => {
    const { sums, plain: values } = both(text, (checked) => inputsOf(checked, members));
    expect(sums.values).toEqual(values);
    return values;
  });
  expect(all[1]).toEqual(all[0]);
  expect(all[2]).toEqual(all[0]);
  expect(JSON.stringify(all[0])).not.toMatch(/NaN|Infinity|"-0(\.0*)?"|\de[-+]?\d/);
  const values = all[0] ?? {};
  return Object.fromEntries((names.length === 0 ? Object.keys(values) : names).map((name) => [name, plain(values[name] as Result)]));
}

const stats = (of: Records, more: Partial<Parameters<typeof statsProgram>[1]> = {}) => statsProgram(of, { of: [x], by: [], statistics: STATISTICS, ...more });
const linear = (of: Records, on: Parameters<typeof regressProgram>[1]['on'], ridge?: string) => regressProgram(of, { outcome: y, on, kind: 'linear', steps: 8, ridge });
const logistic = (on: Parameters<typeof regressProgram>[1]['on'], ridge?: string, steps = 8) => regressProgram(records, { outcome: hit, on, kind: 'logistic', steps, ridge });
const histogram = (of: Records, more = {}) => histogramProgram(of, { of: y, cuts: cutsOf(y, '50') ?? [], quantiles: ['50%'], ...more });
const two = (more = {}) => twoSampleProgram(records, { of: y, by: hit, equalVariances: false, ...more });

const CASES: readonly (readonly [title: string, program: string, rows: readonly Cells[], found: Readonly<Record<string, unknown>>])[] = [
  ['stats: no rows', stats(records), [], {n: '0', sum_x: '0', mean_x: null, variance_x: null, deviation_x: null, error_x: null, low_x: null, high_x: null}],
  ['stats: one row', stats(records), [[7, 1]], {n: '1', sum_x: '7', mean_x: '7.000000', variance_x: null, deviation_x: null, error_x: null, low_x: null, high_x: null}],
  ['stats: a constant column', stats(records), [[5, 1], [5, 2], [5, 3]], {n: '3', sum_x: '15', mean_x: '5.000000', variance_x: '0.000000', deviation_x: '0.000000', error_x: '0.000000', low_x: '5.000000', high_x: '5.000000'}],
  ['stats: no value in any row', stats(skipping), [['', 1], ['', 2]], {n_x: '0', sum_x: '0', mean_x: null, variance_x: null, deviation_x: null, error_x: null, low_x: null, high_x: null}],
  ['stats: both ends of the range', stats(records), [[0, 1], [100, 2]], {n: '2', sum_x: '100', mean_x: '50.000000', variance_x: '5000.000000', deviation_x: '70.710678', error_x: '50.000000', low_x: '-585.310237', high_x: '685.310237'}],
  ['stats: a range that goes below 0', stats(records, { of: [y] }), [[0, -50], [0, 50]], {n: '2', sum_y: '0.0', mean_y: '0.0000000', variance_y: '5000.0000000', deviation_y: '70.7106781', error_y: '50.0000000', low_y: '-635.3102368', high_y: '635.3102368'}],
  ['stats: weights of 0', stats(records, { weight: w }), [[3, 1, 'a', 'no', 0], [4, 1, 'a', 'no', 0]], {n: '2', weights: '0.0', sum_x: '0.0', mean_x: null, squares_x: '0.0', variance_x: null, deviation_x: null, w2_x: '0.00', w2x_x: '0.00', w2x2_x: '0.00', error_x: null, low_x: null, high_x: null}],
  ['stats: one row with a weight', stats(records, { weight: w }), [[3, 1, 'a', 'no', 0], [4, 1, 'a', 'no', 2]], {n: '2', weights: '2.0', sum_x: '8.0', mean_x: '4.000000', squares_x: '32.0', variance_x: '0.000000', deviation_x: '0.000000', w2_x: '4.00', w2x_x: '16.00', w2x2_x: '64.00', error_x: '0.000000', low_x: '4.000000', high_x: '4.000000'}],
  ['stats: one group has all rows', stats(records, { by: [kind] }), [[3, 1], [5, 1]], {statistics: [['2', '8', '4.000000', '2.000000', '1.414214', '1.000000', '-8.706205', '16.706205'], ['0', '0', null, null, null, null, null, null], ['0', '0', null, null, null, null, null, null]]}],
  ['sum --by: one group has all rows', stats(records, { by: [kind], statistics: ['sum'] }), [[3, 1], [5, 1]], {statistics: [['2', '8'], ['0', '0'], ['0', '0']]}],
  ['average --by: no value in one group', stats(skipping, { by: [kind], statistics: ['mean'] }), [['', 1], [5, 1, 'b']], {statistics: [['0', null], ['1', '5.000000'], ['0', null]]}],
  ['histogram: no rows', histogram(records), [], {histogram: [['0'], ['0'], ['0']], q50: null}],
  ['histogram: one row', histogram(records), [[1, -50]], {histogram: [['1'], ['0'], ['0']], q50: 'under 0.0'}],
  ['histogram: values at both ends, and at a bound', histogram(records), [[1, -50], [1, 0], [1, 50]], {histogram: [['1'], ['1'], ['1']], q50: '0.0 to under 50.0'}],
  ['histogram: no value in any row', histogram(skipping), [[1, ''], [1, '']], {histogram: [['0'], ['0'], ['0']], q50: null}],
  ['histogram: weights of 0', histogram(records, { weight: w }), [[1, -50, 'a', 'no', 0]], {histogram: [['1', '0.0'], ['0', '0.0'], ['0', '0.0']], q50: null}],
  ['crosstab: no rows', crosstabProgram(records, { by: [kind, hit] }), [], {cross: [['0'], ['0'], ['0'], ['0'], ['0'], ['0']], chi2: null, p: null}],
  ['crosstab: one row', crosstabProgram(records, { by: [kind, hit] }), [[1, 1, 'b', 'yes']], {cross: [['0'], ['0'], ['0'], ['1'], ['0'], ['0']], chi2: null, p: null}],
  ['crosstab: all in one group', crosstabProgram(records, { by: [kind, hit] }), [[1, 1, 'b', 'yes'], [1, 1, 'b', 'no']], {cross: [['0'], ['0'], ['1'], ['1'], ['0'], ['0']], chi2: null, p: null}],
  ['crosstab: weights of 0', crosstabProgram(records, { by: [hit], weight: w }), [[1, 1, 'b', 'yes', 0]], {cross: [['0', '0.0'], ['1', '0.0']]}],
  ['correlate: no rows', correlateProgram(records, { of: [x, y] }), [], {n: '0', r_x_y: null}],
  ['correlate: one row', correlateProgram(records, { of: [x, y] }), [[1, 1]], {n: '1', r_x_y: null}],
  ['correlate: a constant column', correlateProgram(records, { of: [x, y] }), [[1, 1], [1, 2], [1, 5]], {n: '3', r_x_y: null}],
  ['correlate: two rows, at the ends', correlateProgram(records, { of: [x, y] }), [[0, 50], [100, -50]], {n: '2', r_x_y: '-1.000000'}],
  ['correlate: no row with both values', correlateProgram(skipping, { of: [x, y] }), [['', 1], [2, '']], {n_x_y: '0', r_x_y: null}],
  ['correlate: all in one group', correlateProgram(records, { of: [x, y], by: [kind] }), [[1, 1], [2, 3]], {correlations: [['2', '1.000000'], ['0', null], ['0', null]]}],
  ['regress: no rows', linear(records, [x]), [], {model_of_rows: ['few']}],
  ['regress: one row', linear(records, [x]), [[1, 1]], {model_of_rows: ['few']}],
  ['regress: as many rows as coefficients', linear(records, [x]), [[1, 1], [2, 3]], {model_of_rows: [['-1.00000000000', null], ['2.00000000000', null]]}],
  ['regress: nothing is left unexplained', linear(records, [x]), [[1, 1], [2, 3], [3, 5], [4, 7]], {model_of_rows: [['-1.00000000000', '0'], ['2.00000000000', '0']]}],
  ['regress: a constant predictor', linear(records, [x]), [[1, 1], [1, 3], [1, 5]], {model_of_rows: ['dependent', 'x']}],
  ['regress: a constant outcome', linear(records, [x]), [[1, 2], [2, 2], [5, 2]], {model_of_rows: [['2.00000000000', '0'], ['0', '0']]}],
  ['regress: a column twice', linear(records, [w, x]), [[1, 1, 'a', 'no', 1], [2, 3, 'a', 'no', 2], [3, 5, 'a', 'no', 3], [4, 5, 'a', 'no', 4]], {model_of_rows: ['dependent', 'x']}],
  ['regress: all in one group', linear(records, [x, kind]), [[1, 1], [2, 3], [3, 5], [4, 9], [5, 9]], {model_of_rows: ['dependent', 'kind_b', 'kind_c']}],
  ['regress: no row with both values', linear(skipping, [x]), [['', 1], ['', 3], [3, '']], {model_of_rows: ['few']}],
  ['regress: values at both ends', linear(records, [x]), [[0, -50], [100, 50], [0, -50], [100, 50], [50, 1]], {model_of_rows: [['-49.8000000000', '0.346410161514'], ['1.00000000000', '0.00516397779494']]}],
  ['regress --ridge: no rows', linear(records, [x], '1'), [], {model_of_rows: ['few']}],
  ['regress --ridge: a constant predictor', linear(records, [x], '1'), [[1, 1], [1, 3], [1, 5]], {model_of_rows: [['3.00000000000', null], ['0', null]]}],
  ['regress --ridge: a column twice', linear(records, [w, x], '1'), [[1, 1, 'a', 'no', 1], [2, 3, 'a', 'no', 2], [3, 5, 'a', 'no', 3], [4, 5, 'a', 'no', 4]], {model_of_rows: [['0.318181818182', null], ['0.636363636364', null], ['0.636363636364', null]]}],
  ['regress --logistic: no rows', logistic([x]), [], {model_of_rows: ['few']}],
  ['regress --logistic: one row', logistic([x]), [[1, 1]], {model_of_rows: ['few']}],
  ['regress --logistic: a constant predictor', logistic([x, y]), [[1, 1, 'a', 'no'], [1, 2, 'a', 'yes'], [1, 3, 'a', 'yes'], [1, 5, 'a', 'no']], {model_of_rows: ['dependent', 'x']}],
  ['regress --logistic: nobody in one group', logistic([kind]), [[1, 1, 'a', 'no'], [1, 2, 'b', 'yes'], [1, 3, 'b', 'no'], [1, 5, 'a', 'yes']], {model_of_rows: ['dependent', 'kind_c']}],
  ['ttest: no rows', two(), [], {groups: [['0', '0.0', '0.00', null, null], ['0', '0.0', '0.00', null, null]], difference: null, error: null, freedom: null, t: null, p: null, low: null, high: null}],
  ['ttest: all in one group', two(), [[1, 1], [1, 2], [1, 5]], {groups: [['3', '8.0', '30.00', '2.6666667', '2.0816660'], ['0', '0.0', '0.00', null, null]], difference: null, error: null, freedom: null, t: null, p: null, low: null, high: null}],
  ['ttest: one row each', two(), [[1, 1, 'a', 'yes'], [1, 2, 'a', 'no']], {groups: [['1', '2.0', '4.00', '2.0000000', null], ['1', '1.0', '1.00', '1.0000000', null]], difference: '1.0000000', error: null, freedom: null, t: null, p: null, low: null, high: null}],
  ['ttest --equal-variances: one row each', two({ equalVariances: true }), [[1, 1, 'a', 'yes'], [1, 2, 'a', 'no']], {groups: [['1', '2.0', '4.00', '2.0000000', null], ['1', '1.0', '1.00', '1.0000000', null]], difference: '1.0000000', error: null, freedom: '0', t: null, p: null, low: null, high: null}],
  ['ttest: two constant groups', two(), [[1, 1, 'a', 'yes'], [1, 1, 'a', 'yes'], [1, -2, 'a', 'no'], [1, -2, 'a', 'no']], {groups: [['2', '-4.0', '8.00', '-2.0000000', '0.0000000'], ['2', '2.0', '2.00', '1.0000000', '0.0000000']], difference: '-3.0000000', error: '0.0000000', freedom: null, t: null, p: null, low: null, high: null}],
  ['ttest: one constant group', two(), [[1, 1, 'a', 'yes'], [1, 1, 'a', 'yes'], [1, -2, 'a', 'no'], [1, -4, 'a', 'no']], {groups: [['2', '-6.0', '20.00', '-3.0000000', '1.4142136'], ['2', '2.0', '2.00', '1.0000000', '0.0000000']], difference: '-4.0000000', error: '1.0000000', freedom: '1.0000000000', t: '-4.0000000000', p: '0.1559582608', low: '-16.7062047', high: '8.7062047'}],
  ['ttest --paired: no rows', oneSampleProgram(records, { of: x, less: y, against: '0' }), [], {n: '0', total: '0.0', squares: '0.00', difference: null, error: null, freedom: '0', t: null, p: null, low: null, high: null}],
  ['ttest --paired: no difference', oneSampleProgram(records, { of: x, less: y, against: '0' }), [[1, 1], [2, 2]], {n: '2', total: '0.0', squares: '0.00', difference: '0.0000000', error: '0.0000000', freedom: '1', t: null, p: null, low: '0.0000000', high: '0.0000000'}],
  ['ttest --against: two values', oneSampleProgram(skipping, { of: y, against: '-3' }), [[1, -3], [2, ''], [3, -4]], {n: '2', total: '-7.0', squares: '25.00', difference: '-0.5000000', error: '0.5000000', freedom: '1', t: '-1.0000000000', p: '0.5000000000', low: '-6.8531024', high: '5.8531024'}],
  ['anova: no rows', anovaProgram(records, { of: y, by: kind }), [], {groups: [['0', '0.0', '0.00', null, null], ['0', '0.0', '0.00', null, null], ['0', '0.0', '0.00', null, null]], freedom_between: '0', freedom_within: '0', between: '0.00000000', within: '0.00000000', residual: null, f: null, p: null, r_squared: null}],
  ['anova: one row', anovaProgram(records, { of: y, by: kind }), [[1, 1]], {groups: [['1', '1.0', '1.00', '1.0000000', null], ['0', '0.0', '0.00', null, null], ['0', '0.0', '0.00', null, null]], freedom_between: '0', freedom_within: '0', between: '0.00000000', within: '0.00000000', residual: null, f: null, p: null, r_squared: null}],
  ['anova: all in one group', anovaProgram(records, { of: y, by: kind }), [[1, 1], [1, 3]], {groups: [['2', '4.0', '10.00', '2.0000000', '1.4142136'], ['0', '0.0', '0.00', null, null], ['0', '0.0', '0.00', null, null]], freedom_between: '0', freedom_within: '1', between: '0.00000000', within: '2.00000000', residual: '1.4142136', f: null, p: null, r_squared: '0.0000000000'}],
  ['anova: the same value in all rows', anovaProgram(records, { of: y, by: kind }), [[1, 1], [1, 1], [1, 1, 'b'], [1, 1, 'c']], {groups: [['2', '2.0', '2.00', '1.0000000', '0.0000000'], ['1', '1.0', '1.00', '1.0000000', null], ['1', '1.0', '1.00', '1.0000000', null]], freedom_between: '2', freedom_within: '1', between: '0.00000000', within: '0.00000000', residual: '0.0000000', f: null, p: null, r_squared: null}],
  ['anova: the same value in each group', anovaProgram(records, { of: y, by: kind }), [[1, 1], [1, 1], [1, 2, 'b'], [1, 2, 'b']], {groups: [['2', '2.0', '2.00', '1.0000000', '0.0000000'], ['2', '4.0', '8.00', '2.0000000', '0.0000000'], ['0', '0.0', '0.00', null, null]], freedom_between: '1', freedom_within: '2', between: '1.00000000', within: '0.00000000', residual: '0.0000000', f: null, p: null, r_squared: '1.0000000000'}],
  ['anova: no value in one group', anovaProgram(skipping, { of: y, by: kind }), [[1, '', 'c'], [1, 1], [1, 4], [1, 2, 'b'], [1, 3, 'b']], {groups: [['2', '5.0', '17.00', '2.5000000', '2.1213203'], ['2', '5.0', '13.00', '2.5000000', '0.7071068'], ['0', '0.0', '0.00', null, null]], freedom_between: '1', freedom_within: '2', between: '0.00000000', within: '5.00000000', residual: '1.5811388', f: '0.0000000000', p: '1.0000000000', r_squared: '0.0000000000'}],
  ['survival: no rows', survivalProgram(records, { time: x, event: hit, step: 50 }), [], {curve: [['0', '0', null], ['0', '0', null], ['0', '0', null]]}],
  ['survival --by: no rows', survivalProgram(records, { time: x, event: hit, by: kind, step: 100 }), [], {curve: [['0', '0', null, '0', '0', null, '0', '0', null], ['0', '0', null, '0', '0', null, '0', '0', null]], expected_1: '0.000000', expected_2: '0.000000', expected_3: '0.000000', log_rank: null, p: null}],
  ['survival: all at the same time', survivalProgram(records, { time: x, event: hit, step: 50 }), [[60, 1, 'a', 'yes'], [60, 1, 'a', 'yes']], {curve: [['2', '0', '1.000000'], ['2', '2', '0.000000'], ['0', '0', null]]}],
  ['survival: no event', survivalProgram(records, { time: x, event: hit, step: 50 }), [[60, 1], [100, 1]], {curve: [['2', '0', '1.000000'], ['2', '0', '1.000000'], ['1', '0', '1.000000']]}],
  ['survival: times at both ends', survivalProgram(records, { time: x, event: hit, step: 50 }), [[0, 1, 'a', 'yes'], [100, 1, 'a', 'yes'], [100, 1]], {curve: [['3', '1', '0.666667'], ['2', '0', '0.666667'], ['2', '1', '0.333333']]}],
  ['survival --by: one row', survivalProgram(records, { time: x, event: hit, by: hit, step: 100 }), [[0, 1, 'a', 'yes']], {curve: [['0', '0', null, '1', '1', '0.000000'], ['0', '0', null, '0', '0', null]], expected_1: '0.000000', expected_2: '1.000000', log_rank: null, p: null}],
  ['survival --by: all in one group', survivalProgram(records, { time: x, event: hit, by: kind, step: 100 }), [[0, 1, 'a', 'yes'], [100, 1, 'a', 'yes']], {curve: [['2', '1', '0.500000', '0', '0', null, '0', '0', null], ['1', '1', '0.000000', '0', '0', null, '0', '0', null]], expected_1: '2.000000', expected_2: '0.000000', expected_3: '0.000000', log_rank: null, p: null}],
  ['survival --by: no event', survivalProgram(records, { time: x, event: hit, by: kind, step: 100 }), [[0, 1, 'a'], [100, 1, 'b']], {curve: [['1', '0', '1.000000', '1', '0', '1.000000', '0', '0', null], ['0', '0', null, '1', '0', '1.000000', '0', '0', null]], expected_1: '0.000000', expected_2: '0.000000', expected_3: '0.000000', log_rank: null, p: null}],
];

describe('rows that leave little to work out', () => {
  it.each(CASES)('%s', (_, text, rows, expected) => expect(found(text, rows)).toEqual(expected));

  it('of Student’s test with one variance have no degrees of freedom below 0', () => {
    expect(found(two({ equalVariances: true }), [], 'freedom', 'p')).toEqual({ freedom: '0', p: null });
  });
});

describe('a logistic model without an answer', () => {
  // Sums of a step are rounded at each party, so that the last digits depend on who has which rows.
  const model = (text: string, rows: readonly Cells[]) => {
    const [first, second] = [[rows, [], []], [0, 1, 2].map((i) => rows.filter((_, k) => k % 3 === i))].map((members) => {
      const { sums, plain: values } = both(text, (checked) => inputsOf(checked, members));
      expect(sums.values).toEqual(values);
      return values['model_of_rows'] as ModelResult;
    });
    expect([second?.why, second?.moving]).toEqual([first?.why, first?.moving]);
    first?.terms?.forEach(({ estimate }, i) => expect(Number(second?.terms?.[i]?.estimate)).toBeCloseTo(Number(estimate), 4));
    return first;
  };
  const APART: readonly Cells[] = [[1, 1, 'a', 'no'], [2, 1, 'a', 'no'], [30, 1, 'a', 'yes'], [90, 1, 'a', 'yes']];

  it.each(['no', 'yes'] as const)('says that the outcome is the same in all rows, with or without a ridge: %s', (answer) => {
    const rows = APART.map(([ofX, ofY]): Cells => [ofX, ofY, 'a', answer]);
    for (const ridge of [undefined, '1']) expect(model(logistic([x], ridge), rows)).toEqual({ model: 'logistic', n: '4', terms: null, why: 'constant', columns: ['hit'] });
  });

  it('names the columns that tell it without error, and has one with a ridge', () => {
    expect(model(logistic([x]), APART)?.moving).toEqual(['(constant)', 'x']);
    expect(model(logistic([x]), [[1, 1, 'a', 'no'], [2, 1, 'a', 'no'], [2, 1, 'a', 'yes'], [90, 1, 'a', 'yes']])?.moving).toContain('x');
    expect(model(logistic([x], '1', 15), APART)?.moving).toEqual([]);
    expect(model(logistic([x, y], '1'), [[1, 1, 'a', 'no'], [1, 2, 'a', 'yes'], [1, 3, 'a', 'yes'], [1, 5, 'a', 'no']])).toMatchObject({ moving: [], n: '4' });
  });
});
