import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/** Set by `npm run golden`: the files are written anew, on purpose. */
export const IS_WRITING = process.env['GOLDEN'] === 'write';

function pathOf(name: string): string {
  return fileURLToPath(new URL(`./files/${name}.json`, import.meta.url));
}

export function readGolden(name: string): unknown {
  return JSON.parse(readFileSync(pathOf(name), 'utf8')) as unknown;
}

export function writeGolden(name: string, value: unknown): void {
  const path = pathOf(name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(value, null, 1)}\n`);
}

/** The value must be what the file says, to the letter. */
export function expectGolden(name: string, value: unknown): void {
  if (IS_WRITING) writeGolden(name, value);
  expect(JSON.parse(JSON.stringify(value))).toEqual(readGolden(name));
}
