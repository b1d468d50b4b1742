/** What is sent does not depend on what is in the files: for every program that runs on sums, the same messages of the same lengths in the same order between each two parties. */
import { describe, expect, it } from 'vitest';
import { emptyMember } from '../../../../src/language/evaluate/home.js';
import { madeUpInputs } from '../../../../src/language/evaluate/made-up.js';
import type { Inputs } from '../../../../src/language/evaluate/world.js';
import { planOf } from '../../../../src/language/plan/plan.js';
import { anovaProgram } from '../../../../src/language/write/anova.js';
import { correlateProgram } from '../../../../src/language/write/correlate.js';
import { crosstabProgram } from '../../../../src/language/write/crosstab.js';
import { cutsOf, histogramProgram } from '../../../../src/language/write/histogram.js';
import type { Records } from '../../../../src/language/write/records.js';
import { regressProgram } from '../../../../src/language/write/regress.js';
import { STATISTICS, statsProgram } from '../../../../src/language/write/stats.js';
import { survivalProgram } from '../../../../src/language/write/survival.js';
import { oneSampleProgram, twoSampleProgram } from '../../../../src/language/write/ttest.js';
import { compile, whatIsNotThere } from '../../../../src/session/operations/program/compiled.js';
import { checkedProgram, NAMES, textOfProgram } from '../../../language/fixtures.js';
import { agreed, BOARD, contributionsOf, LABS, runAll, sessionOf, SEVERAL } from './programs.js';

/** An agreement holds the values of parameters. */
const settled = (name: string): string => textOfProgram(name).replaceAll(', set in each run', '');

const RUNNING = NAMES.filter((name) => {
  const { checked } = checkedProgram(settled(name));
  return planOf(checked).on === 'sums' && whatIsNotThere(checked) === undefined;
});

const x = { kind: 'number', name: 'x', low: '0', high: '100', decimals: 0 } as const;
const y = { kind: 'number', name: 'y', low: '-50.0', high: '50.0', decimals: 1 } as const;
const kind = { kind: 'category', name: 'kind', values: ['a', 'b', 'c'] } as const;
const hit = { kind: 'yes/no', name: 'hit' } as const;
const records: Records = { columns: [x, y, kind, hit], least: 3, maxRows: 1000, where: 'x > 3', empty: 'skip' };
const minGroup = 10;

const COMMANDS: Readonly<Record<string, string>> = {
  stats: statsProgram(records, { of: [x, y], by: [kind], statistics: STATISTICS, minGroup }),
  'stats by weight': statsProgram(records, { of: [y], by: [], statistics: STATISTICS, weight: x }),
  histogram: histogramProgram(records, { of: y, cuts: cutsOf(y, '10') ?? [], by: [hit], weight: x, minGroup }),
  quantiles: histogramProgram(records, { of: y, cuts: cutsOf(y, '10') ?? [], by: [hit], quantiles: ['50%'] }),
  crosstab: crosstabProgram(records, { by: [kind, hit] }),
  correlate: correlateProgram(records, { of: [x, y], minGroup }),
  'a linear model': regressProgram(records, { outcome: y, on: [x, kind], kind: 'linear', steps: 8, minGroup }),
  'a logistic model': regressProgram(records, { outcome: hit, on: [x, kind], by: [], kind: 'logistic', steps: 4, ridge: '1', minGroup }),
  'models by groups': regressProgram(records, { outcome: y, on: [x], by: [hit], kind: 'linear', steps: 8 }),
  ttest: twoSampleProgram(records, { of: y, by: hit, equalVariances: false, minGroup }),
  'a paired ttest': oneSampleProgram(records, { of: x, less: y, against: '0' }),
  anova: anovaProgram(records, { of: y, by: kind, minGroup }),
  survival: survivalProgram(records, { time: x, event: hit, by: kind, step: 10 }),
};

const PROGRAMS: readonly (readonly [string, string])[] = [...RUNNING.map((name) => [name, settled(name)] as const), ['labs', LABS], ['several files', SEVERAL.replace('weeks: 0..50', 'weeks: 0..60')], ['with a board', BOARD], ...Object.entries(COMMANDS)];

/** Between each two parties, labels and lengths in the order in which they were sent. */
async function shapeOf(text: string, filesOf: (files: Inputs['members']) => Inputs['members'], seed: number, rows: number): Promise<ReadonlyMap<string, readonly string[]>> {
  const isLarge = text.includes('group organisations');
  const session = sessionOf(isLarge ? 10 : 3);
  const board = text === BOARD ? { roles: new Map([['wards', ['South', 'North']], ['Board', ['Harbour']]]), parameters: { usual: '40' } } : {};
  const terms = isLarge ? { parameters: { this_month: '2026-05' }, lists: { indicators: ['one', 'two', 'three'] } } : board;
  const agreement = agreed(session, text, terms, text === BOARD ? { withoutData: ['Harbour'] } : {});
  const { checked, known } = compile(agreement.operation);
  const made = madeUpInputs(checked, { seed, rows, ends: 0.2, members: known.counts, lists: known.lists });
  await runAll(agreement, session.parties, contributionsOf(agreement, filesOf(made.members)));
  const pairs = new Map<string, string[]>();
  for (const { from, to, label, message } of session.wire) pairs.set(`${from} to ${to}`, [...(pairs.get(`${from} to ${to}`) ?? []), `${label} ${message.length}`]);
  return pairs;
}

const asMade = (files: Inputs['members']) => files;
/** The first member of each role has nothing but single values. */
const withoutRows = (files: Inputs['members']): Inputs['members'] => new Map([...files].map(([role, members]) => [role, members.map((member, i) => (i === 0 ? { ...emptyMember(), single: member.single } : member))]));
/** The last has all rows. */
const alone = (files: Inputs['members']): Inputs['members'] => new Map([...files].map(([role, members]) => [role, members.map((member, i) => (i < members.length - 1 ? { ...emptyMember(), single: member.single } : member))]));

describe('whatever is in the files, as many messages of the same lengths are sent', () => {
  it('by all programs that run, those that show their counts among them', () => {
    expect(RUNNING).toEqual(expect.arrayContaining(['correlation-counts-shown', 'indicators-counts-shown', 'logistic-counts-shown', 'survey-counts-shown', 'survival-counts-shown', 'quality']));
  });

  it.each(PROGRAMS)('%s', async (_, text) => {
    const first = await shapeOf(text, asMade, 1, 30);
    for (const [filesOf, seed, rows] of [[asMade, 2, 30], [asMade, 3, 0], [asMade, 4, 1], [withoutRows, 5, 30], [alone, 6, 40]] as const) expect(await shapeOf(text, filesOf, seed, rows)).toEqual(first);
  });
});
