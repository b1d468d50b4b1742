import { expect, it } from 'vitest';
import { format } from '../../src/language/format/format.js';
import { planOf } from '../../src/language/plan/plan.js';
import { survivalProgram } from '../../src/language/write/survival.js';
import { results } from './files.js';
import { checkedProgram } from './fixtures.js';

const weeks = { kind: 'number', name: 'weeks', low: '0', high: '40', decimals: 0 } as const;
const back = { kind: 'yes/no', name: 'back' } as const;
const arm = { kind: 'category', name: 'arm', values: ['mp', 'placebo'] } as const;
const records = { columns: [weeks, back, arm], least: 3, maxRows: 1000, where: undefined, empty: 'refuse' } as const;

// E. Freireich and others, Blood 21 (1963): weeks of remission under 6-MP and placebo; + where it lasted to the end.
const MP = '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+';
const PLACEBO = '1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23';
const rows = [['mp', MP], ['placebo', PLACEBO]].flatMap(([name = '', all = '']) => all.split(' ').map((each) => ({ arm: name, weeks: each.replace('+', ''), back: each.endsWith('+') ? 'no' : 'yes' })));
const curveOf = (found: ReturnType<typeof results>) => (found['curve'] as unknown as { rows: readonly Record<string, string | null>[] }).rows;

it('Kaplan and Meier’s estimate and the log-rank test are those of R’s survival for Freireich’s data', () => {
  const found = results(survivalProgram(records, { time: weeks, event: back, by: arm, step: 1 }), rows);
  const at = (week: number) => curveOf(found)[week] ?? {};
  // summary(survfit(Surv(weeks, back) ~ arm)), and survdiff of the same: chi-squared 16.8, p 4.17e-05, 19.3 expected.
  const expected = [[6, 21, 3, 0.857143], [7, 17, 1, 0.806723], [10, 15, 1, 0.752941], [13, 12, 1, 0.690196], [16, 11, 1, 0.627451], [22, 7, 1, 0.537815], [23, 6, 1, 0.448179]] as const;
  for (const [week, n, d, share] of expected) expect([at(week)['at_risk_1'], at(week)['events_1'], Number(at(week)['survival_1'])]).toEqual([String(n), String(d), share]);
  expect([Number(at(22)['survival_2']), at(24)['survival_2']]).toEqual([0.047619, null]);
  const value = (name: string) => Number((found[name] as { value: string }).value);
  expect([value('expected_1').toFixed(2), value('log_rank').toFixed(4), value('p').toFixed(7)]).toEqual(['19.25', '16.7929', '0.0000417']);
});

it('one curve, in steps, and of no rows', () => {
  const one = { columns: [weeks, back], least: 3, maxRows: 1000, where: undefined, empty: 'skip' } as const;
  const text = survivalProgram(one, { time: weeks, event: back, by: undefined, step: 10 });
  expect(curveOf(results(text, [...rows, { arm: '', weeks: '', back: 'yes' }])).map(({ start, at_risk: n, events }) => [start, n, events])).toEqual([['0', '42', '17'], ['10', '23', '9'], ['20', '10', '4'], ['30', '4', '0'], ['40', '0', '0']]);
  const none = results(survivalProgram(records, { time: weeks, event: back, by: arm, step: 10 }), []);
  expect([curveOf(none)[0]?.['survival_1'], none['log_rank'], none['p']]).toEqual([null, { value: null, why: 'empty' }, { value: null, why: 'empty' }]);
});

it('programs are in their usual form and run on sums', () => {
  for (const by of [undefined, arm, { kind: 'yes/no', name: 'start' }, { ...arm, values: ['a', 'b', 'c'] }] as const) for (const step of [1, 7]) {
    const columns = [weeks, back, ...(by === undefined ? [] : [by])];
    const text = survivalProgram({ ...records, columns, maxRows: 1_000_000 }, { time: weeks, event: back, by, step });
    expect(format(text)).toBe(text);
    expect(planOf(checkedProgram(text).checked).on).toBe('sums');
  }
});

it('the log-rank test of three groups, and of groups that no event compares', () => {
  // Reckoned in Python's fractions from the definitions, with the third group made up.
  const third = '3 4 5 6+ 4 7+ 9 10+ 8+ 11 15 17+ 16+ 18+ 21 23 22+ 30+ 31+ 34+ 32+'.split(' ').map((each) => ({ arm: 'other', weeks: each.replace('+', ''), back: each.endsWith('+') ? 'no' : 'yes' }));
  const arms = { ...arm, values: ['mp', 'placebo', 'other'] } as const;
  const text = survivalProgram({ ...records, columns: [weeks, back, arms] }, { time: weeks, event: back, by: arms, step: 1 });
  const found = results(text, [...rows, ...third]);
  const value = (name: string) => (found[name] as { value: string }).value;
  expect([value('log_rank'), value('p'), value('expected_1'), value('expected_2'), value('expected_3')]).toEqual(['23.43241082', '0.0000081605', '15.777003', '8.816779', '14.406218']);
  expect(results(text, rows)['log_rank']).toEqual({ value: null, why: 'empty' });
});
