import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const bundles = readdirSync(join(DIST, 'bundles'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.cjs'));

const THREADS = {
  '#group-worker': ['crypto', 'batch', 'group-worker.js'],
  '#keys-worker': ['io', 'linkage', 'read-worker.js'],
  '#parquet-worker': ['io', 'typed', 'parquet-worker.js'],
  '#matching-worker': ['session', 'operations', 'lists', 'thread', 'matching-worker.js'],
};

/** Loaded when a name of that script is first met. */
const TABLES = ['#cantonese', '#han-variants', '#japanese-names', '#short-forms-english'];

describe('the programs of threads', () => {
  it.each(Object.entries(THREADS))('are found from the bundle of every command, at every depth: %s', (name, path) => {
    expect(bundles.length).toBeGreaterThan(10);
    for (const bundle of bundles) {
      const found = createRequire(join(DIST, 'bundles', bundle)).resolve(name);
      expect(found).toBe(join(DIST, ...path));
      expect(existsSync(found)).toBe(true);
    }
  });

  it('are the only ones that package.json names beside the tables', () => {
    const { imports } = JSON.parse(readFileSync(join(DIST, '..', 'package.json'), 'utf8')) as { imports: object };
    expect(Object.keys(imports).sort()).toEqual(['#any-ascii', '#loader', '#distributions', '#oclif', '#texts-de', '#texts-nl', '#texts-uk', ...TABLES, ...Object.keys(THREADS)].sort());
  });

  it('and libsodium are loaded by no command at its start', () => {
    for (const name of bundles) {
      const before = readFileSync(join(DIST, 'bundles', name), 'utf8').split('require("libsodium').slice(0, -1);
      expect(before.filter((text) => !text.slice(-40).includes('.then(()=>'))).toEqual([]);
    }
  });
});
