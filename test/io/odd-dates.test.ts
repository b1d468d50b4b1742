import { describe, expect, it } from 'vitest';
import { readKeys } from '../../src/io/linkage/read-keys.js';
import { parseKey } from '../../src/linkage/index.js';
import { file } from '../support/sessions.js';

async function oddOf(dates: readonly string[]): Promise<[number, string][]> {
  const { notices } = await readKeys({ file: file(`born\n${dates.join('\n')}\n`) }, [parseKey('born:date')], { near: false, maxRows: 1000, keepCells: false });
  return notices.flatMap(({ code, column, lines, message }) => (code === 'ODD_DATES' && column === 'born' ? [[lines.length, message] as [number, string]] : []));
}

const usual = Array.from({ length: 100 }, (_, i) => `19${20 + (i % 80)}-0${1 + (i % 9)}-12`);

describe('dates that nobody was born on', () => {
  it.each([
    ['2533-02-17', /Buddhist/],
    ['1410-02-17', /Hijri/],
    ['1369-02-17', /Persian/],
    ['9999-12-31', /year from 9000/],
  ])('%s is noticed, once', async (date, says) => {
    expect(await oddOf([...usual, date])).toEqual([[1, expect.stringMatching(says)]]);
  });

  it.each(['1900-01-01', '1970-01-01'])('%s is noticed in bulk, and alone it is not', async (date) => {
    expect(await oddOf([...usual, date])).toEqual([]);
    expect(await oddOf([...usual, ...Array.from({ length: 6 }, () => date)])).toEqual([[5, expect.stringContaining(`6 dates are ${date}`)]]);
  });

  it('other dates are not', async () => expect(await oddOf([...usual, '1899-05-05', '2026-01-01'])).toEqual([]));
});

describe('a date in another order', () => {
  it.each([
    ['12/31/1980', 'dmy', 'as month, day, year this would be a date'],
    ['31/12/1980', 'mdy', 'as day, month, year this would be a date'],
    ['31/12/1980', 'ymd', 'as day, month, year this would be a date'],
    ['01/02/1980', 'ymd', 'as day, month, year or as month, day, year this would be a date'],
  ])('%s under %s: %s', async (date, order, says) => {
    const { problems } = await readKeys({ file: file(`born\n${date}\n`) }, [parseKey(`born:date:${order}`)], { near: false, maxRows: 10, keepCells: false });
    expect(problems.map(({ reason }) => reason)).toEqual([expect.stringContaining(says)]);
  });
});
