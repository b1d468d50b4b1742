import { describe, expect, it } from 'vitest';
import { NO_ITEM, readKeys } from '../../src/io/linkage/index.js';
import { parseKeys } from '../../src/linkage/index.js';
import { csv } from './csv-files.js';

/** Rows that make a key by the rule, counted from 0. */
async function rowsWith(rule: string, rows: readonly string[], keys = ['given:name', 'surname:name', 'born:date']): Promise<number[]> {
  const columns = parseKeys(keys);
  const read = await readKeys({ file: csv(`${columns.map(({ name }) => name).join(',')}\n${rows.join('\n')}\n`) }, columns, { near: true, maxRows: 1000, keepCells: false });
  const slot = read.rules.indexOf(rule);
  return rows.flatMap((_, row) => ((read.itemOf[row * read.rules.length + slot] ?? NO_ITEM) === NO_ITEM ? [] : [row]));
}

/** So many people of that given name or surname, all different otherwise. */
const people = (count: number, given: (i: number) => string, surname: (i: number) => string) => Array.from({ length: count }, (_, i) => `${given(i)},${surname(i)},${1900 + i}-01-01`);
const letters = (i: number) => `${String.fromCharCode(97 + (i % 26))}${String.fromCharCode(97 + Math.floor(i / 26))}`;

describe('a key that says little', () => {
  it('is not made of two people of the file who share it', async () => {
    expect(await rowsWith('without born', ['Ann,Lee,1980-01-01', 'Ann,Lee,1990-02-02', 'Bob,Ray,1970-03-03'])).toEqual([2]);
  });

  it('is made of a person who stands there twice, with a slip or without a date', async () => {
    expect(await rowsWith('without born', ['Ann,Lee,1980-01-01', 'Ann,Lee,1980-01-07', 'Ann,Lee,', 'Ann,Lee,1980-13-01'])).toEqual([0, 1, 2, 3]);
  });

  it('is not made of names that are both common there', async () => {
    const common = [...people(20, () => 'Ann', (i) => `S${letters(i)}`), ...people(20, (i) => `G${letters(i)}`, () => 'Lee'), 'Ann,Lee,1980-01-01', 'Ann,Rarer,1981-01-01', 'Zoe,Lee,1982-01-01'];
    // 43 rows, 21 others with each name: 43 · (21/43)² = 10 expected.
    expect((await rowsWith('without born', common)).filter((row) => row >= 40)).toEqual([41, 42]);
    expect((await rowsWith('without born, one name as it is', common)).includes(40)).toBe(false);
    // The date says enough: the key with it is made.
    expect(await rowsWith('exact', common)).toContain(40);
  });

  it('is made of names that are common, where so many rows have neither that few have both', async () => {
    const file = [...people(3, () => 'Ann', (i) => `S${letters(i)}`), ...people(3, (i) => `G${letters(i)}`, () => 'Lee'), ...people(200, (i) => `G${letters(i)}x`, (i) => `S${letters(i)}x`), 'Ann,Lee,1980-01-01'];
    // 207 rows, 3 others with each name: 207 · (3/207)² = 0.04 expected.
    expect(await rowsWith('without born', file)).toContain(206);
    expect(await rowsWith('without born', file.slice(50))).toContain(156);
  });

  it('is judged in each of several keys by itself', async () => {
    const rows = ['P1,Ann,Lee,1980-01-01', 'P2,Ann,Lee,1990-02-02', 'P3,Bob,Ray,1970-03-03'];
    expect(await rowsWith('B/without born', rows, ['A/passport', 'B/given:name', 'B/surname:name', 'B/born:date'])).toEqual([2]);
  });
});
