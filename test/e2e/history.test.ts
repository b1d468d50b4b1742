import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { Attempt } from '../../src/app/attempts.js';
import type { Status } from '../../src/app/status.js';
import { makeParties, mpc, mpcJson, newFolder, startRelay, type TestParty } from '../support/processes.js';
import { file, propose, type Proposed } from '../support/sessions.js';

const OPERATOR = 'A. Jansen';
let parties: TestParty[];
let agreement: Proposed;
let folder: string;
const north = () => parties[0] as TestParty;

beforeAll(async () => {
  parties = await makeParties('North', 'South', 'Harbour');
  agreement = await propose(parties, (await startRelay()).url, 'sum', '-c', 'n:0..9', '--runs', '2');
  folder = join(agreement.file, '..');
});

async function session(): Promise<void> {
  const ends = await Promise.all(parties.map(async ({ home }, seat) => mpc(['join', agreement.file, '--csv', file('n\n1\n2\n'), '--approve', agreement.digest, '--json', ...(seat === 0 ? ['--operator', OPERATOR] : [])], { home })));
  expect(ends.map(({ code, stderr }) => [code, code === 0 ? '' : stderr])).toEqual([[0, ''], [0, ''], [0, '']]);
}

function filesUnder(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name)).filter((each) => statSync(each).isFile());
}

it('status, history, export and clean-up, as one goes from the other', async () => {
  const { home } = north();
  const before = await mpc(['status'], { home, cwd: folder });
  expect(before.stdout).toMatch(/Identity: North \(not encrypted\)[\s\S]*agreement\.json: sum\n {4}For: A test\n {4}2 of 2 runs left; expires .*\n {4}Signed ahead: nobody; not: North, South, Harbour\n {4}Waits for your approval: mpc agreement show/);

  await session();
  // Who is told to decline at a keyboard that is not there: noted as begun, and why it ended.
  expect((await mpc(['join', agreement.file, '--csv', file('n\n12\n'), '--no-input', '--approve', agreement.digest, '--operator', OPERATOR], { home })).code).toBe(8);

  const { history, head } = await mpcJson<{ history: Attempt[]; head: string }>(['history'], { home });
  expect(history.map(({ operation, purpose, partners, rows, outcome, operator, computing }) => ({ operation, purpose, partners, rows, outcome, operator, left: computing !== null }))).toEqual([
    { operation: 'sum', purpose: 'A test', partners: ['South', 'Harbour'], rows: 2, outcome: 'done', operator: OPERATOR, left: true },
    { operation: 'sum', purpose: 'A test', partners: ['South', 'Harbour'], rows: null, outcome: 'INPUT_INVALID', operator: OPERATOR, left: false },
  ]);
  expect(head).toMatch(/^[0-9a-f]{64}$/);
  const said = await mpc(['history', '--since', '1h'], { home });
  expect(said.stdout).toMatch(/UTC {2}sum: done, by A\. Jansen\n {2}For: A test\n {2}With: South, Harbour; own rows: 2\n {2}Approved ..:.., computed ..:..; session [0-9a-f]{8}\n/);
  expect((await mpcJson<{ history: Attempt[] }>(['history', '--since', '2999-01-01'], { home })).history).toEqual([]);

  // Who did it is this party's own business.
  for (const { home: others } of parties.slice(1)) for (const path of filesUnder(others)) expect(readFileSync(path, 'utf8')).not.toContain(OPERATOR);
  for (const path of filesUnder(join(home, 'receipts'))) expect(readFileSync(path, 'utf8')).not.toContain(OPERATOR);

  const jsonl = await mpc(['log', 'export'], { home });
  expect(jsonl.stdout).toBe(readFileSync(join(home, 'history.jsonl'), 'utf8'));
  const csv = join(newFolder(), 'log.csv');
  await mpcJson(['log', 'export', '--format', 'csv', '--out', csv], { home });
  const lines = readFileSync(csv, 'utf8').split('\r\n');
  expect([lines[0], lines.length]).toEqual(['n,time,happening,attempted,attempt,operator,operation,purpose,partners,rows,agreement,session,outcome,previous', jsonl.stdout.split('\n').length + 1]);
  expect(lines[1]).toMatch(/^1,.*,begun,session,.*,A\. Jansen,sum,A test,"South; Harbour",,/);

  const status = await mpcJson<Status>(['status'], { home, cwd: folder });
  expect(status.agreements.map(({ runs, waitsFor }) => [runs.left, waitsFor])).toEqual([[1, 'your approval']]);
  expect(status.last).toHaveLength(1);

  expect((await mpc(['forget', '--no-input'], { home })).code).toBe(2);
  const { removed, remains } = await mpcJson<{ removed: { what: string }[]; remains: { what: string }[] }>(['forget', '--yes'], { home });
  expect([removed.map(({ what }) => what), remains.map(({ what }) => what)]).toEqual([['history', 'receipts', 'parties', 'runs'], ['identity']]);
  for (const path of filesUnder(home)) expect(readFileSync(path, 'utf8')).not.toMatch(/South|Harbour|A test|Jansen|"session"/);
  const doctor = await mpc(['doctor'], { home });
  expect([doctor.code, doctor.stdout]).toEqual([0, expect.stringContaining('history: 0 entries, whole')]);
  // The one run that was left is left, and no more.
  expect((await mpcJson<Status>(['status'], { home, cwd: folder })).agreements[0]?.runs.left).toBe(1);

  await mpcJson(['forget', '--all', '--yes'], { home });
  expect(filesUnder(home).map((path) => path.slice(home.length + 1))).toEqual(['record-count.json']);
});
