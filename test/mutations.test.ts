import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MUTATIONS } from '../scripts/mutations/list.mjs';
import { titlesIn } from './support/test-titles.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** They are tried on demand (`npm run mutations`); here the list is held to the source and to the tests that it names. */
describe('the defences that are taken away', () => {
  it('are many, each under a name of its own', () => {
    expect(MUTATIONS.length).toBeGreaterThan(60);
    expect(new Set(MUTATIONS.map(({ name }) => name)).size).toBe(MUTATIONS.length);
  });

  it.each(MUTATIONS.map((each) => [each.name, each] as const))('%s', (_, { file, from, to, tests }) => {
    expect(to).not.toBe(from);
    expect(readFileSync(join(ROOT, file), 'utf8').split(from)).toHaveLength(2);
    expect(Object.keys(tests)).not.toEqual([]);
    for (const [test, title] of Object.entries(tests)) {
      expect([test, existsSync(join(ROOT, test))]).toEqual([test, true]);
      // The title of the test, or of the group that it is in.
      const known = [...titlesIn(join(ROOT, test)), readFileSync(join(ROOT, test), 'utf8')];
      expect([test, title, known.some((each) => each.includes(title))]).toEqual([test, title, true]);
    }
  });
});
