import { describe, expect, it } from 'vitest';
import { english } from '../../src/texts/en/index.js';
import { formatted } from '../../src/cli/formats.js';
import { barChart, escaped, htmlTable } from '../../src/cli/html.js';
import { htmlReport } from '../../src/cli/html-report.js';
import { caveatsOf, strengthsOf } from '../../src/cli/caveats.js';
import type { Block } from '../../src/session/operations/result-view.js';
import { MatchedRows, matchingResult } from '../../src/session/operations/lists/matched-rows.js';
import { NO_KEY } from '../../src/session/operations/lists/no-key.js';
import type { MatchingAgreement } from '../../src/session/operations/lists/types.js';
import { golden, linear, match } from '../golden/cases.js';
import { resultBlocks } from '../../src/language/results-blocks.js';
import { checkedProgram } from '../language/fixtures.js';
import { htmlProblems } from '../support/html.js';

const HOSTILE = '<img src=x onerror=alert(1)>|`"&\'';
const blocks: readonly Block[] = [
  { kind: 'line', text: 'Hello <b>' },
  { kind: 'numbers', head: ['ward', 'n', 'mean'], rows: [['a', { number: '1234567' }, { number: '-2.50' }], ['b', { number: '8' }, { number: '1' }]] },
  { kind: 'texts', head: ['row', 'note'], count: 2, rows: [['1', HOSTILE], ['2', '=HYPERLINK("x")']] },
];

function run(format: Parameters<typeof formatted>[0]): { text: string; beside: string[] } {
  const beside: string[] = [];
  return { text: [...formatted(format, { title: HOSTILE, language: 'en', blocks, warnings: ['Look out'] }, (line) => beside.push(line))].join(''), beside };
}

describe('cells that are shut', () => {
  const { checked } = checkedProgram('tally 1\nanalysis "x"\ngroup labs of 3..9\nfrom each of labs, at most 90 rows as trials:\n    arm: one of "old", "new"\n    x: 0..9\ntable t by arm of trials:\n    n = count()\n    average = mean(x) rounded to 0.1\nreveal t as "by arm" to everyone\n    hide where n < 10, counts shown\nreveal s = sum(x of trials) as "the total" to everyone\n');
  const shut = resultBlocks(checked, {
    t: { keys: ['arm'], columns: ['n', 'average'], rows: [{ arm: 'old', hidden: true, by: ['North', 'South'] }, { arm: 'new', n: '1200', average: null }] },
    s: { value: null, why: 'cells', of: ['t'], by: ['North'] },
  }, (number) => number, english.program.hidden);
  const laidOut = (format: Parameters<typeof formatted>[0]) => {
    const beside: string[] = [];
    return { text: [...formatted(format, { title: 'x', language: 'en', blocks: shut, warnings: [] }, (line) => beside.push(line))].join(''), beside };
  };
  const said = ['Shut by North, since the condition hides them without its own rows: old.', 'Shut by South, since the condition hides them without its own rows: old.', 'the total: not revealed: a total over the rows of t, where cells are shut, some by North'];

  it('csv has a point for what is hidden and a dash for none, and says beside it who shut it', () => {
    const { text, beside } = laidOut('csv');
    expect(text).toBe('arm,n,average\nold,·,·\nnew,1200,–\n');
    expect(beside).toEqual(['by arm:', '· hidden by a condition of the program', ...said]);
  });

  it('md and html say it below the table', () => {
    expect(laidOut('md').text).toContain('| old | · | · |\n| new | 1200 | – |\n');
    for (const line of said) expect(laidOut('md').text).toContain(line);
    const { text } = laidOut('html');
    expect(text).toMatch(/<td[^>]*>old<\/td><td[^>]*>·<\/td><td[^>]*>·<\/td>/);
    for (const line of said) expect(text).toContain(line);
    expect(htmlProblems(text)).toEqual([]);
  });
});

