import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readRecordKeys } from '../../src/app/record-keys.js';
import { columnTotals, readRecords, type CsvSource } from '../../src/io/csv/index.js';
import { readKeys } from '../../src/io/linkage/index.js';
import { asWritten, normaliserOf, parseKey, rulesFor, type DateOrder } from '../../src/linkage/index.js';
import { column, failure } from './csv-files.js';

/** Files after public bug reports: fixtures/cases/README.md. */
const of = (path: string, more: Partial<CsvSource> = {}): CsvSource => ({ ...more, file: fileURLToPath(new URL(`../../fixtures/cases/${path}`, import.meta.url)) });
const sum = async (source: CsvSource, empty: 'refuse' | 'skip' | 'zero' = 'refuse', decimals = 2) => columnTotals(source, [column('v', decimals)], { empty, maxRows: 100 });

describe('28: points between thousands', () => {
  it.each(['k.csv', 'k3.csv'])('%s is refused, with a flag for each reading', async (file) => {
    const { message, next } = await failure(sum(of(`28-german-thousands-advice/${file}`)));
    expect(`${message} ${next}`).toMatch(/--thousands/);
    expect(`${message} ${next}`).toMatch(/--decimal-point/);
  });

  it.each(['k2.csv', 'us3.csv'])('%s with commas for decimals is refused as well', async (file) => {
    expect((await failure(sum(of(`28-german-thousands-advice/${file}`, { decimalComma: true })))).next).toMatch(/--thousands/);
  });

  it.each(['in.csv', 'us.csv'])('%s, a number with too many decimals or a comma that is none, hears of thousands', async (file) => {
    const { message, next } = await failure(sum(of(`28-german-thousands-advice/${file}`)));
    expect(`${message} ${next}`).toMatch(/thousand/);
  });

  it('is read as the flag says', async () => {
    const german = of('28-german-thousands-advice/k3.csv', { decimalComma: true, thousands: true });
    const english = of('28-german-thousands-advice/us3.csv', { thousands: true });
    for (const source of [german, english]) expect((await sum(source)).columns[0]).toMatchObject({ sum: 1_540_000n, count: 3n });
    expect((await sum(of('28-german-thousands-advice/k3.csv', { decimalPoint: true }))).columns[0]).toMatchObject({ sum: 91_450n, count: 3n });
    expect((await sum(of('28-german-thousands-advice/o1.csv'))).columns[0]).toMatchObject({ sum: 300_000n });
    expect((await sum(of('28-german-thousands-advice/o2.csv'))).columns[0]).toMatchObject({ sum: 400_000n });
    expect((await sum(of('28-german-thousands-advice/us.csv', { thousands: true }))).columns[0]).toMatchObject({ sum: 123_400n });
  });
});

describe('50: code pages other than 1252', () => {
  const names = async (file: string, encoding?: string) => {
    const rows: string[][] = [];
    for await (const batch of readRecords(of(`50-codepages/${file}`, encoding === undefined ? {} : { encoding }), ['name', 'dob'])) rows.push(...batch.map(({ cells }) => cells));
    return rows;
  };

  it.each([
    ['pl1250.csv', 'windows-1250', 'u8.csv'],
    ['ru1251.csv', 'windows-1251', 'ru8.csv'],
  ])('%s: the advice is %s, and gives what %s has', async (file, encoding, utf8) => {
    expect((await failure(names(file))).next).toContain(`--encoding ${encoding}\``);
    expect(await names(file, encoding)).toEqual(await names(utf8));
  });
});

describe('52: blank lines of one column', () => {
  it.each(['in.csv', 'q.csv', 'two.csv'])('%s: each is an empty cell', async (file) => {
    const source = of(`52-onecolumn-blank/${file}`);
    expect((await sum(source, 'zero', 0)).columns[0]).toMatchObject({ sum: 30n, count: 4n });
    expect((await sum(source, 'skip', 0)).columns[0]).toMatchObject({ sum: 30n, count: 2n });
    expect((await failure(sum(source, 'refuse', 0))).code).toBe('INPUT_INVALID');
  });
});

it('53: numbers in a text stay apart', async () => {
  const cells: string[] = [];
  for await (const batch of readRecords(of('53-text-digits/in.csv'), ['t'])) for (const record of batch) cells.push(record.cells[0] ?? '');
  const normalise = normaliserOf([parseKey('t:text')]);
  const keys = cells.map((cell) => normalise([cell]).parts[0]);
  const same = cells.flatMap((a, i) => cells.slice(i + 1).flatMap((b, j) => (keys[i] === keys[i + 1 + j] ? [[a, b]] : [])));
  // Only these are one text: a full stop between two numbers parts them as a space does.
  expect(same).toEqual([['Flat 1 11 Derwent Street', 'Flat 1.11 Derwent Street'], ['1e3', '1E3']]);
});

