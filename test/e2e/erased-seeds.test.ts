import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder, ROOT } from '../support/processes.js';

/** Of each pair: two seeds of the sum; for each side of a pair a key of the handshake, of the KEM what makes its key or its secret. */
const LEAST_ERASED = 3 * 2 * 3;

it('the seeds and fresh keys of a session are overwritten when it is over, and a heap snapshot has none of them in a string', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', join(ROOT, 'test', 'support', 'erased-seeds.mjs'), newFolder()], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  const found = JSON.parse(stdout) as { erased: number; left: number; isSeen: boolean };
  expect(found).toMatchObject({ left: 0, isSeen: true });
  expect(found.erased).toBeGreaterThanOrEqual(LEAST_ERASED);
});
