import { describe, expect, it } from 'vitest';
import { madeUpInputs } from '../../src/language/evaluate/made-up.js';
import { planOf } from '../../src/language/plan/plan.js';
import { wordsOfProgram } from '../../src/language/words/program.js';
import { checkedProgram, NAMES, textOfProgram } from './fixtures.js';
import { both, planned } from './on-sums.js';

const head = 'tally 1\nanalysis "x"\ngroup labs of 3..9\nfrom each of labs, at most 90 rows as trials:\n    kind: one of "a", "b", "c"\n    x: -5.00..9.50\n    y: 0..9\n    z: -3..3 or empty\n';

const ON_SUMS: Readonly<Record<string, string>> = {
  statistics: `${head}reveal n = count(trials) to everyone\nreveal s = sum(x of trials) to everyone\nreveal m = mean(x of trials where y > 3) rounded to 0.01 to everyone\nreveal v = variance(x of trials) rounded to 0.0001 to everyone\nreveal d = sd(x of trials) rounded to 0.0001 to everyone\nreveal c = covariance(x, y of trials) rounded to 0.0001 to everyone\nreveal r = correlation(x, y of trials) rounded to 0.0001 to everyone\nreveal k = contributors(trials where y = 9) to everyone\nreveal e = (d / sqrt(n)) rounded to 0.001 to everyone\n`,
  'cells hidden': `${head}table t by kind of trials where z is given:\n    n = count(where y > 4)\n    m = mean(z where y > 4) rounded to 0.1\n    whole = count()\n    share = n / whole rounded to 1%\nreveal t to everyone\n    hide where n < 6, counts shown\n`,
  'columns hidden': `${head}table t by kind of trials:\n    n = count(where y > 4)\n    m = mean(x where y > 4) rounded to 0.1\n    s = sum(x)\nreveal t to everyone\n    hide m where n < 7, counts shown\n`,
  'running totals behind a hidden cell': `${head}table t by kind, at in 0..9 of trials:\n    n = count(where y = at)\n    so_far = running_sum(n)\n    part = running_product(1 - n / 20) rounded to 0.1%\nreveal t to everyone\n    hide where n < 2, counts shown\n`,
  'a condition that fails': `${head}let enough = count(trials where y = 9) >= 1_000\nreveal m = mean(x of trials) rounded to 0.1 to everyone only if enough, counts shown\n`,
  'a total beside cells that are hidden': `${head}reveal s = sum(x of trials) to everyone\nreveal n = count(trials) to everyone\nreveal m = s / n rounded to 0.1 to everyone\nreveal q = mean(y of trials) rounded to 0.1 to everyone\ntable t by kind of trials:\n    many = count()\n    m1 = mean(x) rounded to 0.1\nreveal t to everyone\n    hide where many < 6, counts shown\n`,
  'a coarser table beside cells that are hidden': `${head}table u by kind of trials:\n    whole = sum(x)\n    all = count()\nreveal u to everyone\nreveal big = sum(whole of u) to everyone\ntable t by kind, y of trials:\n    n = count()\n    s = sum(x)\nreveal t to everyone\n    hide s where n < 3, counts shown\n`.replace(/\ball\b/, 'rows'),
  'a cell a party': `${head}table t by party of trials:\n    n = count()\n    m = mean(y) rounded to 0.01\nreveal t to everyone\n`,
  'single values': 'tally 1\nanalysis "x"\ngroup labs of 3..9\nfrom each of labs:\n    beds: 1..90\n    used: 0..90\n    free = beds - used\nreveal n = count(labs where used > 40) to everyone\nreveal rate = sum(free of labs) / sum(beds of labs) rounded to 0.1% to everyone\n',
};

const fixturesOnSums = NAMES.filter((name) => planOf(checkedProgram(textOfProgram(name)).checked).on === 'sums');