it('53: a number that a spreadsheet made of an identifier is another text', async () => {
  const cells: string[] = [];
  for await (const batch of readRecords(of('53-text-digits/x.csv'), ['v'])) cells.push(...batch.map((record) => record.cells[0] ?? ''));
  const [text, id] = ['v:text', 'v:id'].map((key) => cells.map((cell) => normaliserOf([parseKey(key)])([cell]).parts[0]));
  expect(new Set(text).size).toBe(2);
  expect(new Set(id).size).toBe(1);
});

it('56: a midnight is no part of a date', async () => {
  const { digests, count, unusableRows, rows } = await readKeys(of('56-excel-times/in.csv'), [parseKey('d:date:dmy')], { near: false, maxRows: 100, keepCells: false });
  expect([rows, unusableRows, count, digests.length]).toEqual([12, 0, 1, 32]);
});

describe('66: a list that makes no key', () => {
  const reading = { kind: 'records' as const, columns: [{ ...parseKey('d:date'), order: 'ymd' as const }], near: false, placeholders: [], maxRows: 10, maxKeys: 10, keepsCells: true, payload: undefined, minUsable: 50, columnNames: ['d'] };
  const read = (file: string, orders: readonly (readonly [string, DateOrder])[]) => readRecordKeys(reading, { ...of(`66-no-key-at-all/${file}`), dateOrders: new Map(orders), regions: new Map() });

  it.each(['d1.csv', 'd2.csv'])('%s is refused with the column, the lines and the way out', async (file) => {
    const { code, message, next } = await failure(read(file, []));
    expect([code, message]).toEqual(['INPUT_UNUSABLE', expect.stringMatching(/no row makes a key[^]*column "d"[^]*day, month, year[^]*lines 2, 3/)]);
    expect(next).toMatch(/--date-order/);
  });

  it('makes the same keys of both, once it is said how they are written', async () => {
    const [one, two] = await Promise.all(['d1.csv', 'd2.csv'].map(async (file) => read(file, [['d', 'dmy']])));
    const digestsOf = ({ contribution }: NonNullable<typeof one>) => (contribution.kind === 'records' ? contribution.records.digests : undefined);
    expect(one && digestsOf(one)).toEqual(two && digestsOf(two));
    expect(asWritten(reading.columns, { dateOrders: new Map([['d', 'dmy']]) })[0]?.order).toBe('dmy');
  });
});

/** For each row of the one file the rows of the other, by line, that share its exact key, and any under `near`. */
async function meetings(folder: string): Promise<{ exact: [number, number][]; near: [number, number][] }> {
  const columns = [parseKey('name:name'), parseKey('dob:date')];
  const keysOf = async (file: string) => {
    const rows: { exact: string; all: Set<string> }[] = [];
    for await (const batch of readRecords(of(`${folder}/${file}`), ['name', 'dob'])) {
      for (const { cells } of batch) {
        const row = normaliserOf(columns)(cells);
        rows.push({ exact: JSON.stringify(row.parts), all: new Set(rulesFor(columns, true).flatMap(({ rule, make }) => { const key = make(row); return key === undefined ? [] : [JSON.stringify([rule, ...key])]; })) });
      }
    }
    return rows;
  };
  const [a, b] = await Promise.all([keysOf('a.csv'), keysOf('b.csv')]);
  const pairs = a.flatMap((one, i) => b.map((other, j) => ({ one, other, at: [i + 2, j + 2] as [number, number] })));
  return { exact: pairs.filter(({ one, other }) => one.exact === other.exact).map(({ at }) => at), near: pairs.filter(({ one, other }) => [...one.all].some((key) => other.all.has(key))).map(({ at }) => at) };
}

it('70: عمر is a name, and no title', async () => {
  const { exact } = await meetings('70-arabic-title');
  // Line 2 has عمر and عامر, who are two.
  expect(exact).toEqual([[3, 3], [4, 4]]);
});

it('71: Das and De, Senior and Herr are two, Sheikh and Shaikh one', async () => {
  const { exact, near } = await meetings('71-whole-surnames-lost');
  expect(exact).toEqual([[3, 3]]);
  expect(near).toContainEqual([3, 3]);
  expect(near).not.toContainEqual([2, 4]);
});
