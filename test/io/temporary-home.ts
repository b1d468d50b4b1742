import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { locateHome, type Home } from '../../src/io/home.js';

const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mpc-test-'));
  made.push(folder);
  return folder;
}

/** A home in a folder that does not exist yet. */
export function temporaryHome(): Home {
  return locateHome({ MPC_HOME: join(temporaryFolder(), 'home') });
}
