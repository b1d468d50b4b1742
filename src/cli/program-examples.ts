/** The programs of `fixtures/programs`, which the package holds. */
import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';

/** From `dist/commands/program/` as from `src/cli/`: the folder two or three levels up that has them. */
function folder(): URL {
  const places = ['../../fixtures/programs/', '../../../fixtures/programs/'].map((path) => new URL(path, import.meta.url));
  return places.find((place) => existsSync(place)) ?? new URL('../../../fixtures/programs/', import.meta.url);
}

export async function exampleNames(): Promise<string[]> {
  return (await readdir(folder())).filter((file) => file.endsWith('.tally')).map((file) => file.slice(0, -'.tally'.length)).sort();
}

export async function exampleText(name: string): Promise<string> {
  return readFile(new URL(`${name}.tally`, folder()), 'utf8');
}
