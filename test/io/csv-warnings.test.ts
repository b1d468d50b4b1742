import { describe, expect, it } from 'vitest';
import { repaired } from '../../src/io/csv/garbled.js';
import type { NOTICES} from '../../src/io/notices.js';
import { type Notice } from '../../src/io/notices.js';
import { readKeys } from '../../src/io/linkage/index.js';
import { parseKey } from '../../src/linkage/index.js';
import { readFileSync } from 'node:fs';
import { converterFrom } from '../../src/io/csv/transcode.js';
import { csv } from './csv-files.js';

const NAMES = JSON.parse(readFileSync('fixtures/encodings/names.json', 'utf8')) as Record<string, { names: string[] }>;

async function warnings(cells: readonly string[], encoding?: string): Promise<readonly Notice[]> {
  const file = csv(`name\n${cells.map((cell) => `"${cell}"\n`).join('')}`);
  const { notices } = await readKeys({ file, ...(encoding === undefined ? {} : { encoding }) }, [parseKey('name:name')], { near: false, maxRows: 1000, keepCells: false });
  return notices;
}

const isOfText = ({ code }: Notice): boolean => !code.endsWith('_ROWS') && code !== 'UNUSABLE_CELLS';

/** As a program reads it that takes UTF-8 for another encoding. Undefined where that encoding cannot read it. */
function misread(text: string, encoding: string): string | undefined {
  const bytes = converterFrom(encoding).convert(Buffer.from(text));
  return bytes.includes(0xff) ? undefined : bytes.toString('utf8');
}

describe('warnings about text', () => {
  it('are none for names of any language', async () => {
    for (const [language, { names }] of Object.entries(NAMES)) expect([language, (await warnings(names)).filter(isOfText)]).toEqual([language, []]);
    expect((await warnings(['O’Brien', 'O´Brien', 'OʼBrien', "d'Angelo", 'Mary-Jane', 'Ann (Annie) Lee', 'Ann & Bob', 'Müller, Hans', '李 Li Ming', 'Company No. 5', 'ⅣⅤ', 'José', 'Zoë Ж', '‎عمر‎'])).filter(isOfText)).toEqual([]);
  });

  it.each(['windows-1252', 'windows-1251', 'windows-1250', 'macintosh', 'cp850', 'koi8-r'])('are given of UTF-8 that was read as %s', async (encoding) => {
    const read = Object.values(NAMES).flatMap(({ names }) => names).filter((name) => /[^\0-\x7f]/.test(name)).flatMap((name) => {
      const wrong = misread(name, encoding);
      return wrong === undefined ? [] : [{ name, wrong }];
    });
    expect(read.length).toBeGreaterThan(20);
    const found = read.filter(({ name, wrong }) => repaired(wrong) === name);
    // What is no letter, such as the joiner of Arabic, is not taken for a word.
    expect(found.length / read.length).toBeGreaterThan(0.97);
    expect(await warnings(read.map(({ wrong }) => wrong))).toContainEqual(expect.objectContaining({ code: 'GARBLED_TEXT', column: 'name', lines: [2, 3, 4, 5, 6] }));
  });

  it('are given of text that was read wrongly twice, and not of words as they are', () => {
    expect(repaired('MÃƒÂ¼ller')).toBe('Müller');
    for (const { names } of Object.values(NAMES)) for (const name of names) expect(repaired(name)).toBeUndefined();
  });

  it.each<[string, keyof typeof NOTICES]>([
    ['MÃ¼ller', 'GARBLED_TEXT'],
    ['M³ller', 'GARBLED_TEXT'],
    ['M\ufffdller', 'LOST_CHARACTERS'],
    ['M?ller', 'LOST_CHARACTERS'],
    ['Ivаnov', 'MIXED_SCRIPTS'],
    ['M眉ller', 'MIXED_SCRIPTS'],
    ['Ann\u0007', 'CONTROL_CHARACTERS'],
    ['Ann\u0080', 'CONTROL_CHARACTERS'],
    ['\ue000', 'CONTROL_CHARACTERS'],
  ])('name %j, by code, column and line, and never the cell', async (cell, code) => {
    const found = await warnings(['Ann', cell, 'Bob', cell]);
    const about = found.filter((each) => each.code === code);
    expect(about).toEqual([{ code, column: 'name', lines: [3, 5], message: expect.stringMatching(/column "name": 2 cells/) as string }]);
    if (code !== 'GARBLED_TEXT') expect(about[0]?.message).not.toContain(cell);
  });

  it('speak against an encoding by which UTF-8 or letters of another script are read', async () => {
    expect((await warnings(['Müller', 'Éva'], 'windows-1252')).map(({ code }) => code)).toEqual(['ENCODING_DOUBTFUL', 'GARBLED_TEXT']);
    const file = readFileSync('fixtures/cases/50-codepages/ru1251.csv');
    const { notices } = await readKeys({ file: csv(file), encoding: 'windows-1252' }, [parseKey('name:name')], { near: false, maxRows: 1000, keepCells: false });
    expect(notices).toContainEqual(expect.objectContaining({ code: 'ENCODING_DOUBTFUL', message: expect.stringContaining('--encoding windows-1251') as string }));
  });
});
