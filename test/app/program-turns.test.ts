import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { readProgramSums, readProgramSumsWhole } from '../../src/app/program/own-sums.js';
import type { OwnFile } from '../../src/app/own-file.js';
import { recogniseData } from '../../src/io/csv/index.js';
import { workbookBytes } from '../../src/io/typed/workbook-writer.js';
import { compile, fieldNames, filesOf, seatOf } from '../../src/session/operations/program/compiled.js';
import type { ProgramReading } from '../../src/session/operations/reading.js';
import { file } from '../support/sessions.js';

const TEXT = `tally 1
analysis "x"

group labs of 2..9

from each of labs, at most 100_000 rows as trials:
    kind: one of "long name of a kind", "b", others as "b"
    x: 0.00..900.00, empty as 1
    share: 0%..100%
    seen: date 2000-01-01..2020-12-31
    twice: 0.00..1_500.00 = x * 2

table t by kind of trials:
    n = count()
    s = sum(x)
    v = variance(x) rounded to 0.1

reveal t to everyone
reveal late = sum(share of trials where seen > 2010-01-01) to everyone
reveal all_twice = sum(twice of trials) to everyone
`;

function readingOf(): ProgramReading {
  const compiled = compile({ text: TEXT, roles: { labs: ['a', 'b'] }, parameters: {} });
  const seat = seatOf(compiled, 'a');
  const inputs = filesOf(compiled.checked, seat.role);
  return { kind: 'rows', compiled, seat, inputs, columnNames: inputs.flatMap(fieldNames) };
}

const HEADERS = ['kind', 'x', 'share', 'seen', 'note'];
const cellsAt = (i: number): string[] => [['long name of a kind', 'b', 'LONG NAME OF A KIND', 'other'][i % 4] ?? '', i % 11 === 0 ? '' : `${i % 700}.${i % 10}5`, i % 3 === 0 ? `${i % 100}%` : String(i % 100), `20${String(i % 20).padStart(2, '0')}-0${1 + (i % 9)}-1${i % 10}`, `n${i}`];
const rowsOf = (count: number): string[][] => Array.from({ length: count }, (_, i) => cellsAt(i));
const csvOf = (rows: readonly (readonly string[])[]): string => [HEADERS, ...rows].map((row) => row.join(',')).join('\n') + '\n';
const own = async (content: string | Buffer, name: string, more: Partial<OwnFile> = {}): Promise<OwnFile> => ({ ...(await recogniseData(file(content, name))), map: new Map(), dateOrders: new Map(), regions: new Map(), ...more });

/** Texts, numbers of the file's own, and one that is missing where the cell is empty. */
const parquetColumns = (rows: readonly (readonly string[])[]) => HEADERS.map((name, i) => (name === 'x' ? { name, data: rows.map((row) => (row[i] === '' ? null : Number(row[i]))), type: 'DOUBLE' as const } : { name, data: rows.map((row) => row[i] ?? ''), type: 'STRING' as const }));

/** What comes of reading it in either way: the same, notes included, or the same error. */
async function both(source: OwnFile): Promise<unknown> {
  const [inTurns, whole] = await Promise.all([readProgramSums, readProgramSumsWhole].map(async (read) => read(readingOf(), source, {}).catch((error: unknown) => ({ error: `${(error as Error).message} ${(error as { next: string }).next}` }))));
  expect(inTurns).toEqual(whole);
  return inTurns;
}

describe('a file that is read in turns', () => {
  // More than two turns.
  const rows = rowsOf(40_000);

  it.each([
    ['CSV', async () => own(csvOf(rows), 'a.csv')],
    ['packed CSV with decimal commas', async () => own(gzipSync(csvOf(rows).replaceAll(',', ';').replaceAll('.', ',')), 'a.csv.gz', { decimalComma: true })],
    ['JSON lines', async () => own(rows.map(([kind, x, share, seen]) => JSON.stringify({ kind, x: x === '' ? null : Number(x), share, seen })).join('\n'), 'a.jsonl')],
    ['a workbook', async () => own(Buffer.from(await workbookBytes([{ name: 'Rows', widths: [], hasHeader: true, rows: [HEADERS, ...rows.slice(0, 20_000)] }])), 'a.xlsx')],
    ['Parquet in three row groups', async () => own(Buffer.from(parquetWriteBuffer({ columnData: parquetColumns(rows), rowGroupSize: 15_000 })), 'a.parquet')],
    ['several files', async () => ({ ...(await own(csvOf(rows.slice(0, 17_000)), 'a.csv')), others: [await own(csvOf(rows.slice(17_000)), 'b.csv')] })],
    ['no rows', async () => own(csvOf([]), 'a.csv')],
  ])('gives the sums and notes of the whole: %s', async (_, make) => {
    const read = await both(await make());
    expect(read).toHaveProperty('contribution.kind', 'sums');
  }, 60_000);

  const changed = (...changes: [row: number, column: number, cell: string][]): string[][] => {
    const all = rows.map((row) => [...row]);
    for (const [row, column, cell] of changes) (all[row] ?? [])[column] = cell;
    return all;
  };

  it.each([
    ['a cell that does not fit', changed([39_000, 1, '900.5']), /a\.csv, line 39002, column "x": not a number from 0.00 to 900.00/],
    ['a cell that does not fit, after a column outside its range', changed([5, 1, '800'], [39_000, 3, '1999-01-01']), /a\.csv, line 39002, column "seen": not a day from 2000-01-01/],
    ['a column outside its range, twice', changed([35_000, 1, '800'], [36_000, 1, '800']), /a\.csv, line 35002: "twice", which is worked out/],
    ['an empty cell', changed([20_000, 2, '']), /a\.csv, line 20002, column "share": the cell is empty/],
    ['too many rows', rowsOf(100_001), /100.?000/],
  ])('names the line of %s', async (_, all, message) => {
    expect(await both(await own(csvOf(all), 'a.csv'))).toHaveProperty('error', expect.stringMatching(message));
  }, 60_000);

  it('names the second file and its line', async () => {
    const source = { ...(await own(csvOf(rows.slice(0, 30_000)), 'a.csv')), others: [await own(csvOf(changed([31_000, 1, '899']).slice(30_000)), 'b.csv')] };
    expect(await both(source)).toHaveProperty('error', expect.stringMatching(/b\.csv, line 1002: "twice"/));
  });
});
