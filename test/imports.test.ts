import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

/** Runs the check over a folder of these files; resolves to its exit code and what it says. */
async function check(files: Readonly<Record<string, string>>): Promise<{ exit: number; says: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'mpc-imports-'));
  onTestFinished(async () => rm(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return new Promise((resolve) => {
    execFile(process.execPath, ['scripts/imports.mjs', folder], (error, _, says) => resolve({ exit: error === null ? 0 : 1, says }));
  });
}

it('lets a room import what stands under it', async () => {
  expect(await check({ 'cli/a.ts': "import '../io/b.js';", 'io/b.ts': "export * from '../crypto/c.js';", 'crypto/c.ts': '' })).toEqual({ exit: 0, says: '' });
});

it.each([
  ['a type', "import type { B } from './b.js';"],
  ['a dynamic import', "export const b = async () => import('./b.js');"],
  ['an export', "export * from './b.js';"],
])('finds a circle that goes through %s', async (_, text) => {
  const { exit, says } = await check({ 'io/a.ts': text, 'io/b.ts': "import './c.js';", 'io/c.ts': "import './a.js';" });
  expect(exit).toBe(1);
  expect(says).toContain('io/a.ts\n  → io/b.ts\n  → io/c.ts\n  → io/a.ts');
});

it.each([
  ['session/channel/a.ts', 'session/operations/b.ts'],
  ['session/protocol/a.ts', 'session/agreement/b.ts'],
  ['session/channel/a.ts', 'session/take-part.ts'],
  ['session/relay/a.ts', 'session/receipt.ts'],
  ['session/take-part.ts', 'io/b.ts'],
  ['app/a.ts', 'cli/b.ts'],
  ['crypto/a.ts', 'session/b.ts'],
])('finds that %s imports %s, when needed or at once', async (from, to) => {
  const way = `${'../'.repeat(from.split('/').length - 1)}${to.replace(/ts$/, 'js')}`;
  for (const text of [`import '${way}';`, `export const b = async () => import('${way}');`]) {
    expect(await check({ [from]: text, [to]: '' })).toMatchObject({ exit: 1, says: expect.stringContaining(`${from} must not import ${to}`) as string });
  }
});

it('finds a room that is not in the plan of the house', async () => {
  expect(await check({ 'attic/a.ts': '' })).toMatchObject({ exit: 1, says: expect.stringContaining('attic') as string });
});
