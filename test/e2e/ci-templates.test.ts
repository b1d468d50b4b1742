import { existsSync, readdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { decodePublicKey } from '../../src/crypto/public-key.js';
import { serialise } from '../../src/io/identity-file.js';
import { makeParties, mpc, newFolder, PROGRAM, ROOT, Running, startRelay, type TestParty } from '../support/processes.js';
import { file, propose, type Proposed } from '../support/sessions.js';

const CI = join(ROOT, 'packaging', 'ci');
const PASSPHRASE = 'horse-battery-of-the-CI-test';

let relay: string;
let bin: string;

beforeAll(async () => {
  ({ url: relay } = await startRelay());
  bin = newFolder();
  symlinkSync(PROGRAM, join(bin, 'mpc-tool'));
});

/** The script as a job starts it, with -x, which it must undo. */
function job(party: TestParty, agreement: Proposed, env: Readonly<Record<string, string>>, ...flags: string[]) {
  const temporary = newFolder();
  const results = join(newFolder(), 'results');
  const args = ['-x', join(CI, 'join.sh'), agreement.file, '--csv', file('salary\n100\n'), '--approve', agreement.digest, ...flags];
  const running = new Running('sh', args, { home: party.home, env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, TMPDIR: temporary, JOIN_RESULTS: results, ...env } });
  return { running, temporary, results };
}

const textsIn = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile()).map((name) => readFileSync(join(folder, name), 'latin1'));

it('joins month after month with the identity in a secret, counts runs in the home that stays, and leaves the secret nowhere', async () => {
  const [north, south] = (await makeParties('North', 'South')) as [TestParty, TestParty];
  const agreement = await propose([north, south], relay, 'sum', '-c', 'salary:0..1000', '--allow-two');
  const home = join(newFolder(), 'mpc');
  renameSync(south.home, home);
  const identity = readFileSync(join(home, 'identity.json')).toString('base64');
  renameSync(join(home, 'identity.json'), join(newFolder(), 'kept'));
  const secrets = [identity, Buffer.from(south.secretKey).toString('hex')];

  const { running, temporary, results } = job({ ...south, home }, agreement, { JOIN_IDENTITY: identity });
  const [done, other] = await Promise.all([running.done, mpc(['join', agreement.file, '--csv', file('salary\n23\n'), '--approve', agreement.digest, '--json'], { home: north.home })]);
  expect([done.code, other.code], done.stderr).toEqual([0, 0]);
  expect(done.stdout).toBe('');
  expect(JSON.parse(readFileSync(join(results, 'result.json'), 'utf8'))).toMatchObject({ result: { columns: { salary: { sum: '123' } } } });
  expect(readdirSync(results).sort()).toEqual(['receipt.json', 'result.json']);
  for (const name of readdirSync(results)) expect(statSync(join(results, name)).mode & 0o077).toBe(0);
  expect(readdirSync(temporary)).toEqual([]);
  for (const text of [done.stderr, ...textsIn(home), ...textsIn(results)]) for (const secret of secrets) expect(text.includes(secret)).toBe(false);

  // One run was agreed, and the home knows of it.
  const again = job({ ...south, home }, agreement, { JOIN_IDENTITY: identity });
  const spent = await again.running.done;
  expect([spent.code, spent.stderr]).toEqual([4, expect.stringContaining('"AGREEMENT_SPENT"')]);
  expect([existsSync(again.results), readdirSync(again.temporary)]).toEqual([false, []]);
});