describe('a program on sums has the results of its plain evaluation', () => {
  it.each([...Object.entries(ON_SUMS), ...fixturesOnSums.map((name) => [name, textOfProgram(name)] as const)])('%s', (_, text) => {
    for (const [seed, rows, ends] of [[1, 60, 0], [2, 9, 0.5], [3, 1, 1], [4, 0, 0], [5, 25, 1]] as const) {
      const { sums, plain } = both(text, (checked) => madeUpInputs(checked, { seed, rows, ends }));
      expect(sums.values).toEqual(plain);
    }
  });

  it('sums of hidden cells and of what is not revealed are never opened', () => {
    const shut = (name: string, rows: number) => both(ON_SUMS[name] ?? '', (checked) => madeUpInputs(checked, { seed: 4, rows, ends: 0 })).sums.open;
    const few = shut('cells hidden', 2);
    expect(few.flat().filter((each) => !each).length).toBeGreaterThan(0);
    expect(shut('cells hidden', 80).flat()).not.toContain(false);
    expect(shut('a condition that fails', 80)).toEqual([[true], [false], [false]]);
  });
});

describe('the general engine is needed', () => {
  it.each([
    ['a comparison', 'reveal p = sum(x of trials) > 3 to everyone', 'a comparison or a choice'],
    ['a comparison under a name', 'let s = sum(x of trials)\nlet p = s > 3\nreveal p to everyone', 'a comparison or a choice'],
    ['a choice', 'reveal p = if sum(x of trials) > 3 then 1 else 0 to everyone', 'a comparison or a choice'],
    ['the larger of two', 'reveal p = max(sum(x of trials), 3) to everyone', 'max is worked out'],
    ['bands', 'reveal p = bands(count(trials), 10, 20) to everyone', 'bands is worked out'],
    ['extremes', 'reveal p = max(x of trials) to everyone', 'max cannot be read from sums'],
    ['a median', 'reveal p = median(x of trials, step 1) to everyone', 'median cannot be read from sums'],
    ['a hidden count', 'reveal p = sum(x of trials) to everyone only if count(trials) > 9', 'this condition hides the counts'],
    ['a hidden cell', 'table t by kind of trials:\n    n = count()\nreveal t to everyone\n    hide where n < 9', 'this condition hides the counts'],
    ['a total of a hidden table', 'table t by kind of trials:\n    n = count()\nreveal p = sum(n of t) to everyone', 'a total of a table'],
    ['the largest cells', 'table t by kind of trials:\n    n = count()\nreveal top 2 of t by n to everyone', 'the largest cells'],
  ])('%s', (_, lines, why) => {
    const plan = planOf(checkedProgram(`${head}${lines}\n`).checked);
    expect(plan.on === 'engine' ? plan.lines.map((each) => each.why).join() : '').toContain(why);
  });
});

it('two totals of the same rows share their sums, and each set of recipients has its own', () => {
  const { measures } = planned(`${head.replace('labs of 3..9\n', 'labs of 3..9\nparty Board\n')}reveal n = count(trials) to Board\nreveal m = mean(x of trials) rounded to 0.1 to Board\nreveal k = count(trials) to everyone\n`);
  expect(measures.map(({ part, recipients }) => [part.kind, recipients.length])).toEqual([['count', 1], ['sum', 1], ['count', 2]]);
});

it('chains of names take no time that doubles with each link', () => {
  const links = (first: string, next: (before: string) => string) => [first, ...Array.from({ length: 90 }, (_, i) => next(`v${i}`))].map((value, i) => `let v${i} = ${value}\n`).join('');
  const conditions = links('count(trials) > 3', (before) => `${before} and ${before}`);
  const numbers = links('count(trials)', (before) => `${before} + ${before}`);
  const columns = ['count()', ...Array.from({ length: 90 }, (_, i) => `c${i} + c${i}`)].map((value, i) => `    c${i} = ${value}\n`).join('');
  for (const text of [`${conditions}reveal n = sum(x of trials) to everyone only if v90, counts shown\n`, `${numbers}reveal n = v90 to everyone\n`, `table t by kind of trials:\n${columns}reveal t to everyone\n    hide where c90 < 5, counts shown\n`]) {
    const { checked } = checkedProgram(head + text);
    expect(planOf(checked).on).toBe('sums');
    expect(wordsOfProgram(checked).length).toBeGreaterThan(0);
  }
});
