import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { mpc, newFolder, oneObject, start } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { file, type SessionResult } from '../support/sessions.js';

/** What is left of a demonstration in its temporary folder; tools of the runtime may keep caches there. */
const leftIn = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('mpc-'));

it('prints one object that fits its schema with --json, whatever the user’s own settings, and leaves nothing behind', async () => {
  const TMPDIR = newFolder();
  const done = await mpc(['demo', '--json'], { env: { TMPDIR, MPC_CSV: '/nowhere', MPC_APPROVE: 'x', MPC_PORT: '1' } });
  expect([done.code, done.stderr]).toEqual([0, '']);
  const result = oneObject(done.stdout) as Record<'sum' | 'average' | 'directors' | 'tenders', SessionResult>;
  expect(problems('demo', result)).toEqual([]);
  expect(result.average.result?.columns['salary']).toEqual({ sum: '2191904.56', count: '445', average: '4925.62822472' });
  expect([result.directors.result, result.tenders.result]).toEqual([{ more: false }, { parties: ['Cedar'], value: '1184900.00' }]);
  expect(leftIn(TMPDIR)).toEqual([]);
});

it('shows people the results; ends with 130 on an interruption, and takes its relay and its folder along', async () => {
  const TMPDIR = newFolder();
  const demo = start(['demo'], { env: { TMPDIR } });
  const [, port = ''] = await demo.printed(/ws:\/\/127\.0\.0\.1:(\d+)/);
  await demo.printed(/salary .* 2\s191\s904\.56/);
  await demo.printed(/salary .* 4\s925\.62822472 .* 445/);
  expect(demo.stderr).toBe('');
  expect(leftIn(TMPDIR)).toHaveLength(1);
  demo.child.kill('SIGINT');
  const done = await demo.done;
  expect([done.code, /Interrupted/.test(done.stderr)]).toEqual([130, true]);
  expect(leftIn(TMPDIR)).toEqual([]);
  const [error] = (await once(connect(Number(port), '127.0.0.1'), 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNREFUSED');
});

it('does not end well when a step fails', async () => {
  const TMPDIR = newFolder();
  const saboteur = file("if (process.argv.includes('verify')) process.exit(9);\n", 'saboteur.cjs');
  const done = await mpc(['demo', '--json'], { env: { TMPDIR, NODE_OPTIONS: `--require ${saboteur}` } });
  expect(done.code).toBe(1);
  expect((oneObject(done.stdout) as { error: { message: string } }).error.message).toContain('mpc receipt verify');
  expect(leftIn(TMPDIR)).toEqual([]);
});