it('opens an encrypted identity with the passphrase, and with no other', async () => {
  const [north, south] = (await makeParties('North', 'South')) as [TestParty, TestParty];
  const agreement = await propose([north, south], relay, 'sum', '-c', 'salary:0..1000', '--allow-two');
  const encrypted = await serialise({ name: 'South', publicKey: decodePublicKey(south.publicKey), secretKey: south.secretKey }, PASSPHRASE);
  writeFileSync(south.paths.identity, encrypted, { mode: 0o600 });

  const wrong = await job(south, agreement, { JOIN_PASSPHRASE: `${PASSPHRASE}!` }).running.done;
  expect([wrong.code, wrong.stderr]).toEqual([4, expect.stringContaining('"IDENTITY_LOCKED"')]);

  const { running, temporary, results } = job(south, agreement, { JOIN_PASSPHRASE: PASSPHRASE });
  const [done, other] = await Promise.all([running.done, mpc(['join', agreement.file, '--csv', file('salary\n23\n'), '--approve', agreement.digest, '--json'], { home: north.home })]);
  expect([done.code, other.code], done.stderr).toEqual([0, 0]);
  expect(JSON.parse(readFileSync(join(results, 'result.json'), 'utf8'))).toMatchObject({ result: { columns: { salary: { sum: '123' } } } });
  for (const text of [done.stdout, done.stderr, ...textsIn(south.home), ...textsIn(results)]) expect(text.includes(PASSPHRASE)).toBe(false);
  expect(readdirSync(temporary)).toEqual([]);
});

it('hands a passphrase on as a private file alone, and leaves nothing when it is stopped', async () => {
  const [north] = (await makeParties('North', 'South')) as [TestParty, TestParty];
  const agreement = await propose([north, { ...north, name: 'South' }], relay, 'sum', '-c', 'salary:0..1000', '--allow-two');
  const waiting = job(north, agreement, { JOIN_PASSPHRASE: PASSPHRASE });
  await waiting.running.printed(/wait/i);
  const { pid } = waiting.running.child;
  const tasks = readFileSync(`/proc/${pid ?? 0}/task/${pid ?? 0}/children`, 'utf8').trim().split(' ');
  for (const task of tasks) for (const what of ['cmdline', 'environ']) expect(readFileSync(`/proc/${task}/${what}`, 'latin1')).not.toContain(PASSPHRASE);
  expect(textsIn(waiting.temporary)).toContain(`${PASSPHRASE}\n`);
  waiting.running.child.kill('SIGTERM');
  const done = await waiting.running.done;
  expect(done.code).toBe(143);
  expect(done.stdout + done.stderr).not.toContain(PASSPHRASE);
  expect([existsSync(waiting.results), readdirSync(waiting.temporary)]).toEqual([false, []]);
});

it('wants a home that stays, and one identity', async () => {
  const [north] = (await makeParties('North', 'South')) as [TestParty, TestParty];
  const agreement = { file: 'none', digest: 'none' };
  for (const env of [{ MPC_HOME: '' }, { JOIN_RESULTS: '' }, { JOIN_RESULTS: north.home }, { JOIN_IDENTITY: 'eA==' }]) {
    const { running, temporary } = job(north, agreement, env);
    const { code, stderr } = await running.done;
    expect([code, stderr, readdirSync(temporary)]).toEqual([2, expect.stringContaining('join.sh: '), []]);
  }
});

/** A folder with what a runner has checked out, and what was computed elsewhere. */
async function jobsOf(n: number) {
  const parties = (await makeParties('North', 'South')) as [TestParty, TestParty];
  const agreement = await propose(parties, relay, 'sum', '-c', 'salary:0..1000', '--allow-two', '--runs', String(n));
  const other = async () => mpc(['join', agreement.file, '--csv', file('salary\n23\n'), '--approve', agreement.digest, '--json'], { home: parties[0].home });
  return { home: parties[1].home, agreement, csv: file('salary\n100\n'), other };
}

