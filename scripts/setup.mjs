// Brings a fresh clone to a runnable state: installs what package-lock.json names, then builds.
// No package runs a script of its own at installation: none needs one (docs/dependencies.md).
// Runs before the demonstration and the tests; does nothing when nothing has changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`mpc needs Node 20.19 or later; this is ${process.versions.node}.`);
  process.exit(2);
}

function* filesUnder(path) {
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) yield* filesUnder(child);
    else yield child;
  }
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

function unlessDone(folder, key, evidence, what, run) {
  const file = join(root, folder, '.made-from');
  if (existsSync(evidence) && existsSync(file) && readFileSync(file, 'utf8') === key) return;
  console.error(what);
  run();
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(file, key);
}

function run(command, args) {
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

const lock = hashOf([join(root, 'package-lock.json')]) + process.versions.modules;
unlessDone('node_modules', lock, join(root, 'node_modules', '@oclif', 'core'), 'Installing dependencies …', () =>
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']),
);

const made = join(root, 'src', 'crypto', 'kernels', 'generated');
const sources = hashOf([
  ...[...filesUnder(join(root, 'src'))].filter((file) => !file.startsWith(made)),
  ...filesUnder(join(root, 'kernels')),
  ...['build.mjs', 'kernels.mjs'].map((name) => join(root, 'scripts', name)),
  join(root, 'package.json'),
]);
unlessDone('dist', sources + lock, join(root, 'oclif.manifest.json'), 'Building …', () => run('npm', ['run', '--silent', 'build']));
