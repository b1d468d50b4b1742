import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sharedRules } from './shared-rules.js';

/** fixtures/names/README.md */
const folder = fileURLToPath(new URL('../../fixtures/names/', import.meta.url));

interface Pair {
  readonly file: string;
  readonly a: string;
  readonly b: string;
  readonly isSame: boolean;
  /** The rules by which they match, by their names alone. */
  readonly rules: readonly string[];
}

const pairs: readonly Pair[] = readdirSync(folder).filter((name) => name.endsWith('.tsv')).flatMap((file) => {
  const inParts = file.endsWith('.parts.tsv');
  const keys = inParts ? ['given:name', 'surname:name'] : ['name:name'];
  const cells = (name: string) => (inParts ? name.split('|') : [name]);
  return readFileSync(folder + file, 'utf8').split('\n').filter((line) => line.includes('\t')).map((line): Pair => {
    const [a = '', b = '', verdict = ''] = line.split('\t');
    if (!['same', 'diff'].includes(verdict.trim())) throw new Error(`${file}: ${line}`);
    return { file, a, b, isSame: verdict.trim() === 'same', rules: sharedRules(keys, cells(a), cells(b)) };
  });
});
const same = pairs.filter(({ isSame }) => isSame);

describe('pairs of names', () => {
  it.each(pairs.filter(({ isSame }) => !isSame))('$a and $b ($file) are others', ({ rules }) => expect(rules).not.toContain('exact'));

  it.each(same)('$a and $b ($file) may be one', ({ rules }) => expect(rules).not.toEqual([]));

  it.each([
    ['that the rules were made with', same.filter(({ file }) => !file.startsWith('more')), 0.95, 0.6],
    ['that were written after the rules', same.filter(({ file }) => file.startsWith('more')), 0.95, 0.4],
  ])('of those %s, near and exact keys find as many as docs/keys.md says', (_, some, near, exact) => {
    expect(some.length).toBeGreaterThan(100);
    expect(some.filter(({ rules }) => rules.length > 0).length / some.length).toBeGreaterThanOrEqual(near);
    expect(some.filter(({ rules }) => rules.includes('exact')).length / some.length).toBeGreaterThanOrEqual(exact);
  });
});
