import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../support/processes.js';

const VERSION = `${process.version}-${process.platform}-${process.arch}-${cachedDataVersionTag()}`;

/** The program, as it comes: in a folder of its own, which never ran. */
let folder: string;
const kept = (): string[] => (existsSync(join(folder, 'dist', 'compiled')) ? readdirSync(join(folder, 'dist', 'compiled', VERSION)).sort() : []);
const env = (): NodeJS.ProcessEnv => ({ ...process.env, MPC_HOME: join(folder, 'home'), NODE_DISABLE_COMPILE_CACHE: undefined });
const run = (args: readonly string[], changed: NodeJS.ProcessEnv = {}): string => execFileSync(process.execPath, [join(folder, 'bin', 'run.js'), ...args], { env: { ...env(), ...changed }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mpc-kept-'));
  for (const path of ['bin', 'package.json', 'oclif.manifest.json', 'dist/main.js', 'dist/loader.cjs', 'dist/oclif.cjs', 'dist/commands', 'dist/cli', 'dist/bundles/oclif.cjs', 'dist/bundles/completion.cjs']) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('a command that fails, or that is told not to, keeps no compiled code', () => {
  expect(spawnSync(process.execPath, [join(folder, 'bin', 'run.js'), 'completion', 'csh'], { env: env() }).status).toBe(2);
  run(['completion', 'bash'], { NODE_DISABLE_COMPILE_CACHE: '1' });
  expect(kept()).toEqual([]);
});

it('a folder that cannot be written to is left alone', () => {
  // A file stands where the folder would be: not even root can make it.
  writeFileSync(join(folder, 'dist', 'compiled'), '');
  expect(run(['completion', 'bash'])).toContain('_mpc()');
  rmSync(join(folder, 'dist', 'compiled'));
});

it('a command that did its work leaves its compiled code, which the next process uses, unless it is damaged', () => {
  const first = run(['completion', 'bash']);
  expect(kept().map((name) => name.replace(/-.*/, ''))).toEqual(['completion', 'oclif']);
  const folderOfVersion = join(folder, 'dist', 'compiled', VERSION);
  const [path = ''] = kept().map((name) => join(folderOfVersion, name));
  const { ino } = statSync(path);
  expect(run(['completion', 'bash'])).toBe(first);
  // It was taken: what could not be used is written anew, in a new file.
  expect(statSync(path).ino).toBe(ino);
  writeFileSync(path, 'rubbish that is longer than a hash is, and no code');
  expect(run(['completion', 'bash'])).toBe(first);
  expect(statSync(path).size).toBeGreaterThan(10_000);
  // Code of another version of V8 is its own folder's.
  mkdirSync(join(folder, 'dist', 'compiled', 'v0.0.0-x64'));
  expect(run(['completion', 'bash'])).toBe(first);
});