it('runs the step of the GitHub action as a runner does, with every input in a variable', async () => {
  const { home, agreement, csv, other } = await jobsOf(1);
  const { inputs, runs } = parse(readFileSync(join(CI, 'github', 'action.yml'), 'utf8')) as { inputs: Record<string, { required?: boolean; default?: string }>; runs: { steps: { shell: string; env: Record<string, string>; run: string }[] } };
  const results = join(newFolder(), 'results');
  const given: Record<string, string> = { agreement: agreement.file, csv, approve: agreement.digest, results, home };
  expect(Object.entries(inputs).flatMap(([name, { required }]) => (required === true ? [name] : []))).toEqual(Object.keys(given));
  const context = (name: string): string => (name === 'runner.temp' ? newFolder() : (given[name.replace('inputs.', '')] ?? inputs[name.replace('inputs.', '')]?.default ?? expect.fail(name)));
  expect(runs.steps).toHaveLength(1);
  for (const { shell, env, run } of runs.steps) {
    const [command = '', ...args] = shell.replace('{0}', file(run, 'step.sh')).split(' ');
    const variables = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.replace(/\$\{\{ ([\w.]+) \}\}/g, (_, each: string) => context(each))]));
    const step = new Running(command, args, { home, env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, GITHUB_ACTION_PATH: join(CI, 'github'), ...variables } });
    const [done, theirs] = await Promise.all([step.done, other()]);
    expect([done.code, theirs.code, done.stdout], done.stderr).toEqual([0, 0, '']);
  }
  expect(JSON.parse(readFileSync(join(results, 'result.json'), 'utf8'))).toMatchObject({ result: { columns: { salary: { sum: '123' } } } });
});

it('runs the script of the GitLab template as a runner does, with the variables of template and project', async () => {
  const { home, agreement, csv, other } = await jobsOf(1);
  const template = parse(readFileSync(join(CI, 'gitlab', 'mpc.gitlab-ci.yml'), 'utf8')) as Record<string, { extends?: string; variables?: Record<string, string>; script?: string[] }>;
  const { variables = {}, script = [] } = template['.mpc-join'] ?? {};
  expect(Object.values(template).flatMap((each) => each.extends ?? [])).toEqual(['.mpc-join']);
  const results = join(newFolder(), 'results-$CI_JOB_ID').replace('$CI_JOB_ID', '77');
  // What the documents say to set, and the places of this machine.
  const own = { MPC_HOME: home, JOIN_SCRIPT: join(CI, 'join.sh'), AGREEMENT: agreement.file, CSV: csv, JOIN_RESULTS: results, MONTHLY_DIGEST: agreement.digest };
  expect(Object.keys(own).filter((name) => name !== 'MONTHLY_DIGEST').every((name) => name in variables)).toBe(true);
  // Lines of a script run in one shell, which ends with the first that fails.
  const step = new Running('sh', ['-e', file(script.join('\n'), 'step.sh')], { home, env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, TMPDIR: newFolder(), ...variables, ...own } });
  const [done, theirs] = await Promise.all([step.done, other()]);
  expect([done.code, theirs.code, done.stdout], done.stderr).toEqual([0, 0, '']);
  expect(readdirSync(results).sort()).toEqual(['receipt.json', 'result.json']);
});

it('has templates that parse and call the script with flags that exist', async () => {
  const read = (...path: string[]) => parse(readFileSync(join(CI, ...path), 'utf8')) as Record<string, never>;
  const action = read('github', 'action.yml') as unknown as { inputs: object; runs: { steps: { run: string }[] } };
  const gitlab = read('gitlab', 'mpc.gitlab-ci.yml') as unknown as { '.mpc-join': { script: string[] } };
  const example = read('github', 'monthly.yml') as unknown as { jobs: { join: { steps: { with?: object }[] } } };
  const given = Object.keys(example.jobs.join.steps.find((step) => step.with !== undefined)?.with ?? {});
  expect(given.filter((name) => !(name in action.inputs))).toEqual([]);
  const help = (await mpc(['join', '--help'])).stdout;
  for (const step of [...action.runs.steps.map(({ run }) => run), ...gitlab['.mpc-join'].script]) {
    expect(step).toMatch(/join\.sh"|\$JOIN_SCRIPT"/i);
    expect(step).not.toContain('${{');
    for (const [flag] of step.matchAll(/--[a-z-]+/g)) expect(help).toContain(`${flag}=`);
  }
});
