import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A thread's program, made from the sources for the tests of one file; its path. `entry` is the program's path in src/. */
export function programFromSource(entry: string): string {
  const folder = newFolder();
  const outfile = join(folder, 'program.mjs');
  // For what it loads only when it needs it: libraries, and tables by the names that package.json gives them. All else is inside.
  for (const name of ['node_modules', 'src', 'dist']) symlinkSync(join(ROOT, name), join(folder, name), 'dir');
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  buildSync({ entryPoints: [join(ROOT, 'src', entry)], outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20.19' });
  return outfile;
}

/** A program of a test's own, an ES module. */
export function programOf(text: string): string {
  const path = join(newFolder(), 'program.mjs');
  writeFileSync(path, text);
  return path;
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mpc-thread-program-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
