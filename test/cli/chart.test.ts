import { describe, expect, it } from 'vitest';
import { tryProgram } from '../../src/app/program/try.js';
import { chartsOf, unknownColumn, type Chart } from '../../src/cli/chart.js';
import { withCharts } from '../../src/cli/html-charts.js';
import { curveChart } from '../../src/cli/html-curve.js';
import { drawn } from '../../src/cli/terminal/draw.js';
import { grouped } from '../../src/grouped.js';
import { widthOf } from '../../src/cli/terminal/fit.js';
import type { Block } from '../../src/session/operations/result-view.js';
import { textOfProgram } from '../language/fixtures.js';

const table = (rows: readonly (readonly [string, string | undefined])[], look = { keys: 1, curves: [] as number[], bars: 1 as number | undefined }): Block => ({ kind: 'numbers', head: ['ward', 'n'], rows: rows.map(([label, n]) => [label, n === undefined ? '·' : { number: n }]), look });
const lines = (block: Block, screen = { columns: 40, isUnicode: true }) => chartsOf(block).flatMap((chart) => drawn(chart, screen));
const blocksOf = async (name: string) => (await tryProgram({ name, text: textOfProgram(name) })).blocks;

describe('bars in letters', () => {
  it('are as long as their numbers, and say where one is hidden or nothing', () => {
    // Of 24 columns, the labels take 8, the numbers 5, and what is between them 3.
    expect(lines(table([['surgery', '1200'], ['medicine', '600'], ['other', undefined], ['none', '0'], ['few', '1']]), { columns: 24, isUnicode: true })).toEqual([
      'n:', `surgery   ${'█'.repeat(8)} ${grouped('1200')}`, 'medicine  ████ 600', 'other     ·', 'none      0', 'few       ▏ 1',
    ]);
    expect(lines(table([['a', '4'], ['b', '2']]), { columns: 30, isUnicode: false })).toEqual(['n:', `a  ${'#'.repeat(25)} 4`, `b  ${'#'.repeat(13)} 2`]);
  });

  it.each([
    ['one row', [['a', '3']]],
    ['a negative number', [['a', '-3'], ['b', '4']]],
    ['nothing but zeros', [['a', '0'], ['b', '0']]],
    ['more rows than a screen takes', Array.from({ length: 61 }, (_, i) => [`r${i}`, '1'] as [string, string])],
  ] as [string, [string, string][]][])('are not drawn of %s', (_, rows) => {
    expect(lines(table(rows))).toEqual([]);
  });

  it('are of the last of few columns, of the one that is named, and of none where there are many', async () => {
    const [, means] = await blocksOf('survey');
    const charts = (column?: string) => chartsOf(means ?? expect.fail('a table'), column).map(({ title }) => title);
    expect([charts(), charts('n'), charts('average'), charts('department'), charts('nobody')]).toEqual([['agree %'], ['n'], ['average'], [], []]);
    expect(unknownColumn(await blocksOf('survey'), 'average')).toBeUndefined();
    expect(unknownColumn(await blocksOf('survey'), 'agree')).toBeUndefined();
    expect(unknownColumn(await blocksOf('survey'), 'avg')).toBe('No table of this result has a column "avg" to draw. Those that can be named with --chart: n, average, agree.');
    expect(unknownColumn(await blocksOf('vote'), 'n')).toBe('No table of this result can be drawn.');
    const [, gaps] = await blocksOf('quality');
    expect([chartsOf(gaps ?? expect.fail('a table')), chartsOf(gaps ?? expect.fail('a table'), 'no_date').length]).toEqual([[], 1]);
  });
});

describe('a survival curve', () => {
  it('has a line for each arm, on a screen and on a page', async () => {
    const blocks = await blocksOf('survival');
    const [chart] = blocks.flatMap((block) => chartsOf(block));
    if (chart?.kind !== 'curve') throw new Error('a curve');
    expect([chart.along, chart.top, chart.steps.length, chart.series.map(({ name }) => name)]).toEqual(['start', 100, 10, ['old', 'new']]);
    const drawnLines = drawn(chart, { columns: 70, isUnicode: true });
    expect(drawnLines[1]).toMatch(/^100 │/);
    expect(drawnLines.at(-1)).toBe('● old   ○ new');
    expect(drawn(chart, { columns: 70, isUnicode: false }).join('\n')).toMatch(/^[\x20-\x7e\n]*$/);
    const page = curveChart({ ...chart, title: '<b>' });
    expect([page.match(/<path d="M/g)?.length, page.includes('<b>')]).toEqual([2, false]);
  });

  it('stands before its numbers in a report, and nothing else of its table is drawn; bars stand after theirs', async () => {
    const kinds = (blocks: readonly Block[]) => withCharts(blocks).map((part) => /^<(\w+)/.exec(part)?.[1]);
    const survival = await blocksOf('survival');
    expect(kinds(survival).filter((kind) => kind !== 'p')).toEqual(['figure', 'table']);
    expect(kinds([table([['a', '3'], ['b', '4']])])).toEqual(['table', 'figure']);
    expect(kinds(Array.from({ length: 8 }, () => table([['a', '3'], ['b', '4']]))).filter((kind) => kind === 'figure')).toHaveLength(6);
  });

  it('goes down by steps, and has a gap where a cell is hidden', () => {
    const chart: Chart = { kind: 'curve', title: 's', along: 'at', steps: ['0', '1', '2', '3'], top: 1, series: [{ name: 's', values: [1, 0.5, undefined, 0] }] };
    const [, ...grid] = drawn(chart, { columns: 24, isUnicode: false });
    // Twelve lines for 0 to 1, four letters for each step.
    expect([grid[0], grid[6], grid[11]]).toEqual(['  1 |****', '0.5 |    ****', '  0 |            ****']);
  });
});

it('no line of a chart is wider than its screen', async () => {
  const blocks = (await Promise.all(['survival', 'survey', 'readmission', 'chi_squared', 'emissions'].map(blocksOf))).flat();
  const charts = blocks.flatMap((block) => chartsOf(block));
  expect(charts.length).toBeGreaterThan(4);
  for (const columns of [24, 33, 60, 100, 300]) for (const chart of charts) for (const line of drawn(chart, { columns, isUnicode: true })) expect([columns, line, widthOf(line) <= columns]).toEqual([columns, line, true]);
});
