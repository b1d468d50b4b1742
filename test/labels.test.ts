import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SOURCE = join(import.meta.dirname, '..', 'src');
const LABEL = /['"`](mpc [a-z0-9 -]+ v\d+)(?=['"`])/g;
/** The reference of a fast path, which must give the same trees. */
const REFERENCES = ['crypto/vole/plain.ts'];

it('a label separates one purpose from all others: no two files have the same', () => {
  const files = new Map<string, Set<string>>();
  for (const file of readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.ts') && !REFERENCES.includes(each))) {
    for (const [, label = ''] of readFileSync(join(SOURCE, file), 'utf8').matchAll(LABEL)) files.set(label, (files.get(label) ?? new Set()).add(file));
  }
  expect(files.size).toBeGreaterThan(60);
  expect([...files].filter(([, where]) => where.size > 1).map(([label, where]) => `${label}: ${[...where].join(', ')}`)).toEqual([]);
});
