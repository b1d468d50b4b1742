import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readMatches } from '../../src/app/review/matches.js';
import { htmlProblems } from '../support/html.js';
import { makeParties, mpc, mpcJson, newFolder, startRelay, type Done, type TestParty } from '../support/processes.js';
import { file, type Proposed } from '../support/sessions.js';

const HOSTILE = '<script>alert(1)</script>';
/** Thirty-two rows: one matches, two share a key, and three have none. */
const ROWS = ['Ann,Smith', 'Bob,Jones', 'Bob,Jones', ...Array.from({ length: 26 }, (_, i) => `${String.fromCharCode(97 + i)}ora,Person`), ',', 'n/a,', ','];
const own = (note: string) => `given,surname,note\n${ROWS.map((row) => `${row},${note}`).join('\n')}\n`;

describe('a matching, in each form', () => {
  let parties: readonly [TestParty, TestParty];
  let agreement: Proposed;

  beforeAll(async () => {
    parties = (await makeParties('Police', 'Refuge')) as [TestParty, TestParty];
    const { url } = await startRelay();
    agreement = await mpcJson<Proposed>(['psi', '--purpose', `Who is safe? ${HOSTILE}`, '--party', 'Refuge', '--relay', url, '--key', 'given:name', '--key', 'surname:name', '--near', '--cap', '40', '--payload', 'note', '--runs', '3', '--propose', join(newFolder(), 'agreement.json')], { home: parties[0].home });
  });

  /** One session, in which both are recipients, each with flags of its own. */
  async function session(...flags: readonly (readonly string[])[]): Promise<[Done, Done]> {
    const csvs = [own('mine'), own(`${HOSTILE}=1+1`)];
    const done = await Promise.all(parties.map(async ({ home }, i) => mpc(['join', agreement.file, '--csv', file(csvs[i] ?? ''), '--approve', agreement.digest, ...(flags[i] ?? [])], { home })));
    for (const { code, stdout, stderr } of done) expect({ code, said: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, said: '' });
    return done as [Done, Done];
  }

  const flat = (text: string) => text.replace(/\s+/g, ' ');
  const NOT_FOUND = /Not found is not safe: 3 of your rows could not be tested/;
  const BY_CHANCE = /By chance: in your own list 1 pair of rows agrees by these rules/;

  it('md and html have the caveats inside, with nothing of others as more than text', async () => {
    const [md, html] = await session(['--format', 'md'], ['--format', 'html']);
    for (const { stdout } of [md, html]) for (const caveat of [NOT_FOUND, BY_CHANCE, /NOT TESTED: 3 rows make no key/]) expect(flat(stdout)).toMatch(caveat);
    expect(md.stdout).toContain('\\<script\\>');
    expect(html.stdout).not.toContain('<script');
    expect(htmlProblems(html.stdout)).toEqual([]);
  });

  it('jsonl has them as warnings, and csv beside it', async () => {
    const result = join(newFolder(), 'result.json');
    const [jsonl, csv] = await session(['--format', 'jsonl', '--out', result], ['--format', 'csv', '--quiet']);
    const lines = jsonl.stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { warning?: string; row?: string[] });
    for (const caveat of [NOT_FOUND, BY_CHANCE, /NOT TESTED/]) expect(lines.flatMap(({ warning }) => warning ?? []).some((line) => caveat.test(line))).toBe(true);
    expect(lines.filter(({ row }) => row !== undefined)).toHaveLength(ROWS.length - 3);
    for (const caveat of [NOT_FOUND, BY_CHANCE, /NOT TESTED/]) expect([csv.stderr, caveat.test(csv.stdout)]).toEqual([expect.stringMatching(caveat), false]);
    const read = await readMatches(result);
    expect([read.matches.length, read.notTested, read.strengths?.[0]]).toEqual([29, 3, { rule: 'exact', rows: 29, byChance: 2.6 }]);
    expect(read.matches[1]).toMatchObject({ row: 2, own: [['given', 'Bob'], ['surname', 'Jones']], rules: expect.arrayContaining(['exact']) as string[], learned: [['note', `${HOSTILE}=1+1`]] });
    expect(csv.stdout.split('\n')[0]).toBe('row,given,surname,matched by,note');
  });

  it('a table has them beside it, rows on standard output, too; a report has all in one private page', async () => {
    const report = join(newFolder(), 'report.html');
    const [table, rows] = await session(['--report', report], ['--out', '-']);
    for (const { stderr } of [table, rows]) for (const caveat of [NOT_FOUND, BY_CHANCE]) expect(flat(stderr)).toMatch(caveat);
    expect(table.stderr).toContain(`Report: ${report}`);
    expect(rows.stdout.split('\n')[0]).toBe('given,surname,note,match,match rules,match note');
    const read = await readMatches(file(rows.stdout));
    expect([read.matches.length, read.notTested, read.strengths]).toEqual([29, 3, undefined]);
    expect(read.matches[1]).toMatchObject({ row: 2, own: [['given', 'Bob'], ['surname', 'Jones'], ['note', `${HOSTILE}=1+1`]], rules: expect.arrayContaining(['exact']) as string[], learned: [['note', 'mine']] });
    const page = readFileSync(report, 'utf8');
    expect(statSync(report).mode & 0o777).toBe(0o600);
    expect(htmlProblems(page)).toEqual([]);
    expect(page).not.toMatch(/<script|https?:\/\/|url\(|<img|<link/);
    for (const part of [NOT_FOUND, BY_CHANCE, /NOT TESTED/, /<h2>How much each rule proves<\/h2>/, /<td>exact<\/td><td class="n">29<\/td><td class="n">1<\/td><td class="n">about 2\.6<\/td>/, /<h2>Agreement<\/h2>/, /Who is safe\? &lt;script&gt;/, /&lt;script&gt;alert\(1\)&lt;\/script&gt;=1\+1/]) expect(page).toMatch(part);
    expect(page).toContain(agreement.digest);
    expect(page).toContain(/Receipt: (.*\.json)/.exec(table.stderr)?.[1]);
    const again = await mpc(['join', agreement.file, '--csv', file(own('')), '--approve', agreement.digest, '--report', report], { home: parties[0].home });
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('--report')]);
    expect(readFileSync(report, 'utf8')).toBe(page);
  });
});
