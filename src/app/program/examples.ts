/** The programs of `fixtures/programs`, which the package contains. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import type { ProgramText } from './text.js';

/** From `dist/library/` and `dist/commands/program/` as from the sources: the folder two or three levels up that has them. */
function folder(): URL {
  const folders = ['../../fixtures/programs/', '../../../fixtures/programs/'].map((path) => new URL(path, import.meta.url));
  return folders.find((folder) => existsSync(folder)) ?? new URL('../../../fixtures/programs/', import.meta.url);
}

/** All example programs, by name, with their titles. */
export async function programExamples(): Promise<readonly (ProgramText & { readonly title: string })[]> {
  const names = (await readdir(folder())).filter((file) => file.endsWith('.tally')).map((file) => file.slice(0, -'.tally'.length)).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(`${name}.tally`, folder()), 'utf8');
      return { name, text, title: /^analysis "(.*)"$/m.exec(text)?.[1] ?? '' };
    }),
  );
}
