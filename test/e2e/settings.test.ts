import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeParties, mpc, mpcJson, newFolder, startRelay, type TestParty } from '../support/processes.js';
import { file, propose, type Proposed } from '../support/sessions.js';

let parties: TestParty[];
let agreement: Proposed;
const data = file('Gross pay;Bonus\n1000,50;7\n', 'pay.csv');

beforeAll(async () => {
  parties = await makeParties('North', 'South', 'Harbour');
  agreement = await propose(parties, 'ws://127.0.0.1:1', 'sum', '--column', 'salary:0..20000:2');
});

/** A folder with an `mpc.json`. */
function project(content: object | string): string {
  const folder = newFolder();
  writeFileSync(join(folder, 'mpc.json'), typeof content === 'string' ? content : JSON.stringify(content));
  return folder;
}

const check = async (cwd: string, ...more: string[]) => mpc(['check', agreement.file, '--csv', data, ...more], { home: parties[0]?.home ?? '', cwd });

describe('mpc.json in the folder where a command runs', () => {
  it('says how the file is read, is said aloud even when quiet, and gives way to flags and variables', async () => {
    const cwd = project({ map: { salary: 'Gross pay' }, delimiter: ';', 'decimal-comma': true });
    const done = await check(cwd, '--quiet');
    expect([done.code, done.stderr]).toEqual([0, 'From ./mpc.json: --map "salary=Gross pay"; --delimiter ";"; --decimal-comma "1".\n']);
    expect(done.stdout).toMatch(/salary │ 1\s000\.50/);
    const flagged = await check(cwd, '--map', 'salary=Bonus', '--quiet');
    expect([flagged.stderr, /salary │ +7\.00/.test(flagged.stdout)]).toEqual(['From ./mpc.json: --delimiter ";"; --decimal-comma "1".\n', true]);
    const fromEnvironment = await mpc(['check', agreement.file, '--csv', data, '--quiet'], { home: parties[0]?.home ?? '', cwd, env: { MPC_MAP: 'salary=Bonus' } });
    expect(fromEnvironment.stdout).toMatch(/salary │ +7\.00/);
  });

  it('cannot hold what is signed', async () => {
    const { code, stderr } = await check(project({ relay: 'wss://elsewhere.example.org' }));
    expect([code, stderr.includes('./mpc.json has a member "relay", which cannot stand there.')]).toEqual([2, true]);
  });

  it('does not stand in the way of help', async () => {
    expect((await mpc(['check', '--help'], { cwd: project('{') })).code).toBe(0);
  });
});

describe('config.json in MPC_HOME', () => {
  it('has the relay of proposals, and gives way to the flag; no secret stands there', async () => {
    const [north] = parties;
    const home = north?.home ?? '';
    mkdirSync(home, { recursive: true });
    const [south, harbour] = ['South', 'Harbour'];
    const terms = ['sum', '--purpose', 'p', '--column', 'x', '--party', south, '--party', harbour];
    writeFileSync(join(home, 'config.json'), JSON.stringify({ relay: 'wss://ours.example.org', operator: 'j.doe', color: 'never' }));
    try {
      const folder = newFolder();
      const relayOf = async (name: string, ...more: string[]) => {
        await mpcJson([...terms, '--propose', join(folder, name), ...more], { home });
        return (await mpcJson<{ agreement: { relay: string } }>(['agreement', 'show', join(folder, name)], { home })).agreement.relay;
      };
      expect(await relayOf('a.json')).toBe('wss://ours.example.org');
      expect(await relayOf('b.json', '--relay', 'wss://other.example.org')).toBe('wss://other.example.org');
      writeFileSync(join(home, 'config.json'), JSON.stringify({ relay: 'http://ours.example.org' }));
      const wrong = await mpc([...terms, '--propose', join(folder, 'c.json')], { home });
      expect([wrong.code, wrong.stderr.includes(`The value stands in ${join(home, 'config.json')}.`)]).toEqual([2, true]);
      const typed = await mpc([...terms, '--propose', join(folder, 'c.json'), '--relay', 'http://x'], { home });
      expect([typed.code, typed.stderr.includes('The value stands in')]).toEqual([2, false]);
      writeFileSync(join(home, 'config.json'), JSON.stringify({ passphrase: 'x' }));
      const { code, stderr } = await mpc(['whoami'], { home });
      expect([code, stderr.includes('config.json has a member "passphrase", which cannot stand there')]).toEqual([2, true]);
    } finally {
      writeFileSync(join(home, 'config.json'), '{}');
    }
  });
});

describe('- for files, and -n', () => {
  it('takes agreements from standard input, and writes them and results to standard output', async () => {
    const [home, { url }] = [parties[0]?.home ?? '', await startRelay()];
    const terms = ['sum', '--purpose', 'p', '--column', 'Bonus', '--party', 'South', '--party', 'Harbour', '--relay', url];
    const { stdout, stderr } = await mpc([...terms, '--propose', '-'], { home });
    const digest = /Digest: ([0-9a-f]{64})/.exec(stderr)?.[1] ?? '';
    expect((await mpc(['agreement', 'show', '-', '--json'], { home, input: stdout })).stdout).toContain(`"digest":"${digest}"`);
    const checked = await mpc(['join', '-', '-n', '--csv', data], { home, input: stdout });
    expect([checked.code, checked.stdout.includes('Bonus'), checked.stderr.includes('Nothing was sent.')]).toEqual([0, true, true]);
    const both = await mpc(['check', '-', '--data', '-'], { home, input: stdout });
    expect([both.code, both.stderr.includes('cannot both come from standard input')]).toEqual([2, true]);
    const path = file(stdout, 'agreement.json');
    const [first] = await Promise.all(parties.map(async (party) => mpc(['join', path, '--csv', data, '--approve', digest, '--out', '-', '--quiet'], { home: party.home })));
    expect([first?.code, JSON.parse(first?.stdout ?? '') as object]).toEqual([0, expect.objectContaining({ result: { columns: { Bonus: { sum: '21.00' } } } })]);
  });
});
