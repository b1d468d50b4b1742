import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tryProgram, readProgramText } from '../../src/library/programs.js';
import { COMPUTED, computed, differences, invented, withOneCellChanged, type Given } from '../language/independent/computations.mjs';
import { NAMES } from '../language/fixtures.js';
import { mpcJson, newFolder, ROOT } from '../support/processes.js';

const SPECIFIED = NAMES.filter((name) => !name.endsWith('-counts-shown'));
const SEEDS = Array.from({ length: 6 }, (_, i) => i + 1);

/** The flags of a program over these files, which are written into the folder. */
function written(folder: string, { files, set = {}, lists = {} }: Given) {
  const at = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  return {
    files: Object.entries(files).map(([name, text]) => `${name}=${at(`${name}.csv`, text)}`),
    parameters: Object.entries(set).map(([name, value]) => `${name}=${value}`),
    lists: Object.entries(lists).map(([name, entries]) => `${name}=${at(`${name}.txt`, `${entries.join('\n')}\n`)}`),
  };
}

const textOf = (name: string) => join(ROOT, 'fixtures', 'programs', `${name}.tally`);

/** The results by the command. */
async function byCommand(name: string, given: Given): Promise<unknown> {
  const { files, parameters, lists } = written(newFolder(), given);
  const flags = [...files.flatMap((each) => ['--csv', each]), ...parameters.flatMap((each) => ['--set', each]), ...lists.flatMap((each) => ['--list', each])];
  return (await mpcJson<{ values: unknown }>(['program', 'try', textOf(name), ...flags])).values;
}

/** The same in this process. */
async function byLibrary(name: string, given: Given): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'mpc-tried-'));
  try {
    const { json } = await tryProgram(await readProgramText(textOf(name)), written(folder, given));
    return JSON.parse(JSON.stringify(json.values)) as unknown;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

it('every program of the specification is computed', () => {
  expect(COMPUTED).toEqual(SPECIFIED);
  expect(COMPUTED.length).toBe(28);
});

describe.each(SPECIFIED)('%s', (name) => {
  it('gives what a computation of its own gives, and something else when one cell is another', async () => {
    const { given, changed } = withOneCellChanged(name);
    const [first, second] = await Promise.all([byCommand(name, given), byCommand(name, changed)]);
    expect([differences(computed(name, given), first), differences(computed(name, changed), second)]).toEqual([[], []]);
    expect(differences(computed(name, given), second)).not.toEqual([]);
  });

  it('gives it for other files, some of which have other outcomes', async () => {
    const outcomes = new Set<string>();
    for (const seed of SEEDS) {
      const given = invented(name, seed);
      const result = await byLibrary(name, given);
      expect([seed, ...differences(computed(name, given), result)]).toEqual([seed]);
      outcomes.add(JSON.stringify(result));
    }
    expect(outcomes.size).toBeGreaterThan(1);
  });
});
