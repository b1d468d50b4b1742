import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as library from '../../src/library/index.js';

/** Names that an entry file exports, types too. */
function exportedBy(file: string): string[] {
  const text = readFileSync(`src/library/${file}`, 'utf8');
  const listed = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names = '']) => names.split(','));
  const declared = [...text.matchAll(/^export function (\w+)/gm)].map(([, name = '']) => name);
  return [...listed.map((name) => name.trim().replace(/^type /, '').split(' as ').at(-1) ?? ''), ...declared];
}

const entries = readdirSync('src/library').filter((name) => name !== 'index.ts');

it('stands in the reference, name by name (`npm run reference` writes it)', () => {
  const page = readFileSync('docs/library-reference.md', 'utf8');
  const described = [...page.matchAll(/^- `(?:type |class |const )?(\w+)/gm)].map(([, name = '']) => name);
  expect(described.sort()).toEqual(entries.flatMap(exportedBy).sort());
});

it('is one: index.ts has every entry file', () => {
  const index = readFileSync('src/library/index.ts', 'utf8');
  expect([...index.matchAll(/^export \* from '\.\/([a-z]+)\.js';$/gm)].map(([, name = '']) => `${name}.ts`).sort()).toEqual(entries.sort());
  const functions = entries.flatMap(exportedBy).filter((name) => /^[a-z]/.test(name));
  expect(functions.filter((name) => !(name in library))).toEqual([]);
});
