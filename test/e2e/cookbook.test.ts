/** The examples of docs/language/cookbook.md, run as they stand there; and their results worked out another way. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mpc, newFolder, ROOT } from '../support/processes.js';
import { checkedProgram } from '../language/fixtures.js';

const page = (name: string) => readFileSync(join(ROOT, 'docs', 'language', name), 'utf8');

interface Example {
  readonly title: string;
  readonly files: ReadonlyMap<string, string>;
  readonly commands: readonly { readonly args: readonly string[]; readonly output: string }[];
}

const EXAMPLES: readonly Example[] = page('cookbook.md').split(/^## /m).slice(1).map((section) => ({
  title: section.slice(0, section.indexOf('\n')),
  files: new Map([...section.matchAll(/^`([\w.]+)`\n\n```\n(.*?)^```$/gms)].map(([, name = '', text = '']) => [name, text])),
  commands: [...section.matchAll(/^\$ mpc ([^\n]+)\n(.*?)^```$/gms)].map(([, line = '', output = '']) => ({ args: line.split(' '), output })),
}));

const rowsOf = ({ files }: Example, ...names: readonly string[]) => names.flatMap((name) => (files.get(`${name}.csv`) ?? '').trim().split('\n').slice(1).map((line) => line.split(',')));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const [wages, waiting, invoices, double] = EXAMPLES as readonly [Example, Example, Example, Example];
const resultOf = ({ commands }: Example) => (commands.at(-1)?.output ?? '').replaceAll(/[ │]+/g, ' ');

describe.each(EXAMPLES.map((each) => [each.title, each] as const))('%s', (_, { files, commands }) => {
  it('does what stands there', async () => {
    const folder = join(newFolder(), 'example');
    mkdirSync(folder);
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
    expect(commands.length).toBe(2);
    for (const { args, output } of commands) {
      const done = await mpc(args, { home: newFolder(), cwd: folder });
      expect([args.join(' '), done.code]).toEqual([args.join(' '), 0]);
      expect(done.stdout).toContain(output);
    }
  });
});

describe('the same results, from the rows of all together', () => {
  it('wages', () => {
    const staff = rowsOf(wages, 'north', 'south', 'harbour').filter(([, , hours]) => Number(hours) >= 8);
    const pay = (grade: string, gender: string) => staff.filter((row) => row[0] === grade && row[1] === gender).map(([, , hours, amount]) => Math.round((Number(amount) * 40) / Number(hours)));
    for (const grade of ['junior', 'senior']) {
      const [women, men] = [pay(grade, 'f'), pay(grade, 'm')];
      expect(resultOf(wages)).toContain(` ${grade} ${women.length} ${men.length} ${(100 * (1 - mean(women) / mean(men))).toFixed(1)} `);
    }
    expect(resultOf(wages)).toContain(' lead · · · ');
  });

  it('waiting times', () => {
    const treated = rowsOf(waiting, 'north', 'south', 'harbour').filter(([, , day]) => day !== '');
    for (const group of ['heart', 'bone']) {
      const days = treated.filter(([diagnosis]) => diagnosis === group).map(([, from, to]) => (Date.parse(to ?? '') - Date.parse(from ?? '')) / 86_400_000);
      expect(resultOf(waiting)).toContain(` ${group} ${days.length} ${mean(days).toFixed(1)} ${((100 * days.filter((each) => each > 90).length) / days.length).toFixed(0)} `);
    }
  });

  it('late invoices', () => {
    const late = (size: string) => rowsOf(invoices, 'north', 'south', 'harbour').filter(([supplier]) => supplier === size).map(([, , days]) => Number(days));
    const [small, large] = [late('small'), late('large')];
    const spread = Math.sqrt(small.reduce((sum, each) => sum + (each - mean(small)) ** 2, 0) / (small.length - 1)).toFixed(2);
    expect(resultOf(invoices)).toBe(`n_small: ${small.length}\nn_large: ${large.length}\nsmall: ${mean(small).toFixed(2)}\nlarge: ${mean(large).toFixed(2)}\nspread: ${spread}\nerror: ${(Number(spread) / Math.sqrt(small.length)).toFixed(2)}\ndifference: ${(Number(mean(small).toFixed(2)) - Number(mean(large).toFixed(2))).toFixed(2)}\n`);
  });

  it('cases of two registers', () => {
    const known = new Set(rowsOf(double, 'clinic').map(([number]) => number));
    for (const month of ['2026-01', '2026-02']) {
      const cases = rowsOf(double, 'police').filter(([, day]) => day?.startsWith(month) === true);
      const both = cases.filter(([number]) => known.has(number)).length;
      expect(resultOf(double)).toContain(` ${month} ${cases.length} ${both} ${((100 * both) / cases.length).toFixed(0)} `);
    }
  });
});

it('whole programs on the pages about the language are programs', () => {
  const programs = ['../language.md', 'specification.md'].flatMap((name) => [...page(name).matchAll(/^```\n(tally 1\n.*?)^```$/gms)].map(([, text = '']) => text));
  expect(programs.length).toBeGreaterThanOrEqual(2);
  for (const text of programs) checkedProgram(text);
});
