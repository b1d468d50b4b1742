import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { breachesOf, circlesOf, importsUnder, wayRound } from '../scripts/imports.mjs';

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mpc-imports-'));
  onTestFinished(async () => rm(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** What the check finds in a folder of these files. */
async function check(files: Readonly<Record<string, string>>): Promise<{ breaches: string[]; circles: string[] }> {
  const folder = await folderOf(files);
  const imports = importsUnder(folder);
  const circles = circlesOf(imports).map((group) => wayRound(imports, group).map((file) => file.slice(folder.length + 1)));
  return { breaches: breachesOf(imports, folder), circles: circles.map((way) => way.join(' → ')) };
}

it('lets a room import what stands under it', async () => {
  expect(await check({ 'app/a.ts': "import '../io/b.js';", 'io/b.ts': "export * from '../crypto/c.js';", 'crypto/c.ts': '' })).toEqual({ breaches: [], circles: [] });
});

it.each([
  ['a type', "import type { B } from './b.js';"],
  ['a dynamic import', "export const b = async () => import('./b.js');"],
  ['an export', "export * from './b.js';"],
])('finds a circle that goes through %s', async (_, text) => {
  expect(await check({ 'io/a.ts': text, 'io/b.ts': "import './c.js';", 'io/c.ts': "import './a.js';" })).toEqual({ breaches: [], circles: ['io/a.ts → io/b.ts → io/c.ts → io/a.ts'] });
});

it.each([
  ['commands/a.ts', 'app/b.ts'],
  ['commands/a.ts', 'session/operations/b.ts'],
  ['commands/program/a.ts', 'language/b.ts'],
  ['commands/a.ts', 'io/b.ts'],
  ['cli/a.ts', 'app/b.ts'],
  ['cli/a.ts', 'session/agreement/b.ts'],
  ['cli/terminal/a.ts', 'crypto/b.ts'],
  ['library/a.ts', 'cli/b.ts'],
  ['app/a.ts', 'library/b.ts'],
  ['app/a.ts', 'cli/b.ts'],
  ['session/channel/a.ts', 'session/operations/b.ts'],
  ['session/channel/a.ts', 'session/take-part.ts'],
  ['session/protocol/a.ts', 'session/agreement/b.ts'],
  ['session/relay/a.ts', 'session/receipt.ts'],
  ['session/documents/a.ts', 'session/agreement/b.ts'],
  ['session/take-part.ts', 'io/b.ts'],
  ['io/a.ts', 'session/b.ts'],
  ['linkage/a.ts', 'io/b.ts'],
  ['language/a.ts', 'session/b.ts'],
  ['circuit/a.ts', 'session/protocol/b.ts'],
  ['crypto/a.ts', 'session/b.ts'],
])('finds that %s imports %s, when needed or at once', async (from, to) => {
  const way = `${'../'.repeat(from.split('/').length - 1)}${to.replace(/ts$/, 'js')}`;
  for (const text of [`import '${way}';`, `import type { B } from '${way}';`, `export * from '${way}';`, `export const b = async () => import('${way}');`]) {
    expect((await check({ [from]: text, [to]: '' })).breaches).toEqual([`${from} must not import ${to}.`]);
  }
});

it('finds that an operation imports another one, and lets all have what they share', async () => {
  const operations = { 'session/operations/sum/index.ts': '', 'session/operations/sum/run.ts': '', 'session/operations/linear/shared.ts': '' };
  const importing = async (what: string) => (await check({ ...operations, 'session/operations/average/index.ts': `import '../${what}.js';` })).breaches;
  expect(await importing('linear/shared')).toEqual([]);
  expect(await importing('sum/run')).toEqual(['session/operations/average/index.ts must not import session/operations/sum/run.ts: an operation knows no other one.']);
});

it('finds a room that is not in the plan of the house, and ends as a failure', async () => {
  const folder = await folderOf({ 'attic/a.ts': '' });
  const { exit, says } = await new Promise<{ exit: number; says: string }>((resolve) => {
    execFile(process.execPath, ['scripts/imports.mjs', folder], (error, _, text) => resolve({ exit: error === null ? 0 : 1, says: text }));
  });
  expect(exit).toBe(1);
  expect(says).toContain('the room attic is not in the plan of the house');
});
