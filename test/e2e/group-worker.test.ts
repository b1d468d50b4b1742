import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const bundles = readdirSync(join(DIST, 'commands'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));

describe('the threads of the group engine', () => {
  it('are found from the bundle of every command, at every depth', () => {
    expect(bundles.length).toBeGreaterThan(10);
    for (const name of bundles) {
      const found = createRequire(join(DIST, 'commands', name)).resolve('#group-worker');
      expect(found).toBe(join(DIST, 'crypto', 'bulk', 'group-worker.js'));
      expect(existsSync(found)).toBe(true);
    }
  });

  it('and libsodium are loaded by no command at its start', () => {
    for (const name of bundles) expect(readFileSync(join(DIST, 'commands', name), 'utf8')).not.toMatch(/from\s*"libsodium|import\s*"libsodium/);
  });
});
