import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { signedBytes } from '../../src/session/agreement/signed.js';
import { GOLDEN_CASES } from '../golden/cases.js';
import { mpc, newFolder, oneObject, start } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { file } from '../support/sessions.js';

const agreement = (name: string) => file(Buffer.from(signedBytes({ agreement: GOLDEN_CASES.find((each) => each.name === name)?.agreement ?? expect.fail(name), approvals: [] })), `${name}.json`);
const leftIn = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('mpc-'));

it('shows an analyst what comes out before anybody signs, and touches nothing of this machine’s party', async () => {
  const [TMPDIR, home] = [newFolder(), join(newFolder(), 'none')];
  const path = agreement('average');
  const done = await mpc(['rehearse', path, '--rows', '5'], { home, env: { TMPDIR } });
  expect([done.code, done.stderr]).toEqual([0, 'Making up keys and files …\nPlaying the session …\n']);
  const lines = done.stdout.split('\n');
  expect(lines[0]).toContain(`REHEARSAL of ${path}: everything below is made up`);
  expect(done.stdout).toContain('throw-away keys');
  expect(done.stdout).toContain('What every party learns:');
  expect(done.stdout).toMatch(/salary │.*│ +15 │/);
  expect(done.stdout.trimEnd()).toMatch(/All of this was made up\. It took [\d.]+ s; .*Everything was removed\.$/s);
  expect([leftIn(TMPDIR), existsSync(home)]).toEqual([[], false]);
});

it('prints one object that fits its schema with --json, and the same for the same seed', async () => {
  const path = agreement('sum');
  const run = async (seed: string) => oneObject((await mpc(['rehearse', path, '--rows', '3', '--seed', seed, '--json', '--quiet'])).stdout) as { parties: object[] };
  const [first, again, other] = [await run('1'), await run('1'), await run('2')];
  expect(problems('rehearsal', first)).toEqual([]);
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

it('ends with 130 on an interruption, and takes its folder along', async () => {
  const TMPDIR = newFolder();
  const rehearsal = start(['rehearse', agreement('compare-most')], { env: { TMPDIR } });
  await rehearsal.printed(/Playing the session/);
  expect(leftIn(TMPDIR)).toHaveLength(1);
  rehearsal.child.kill('SIGINT');
  expect([(await rehearsal.done).code, leftIn(TMPDIR)]).toEqual([130, []]);
});

it('gives a party the table to fill in, and replaces no file', async () => {
  const [path, out] = [agreement('psi'), join(newFolder(), 'blank.xlsx')];
  const written = await mpc(['agreement', 'template', path, '--party', 'South', '--out', out, '--json']);
  const json = oneObject(written.stdout) as { file: string; columns: object[] };
  expect([written.code, problems('agreement-template', json), json.file]).toEqual([0, [], out]);
  expect(readFileSync(out).subarray(0, 2).toString()).toBe('PK');
  const again = await mpc(['agreement', 'template', path, '--party', 'South', '--out', out]);
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('is not overwritten')]);
  const csv = await mpc(['agreement', 'template', path, '--party', 'South']);
  expect([csv.code, csv.stdout.split('\n').length, csv.stderr]).toEqual([0, 2, expect.stringContaining('At most')]);
});
