import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll } from 'vitest';

/** The threads' program of the fast engine, made from the sources for the tests of one file; its path. */
export function groupWorkerFromSource(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mpc-group-worker-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'group-worker.mjs');
  // With libsodium inside, which a file out here would not find.
  buildSync({ entryPoints: [fileURLToPath(new URL('../../src/crypto/bulk/group-worker.ts', import.meta.url))], outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20.19' });
  return outfile;
}