describe('results in other forms', () => {
  it('csv has the tables, exact numbers and no formula of others; sentences stand beside', () => {
    const { text, beside } = run('csv');
    expect(text).toBe('ward,n,mean\na,1234567,-2.50\nb,8,1\n\nrow,note\n1,"<img src=x onerror=alert(1)>|`""&\'"\n2,"\'=HYPERLINK(""x"")"\n');
    expect(beside).toEqual(['Hello <b>', 'Look out']);
  });

  it('jsonl has one object a line', () => {
    const lines = run('jsonl').text.trimEnd().split('\n').map((line) => JSON.parse(line) as object);
    expect(lines).toEqual([{ text: 'Hello <b>' }, { table: 1, columns: ['ward', 'n', 'mean'], row: ['a', '1234567', '-2.50'] }, { table: 1, columns: ['ward', 'n', 'mean'], row: ['b', '8', '1'] }, { table: 2, columns: ['row', 'note'], row: ['1', HOSTILE] }, { table: 2, columns: ['row', 'note'], row: ['2', '=HYPERLINK("x")'] }, { warning: 'Look out' }]);
  });

  it('md has tables in which nothing is more than text', () => {
    const { text } = run('md');
    expect(text).toContain('| ward | n | mean |\n| --- | ---: | ---: |\n| a | 1234567 | -2.50 |\n');
    expect(text).toContain('\\<img src=x onerror=alert(1)\\>\\|\\`"\\&\'');
    expect(text).toContain('> Look out\n');
  });

  it('html escapes everything that somebody wrote, and can run and fetch nothing', () => {
    const { text } = run('html');
    expect(text).not.toContain('<img');
    expect(text).not.toMatch(/<script|https?:|url\(/);
    expect(text).toContain("default-src 'none'");
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;|`&quot;&amp;&#39;');
    expect(htmlProblems(text)).toEqual([]);
    expect(escaped('a\u202eb\u0000')).toBe('a b');
  });

  it('bars are drawn of what can be seen in bars', () => {
    const bars = barChart('n', [{ label: '<a>', value: '3' }, { label: 'b', value: '6' }]) ?? '';
    expect([...bars.matchAll(/width="(\d+\.\d)" height/g)].map(([, width]) => width)).toEqual(['190.0', '380.0']);
    expect(bars).not.toContain('<a>');
    expect([barChart('n', [{ label: 'a', value: '3' }]), barChart('n', [{ label: 'a', value: '-3' }, { label: 'b', value: '4' }])]).toEqual([undefined, undefined]);
  });
});

describe('a report', () => {
  it('has result, chart, caveats, receipt and agreement, with everything escaped', () => {
    const { agreement } = golden('report', linear('sum', ['a:0..9', 'b:0..9']), { purpose: HOSTILE });
    const json = { session: 'ab'.repeat(32), operation: 'sum', agreement: 'cd'.repeat(32), parties: agreement.parties, result: { columns: { a: { sum: '5' }, b: { sum: '10' } } }, receipt: '/home/x/r.json' };
    const strength = { rule: 'exact <b>', rows: 2, ownPairs: 3, otherRows: 9, byChance: 0.1 };
    const html = htmlReport({ agreement, json: { ...json, strengths: [strength, { ...strength, rule: 'no row by this', rows: 0 }] }, caveats: ['Mind <this>'], problem: 'A signature is missing.' }, english);
    expect(html).not.toContain('<img');
    for (const absent of ['<this>', '<b>', 'no row by this']) expect(html).not.toContain(absent);
    expect(html).toContain('<td>exact &lt;b&gt;</td><td class="n">2</td><td class="n">3</td><td class="n">about 0.1</td>');
    expect(htmlProblems(html)).toEqual([]);
    for (const part of ['<svg', 'Mind &lt;this&gt;', json.session, 'A signature is missing.', 'Who learns the result', 'mpc receipt verify']) expect(html).toContain(part);
    expect(htmlReport({ agreement, json: { ...json, result: null }, caveats: [], problem: undefined }, english)).toContain('does not learn the result');
  });
});

describe('tables that are wider than paper', () => {
  const head = ['ward', 'arm', ...Array.from({ length: 14 }, (_, i) => `deviation_${i}`)];
  const row = ['surgery', 'old', ...Array.from({ length: 14 }, (_, i) => `1234.56789${i}`)];

  it('become several, each with its keys, and lose no column', () => {
    const tables = htmlTable(head, [row], true, 2).split('</table>').filter((table) => table !== '').map((table) => [...table.matchAll(/<t[hd](?: [^>]*)?>([^<]*)</g)].map(([, text]) => text ?? ''));
    expect(tables.length).toBeGreaterThan(1);
    const halves = tables.map((cells) => [cells.slice(0, cells.length / 2), cells.slice(cells.length / 2)] as const);
    for (const [names, values] of halves) {
      expect([names.slice(0, 2), values.slice(0, 2)]).toEqual([['ward', 'arm'], ['surgery', 'old']]);
      expect(names.join('   ').length).toBeLessThanOrEqual(70);
    }
    expect(halves.flatMap(([names]) => names.slice(2))).toEqual(head.slice(2));
    expect(halves.flatMap(([, values]) => values.slice(2))).toEqual(row.slice(2));
  });

  it('are printed small where that is enough', () => {
    expect([5, 7, 8].map((columns) => (htmlTable(head.slice(0, columns), [row.slice(0, columns)], true, 2).match(/<table[^>]*>/g) ?? []).join(''))).toEqual(['<table>', '<table class="s">', '<table><table>']);
  });

  it('stay one where they fit, and where a single column is too wide', () => {
    expect(htmlTable(head.slice(0, 5), [row.slice(0, 5)], true, 2).match(/<table/g)).toHaveLength(1);
    expect(htmlTable(['', ''], [['x', 'y'.repeat(300)]], false).match(/<table/g)).toHaveLength(1);
    expect(htmlTable(head, [], true, 2)).toContain('deviation_13');
    // A remark breaks between its words, beside the row that it is about.
    expect(htmlTable(['row', 'given', 'surname', 'note'], [['1', 'Ann', 'Smith', 'what is known of her and by whom, in words '.repeat(9)]], false).match(/<table/g)).toHaveLength(1);
    expect(htmlTable(['a', 'b'], [['x', 'y'.repeat(64)], ['2001-12-31', '']], false)).toMatch(/<td class="l">yyy[^]*<td class="d">2001-12-31</);
  });
});

describe('caveats of matches', () => {
  const agreementOf = (cap: number) => golden('caveats', match({ keys: ['given:name', 'born:date'], near: true, caps: cap })).agreement as MatchingAgreement;

  /** `pairs`: pairs of rows with one key by the first rule. The first row matches by that rule, the second by the next. */
  function result(rows: number, pairs: number, untested = 0) {
    const agreement = agreementOf(1000);
    const slots = agreement.operation.keys.rules.length;
    const itemOf = new Uint32Array(rows * slots).fill(NO_KEY);
    for (let row = 0; row < rows - untested; row++) for (let slot = 0; slot < slots; slot++) itemOf[row * slots + slot] = slot === 0 && row >= 2 && row < 2 + 2 * pairs && row % 2 === 1 ? (row - 1) * slots : row * slots + slot;
    const isMatched = new Uint8Array(rows * slots);
    isMatched[0] = 1;
    isMatched[slots + slots - 1] = 1;
    const records = { rows, slots, itemOf, count: rows * slots, digests: new Uint8Array(), setHash: new Uint8Array(), cells: () => ['', ''], texts: [] };
    const found = matchingResult(agreement, new MatchedRows(agreement, records, isMatched));
    return { caveats: caveatsOf(agreement, found, english), strengths: strengthsOf(agreement, found) ?? [] };
  }

  it('say that not found is not safe, by which rule, and how many would match by chance', () => {
    const { caveats: [first, byRule, chance], strengths: [exact] } = result(101, 3, 2);
    expect(first).toMatch(/^Not found is not safe: 2 of your rows could not be tested, and /);
    expect(byRule).toMatch(/^By the rule that says most of each match: exact 1; .* 1\.$/);
    // 2 · 3 pairs · 2000 rows elsewhere / 100
    expect(chance).toContain('3 pairs of rows agree by these rules. If such rows are as common in the other lists, and these are full (2000 rows), so many match without being the same: exact about 120.');
    expect(exact).toEqual({ rule: 'exact', rows: 1, ownPairs: 3, otherRows: 2000, byChance: 120 });
  });

  it('say that a short list shows nothing, and what no pair shows', () => {
    expect(result(20, 0).caveats[2]).toContain('your list of 20 rows is too short');
    expect(result(20, 0).strengths[0]).toEqual({ rule: 'exact', rows: 1, ownPairs: 0, otherRows: 2000 });
    expect(result(401, 0).caveats[2]).toContain('fewer than about 10 rows match');
    expect(result(401, 0).strengths[0]).toEqual({ rule: 'exact', rows: 1, ownPairs: 0, otherRows: 2000, byChanceBelow: 10 });
  });
});
