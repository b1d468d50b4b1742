// Builds and packs twice, in two folders with other names, time zones and languages, and compares the bytes. Prints the SHA-256 of the package.
// usage: node scripts/reproduce.mjs [--keep FOLDER]      keeps the package there
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const npm = { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, shell: process.platform === 'win32' };

/** Copies what is under version control, in its present state, next to the same packages. */
export function copySource(folder) {
  for (const file of execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file), { dereference: false });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
}

export function runIn(folder, env, ...args) {
  const done = spawnSync('npm', args, { ...npm, cwd: folder, env: { ...process.env, ...env } });
  if (done.status !== 0) throw new Error(`npm ${args.join(' ')} ended with ${done.status}:\n${done.stdout}\n${done.stderr}`);
  return done.stdout;
}

export const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** The package of this source, made in a folder of its own: its path. */
function packed(folder, env) {
  mkdirSync(folder);
  copySource(folder);
  runIn(folder, env, 'run', '--silent', 'prepack');
  const [{ filename }] = JSON.parse(runIn(folder, env, 'pack', '--ignore-scripts', '--json'));
  return join(folder, filename);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { keep: { type: 'string' } } });
  const place = mkdtempSync(join(tmpdir(), 'mpc-reproduce-'));
  try {
    const packages = [packed(join(place, 'one'), { TZ: 'UTC', LC_ALL: 'C' }), packed(join(place, 'another one'), { TZ: 'Asia/Kathmandu', LC_ALL: 'tr_TR.UTF-8' })];
    const sums = packages.map(sha256);
    if (sums[0] !== sums[1]) throw new Error(`Two builds differ: ${sums.join(' and ')}. Unpack both and compare them.`);
    const [name] = packages[0].split(/[/\\]/).slice(-1);
    if (values.keep !== undefined) copyFileSync(packages[0], join(values.keep, name));
    console.log(`${sums[0]}  ${name}`);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
