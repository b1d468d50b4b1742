import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { page } from '../../src/cli/terminal/pager.js';

const TEXT = Array.from({ length: 30 }, (_, i) => `line ${i}`).join('\n');
const terminal = { isTTY: true, rows: 24, fd: 2 };

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'mpc-pager-')); });
afterAll(async () => rm(folder, { recursive: true }));

const paged = async (environment: NodeJS.ProcessEnv, stream: Partial<typeof terminal> = {}, text = TEXT) => page(text, { stream: { ...terminal, ...stream }, environment: { PATH: process.env['PATH'], ...environment } });

it('shows a long text by the program that PAGER names, with nothing in it that moves the cursor', async () => {
  const file = join(folder, 'shown');
  expect(await paged({ PAGER: `cat >'${file}'` }, {}, `${TEXT}\u001b[2J`)).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe(`${TEXT}\\u{1b}[2J`);
});

it.each([
  ['the text is short', {}, { rows: 40 }],
  ['nobody sits at a terminal', {}, { isTTY: false }],
  ['PAGER is empty', { PAGER: '' }, {}],
  ['PAGER is cat', { PAGER: 'cat' }, {}],
  ['the terminal cannot', { TERM: 'dumb' }, {}],
  ['there is no such program', { PAGER: 'there-is-no-such-pager 2>/dev/null' }, {}],
  ['the program cannot show it', { PAGER: 'cat >/dev/null; exit 1' }, {}],
  ['there is no less', { PATH: '/nowhere' }, {}],
])('shows nothing where %s', async (_, environment, stream) => {
  expect(await paged(environment, stream)).toBe(false);
});

it('ends when the session does', async () => {
  const controller = new AbortController();
  const running = page(TEXT, { stream: terminal, signal: controller.signal, environment: { PATH: process.env['PATH'], PAGER: 'sleep 60' } });
  controller.abort();
  expect(await running).toBe(false);
});
