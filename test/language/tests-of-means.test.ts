import { describe, expect, it } from 'vitest';
import { format } from '../../src/language/format/format.js';
import { planOf } from '../../src/language/plan/plan.js';
import { anovaProgram } from '../../src/language/write/anova.js';
import type { NumberColumn, Records } from '../../src/language/write/records.js';
import { oneSampleProgram, twoSampleProgram } from '../../src/language/write/ttest.js';
import { results } from './files.js';
import { checkedProgram } from './fixtures.js';

const y: NumberColumn = { kind: 'number', name: 'y', low: '-10000000000000.00', high: '10000000000000.00', decimals: 2 };
const n: NumberColumn = { ...y, name: 'n' };
const arm = { kind: 'category', name: 'arm', values: ['a', 'b', 'c'] } as const;
const two = { ...arm, values: ['a', 'b'] } as const;
const isB = { kind: 'yes/no', name: 'is_b' } as const;
const records = (columns: Records['columns'], empty: Records['empty'] = 'refuse'): Records => ({ columns, least: 3, maxRows: 1_000_000, where: undefined, empty });

const A = [5, 7, 9, 4, 6, 8, 12];
const B = [9, 11, 10, 15, 8, 13, 14, 9];
const C = [1, 5, 3, 9];
const rows = [...A.map((value) => ({ arm: 'a', is_b: 'no', y: String(value) })), ...B.map((value) => ({ arm: 'b', is_b: 'yes', y: String(value) }))];

/** Of each result its number, held to what scipy.stats 1.17 gives. */
function near(text: string, given: Parameters<typeof results>[1], expected: Readonly<Record<string, number>>): void {
  const found = results(text, given);
  for (const [name, value] of Object.entries(expected)) expect(Math.abs(Number((found[name] as { value: string }).value) - value), name).toBeLessThan(2e-8);
}

describe('tests of means', () => {
  it('Welch’s and Student’s test of two groups', () => {
    const welch = { t: -2.8067629997228263, p: 0.015237217377013697, freedom: 12.579949321955873, low: -6.804450020527559, high: -0.87412140804387 };
    near(twoSampleProgram(records([y, two]), { of: y, by: two, equalVariances: false }), rows, welch);
    near(twoSampleProgram(records([y, isB]), { of: y, by: isB, equalVariances: false }), rows, welch);
    near(twoSampleProgram(records([y, two]), { of: y, by: two, equalVariances: true, minGroup: 4 }), rows, { t: -2.814608725799868, p: 0.014615176620786515, freedom: 13, low: -6.786150919498604, high: -0.8924205090728252 });
  });

  it('one group against a number, and two columns of the same rows', () => {
    near(oneSampleProgram(records([y]), { of: y, against: '6' }), rows.slice(0, 7), { t: 1.2643908456352868, p: 0.25298426382721656, freedom: 6, low: 4.797536256143074 - 6, high: 9.773892315285497 - 6 });
    const both = A.map((value, i) => ({ y: String(value), n: String(B[i]) }));
    near(oneSampleProgram(records([y, n]), { of: y, less: n, against: '0' }), both, { t: -3.2836033990193276, p: 0.016747021396280645, freedom: 6, low: -7.2300771900422935, high: -1.055637095671993 });
    // Rows without one of the two are left out.
    near(oneSampleProgram(records([y, n], 'skip'), { of: y, less: n, against: '0' }), [...both, { y: '3', n: '' }, { y: '', n: '1' }], { t: -3.2836033990193276 });
  });

  it('analysis of variance', () => {
    near(anovaProgram(records([y, arm]), { of: y, by: arm }), [...rows, ...C.map((value) => ({ arm: 'c', y: String(value) }))], { f: 8.223337308641417, p: 0.0034962164542623026, freedom_between: 2, freedom_within: 16 });
  });

  it('groups that are empty, constant or of one row have no test, and small ones are not opened', () => {
    const only = (text: string, given: Parameters<typeof results>[1]) => Object.fromEntries(Object.entries(results(text, given)).map(([name, each]) => [name, 'value' in each ? (each.value ?? each.why) : '']));
    const test = twoSampleProgram(records([y, two]), { of: y, by: two, equalVariances: false });
    expect(only(test, [])).toMatchObject({ difference: 'empty', t: 'empty', p: 'empty' });
    expect(only(test, [{ arm: 'a', y: '1' }, { arm: 'b', y: '2' }, { arm: 'b', y: '3' }])).toMatchObject({ difference: '-1.50000000', t: 'empty', low: 'empty' });
    expect(only(test, ['a', 'a', 'b', 'b'].map((each) => ({ arm: each, y: '4' })))).toMatchObject({ difference: '0.00000000', error: '0.00000000', t: 'empty', p: 'empty' });
    expect(only(twoSampleProgram(records([y, two]), { of: y, by: two, equalVariances: false, minGroup: 8 }), rows)).toMatchObject({ difference: 'condition', t: 'condition' });
    // A group without rows takes no degree of freedom.
    expect(only(anovaProgram(records([y, arm]), { of: y, by: arm }), rows)).toMatchObject({ freedom_between: '1', freedom_within: '13', p: '0.0146151766' });
    expect(only(anovaProgram(records([y, arm]), { of: y, by: arm }), [])).toMatchObject({ freedom_between: '0', freedom_within: '0', f: 'empty' });
  });

  it('programs are in their usual form and run on sums, whatever the range and with names that they would take themselves', () => {
    for (const empty of ['refuse', 'skip', 'zero'] as const) for (const minGroup of [undefined, 10]) {
      const all = records([y, n, arm, two, isB].filter((column, i, every) => every.findIndex(({ name }) => name === column.name) === i), empty);
      const of = { ...n };
      for (const text of [anovaProgram(all, { of, by: arm, minGroup }), twoSampleProgram(all, { of, by: isB, minGroup, equalVariances: false }), twoSampleProgram(all, { of, by: isB, minGroup, equalVariances: true }), oneSampleProgram(all, { of, against: '-5', minGroup }), oneSampleProgram(all, { of, less: y, against: '0', minGroup })]) {
        expect(format(text)).toBe(text);
        expect(planOf(checkedProgram(text).checked).on).toBe('sums');
      }
    }
  });
});
