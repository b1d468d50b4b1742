import { gzipSync } from 'node:zlib';
import { type ColumnSource } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { readHeader, readRecords, recogniseData, type CsvSource } from '../../src/io/csv/index.js';
import { readKeys } from '../../src/io/linkage/index.js';
import type { Notice } from '../../src/io/notices.js';
import { parseKey } from '../../src/linkage/index.js';
import { csv, failure, recordsOf } from './csv-files.js';
import { bytesOf, parquet, pay, SECRET, textsOf, totalsOf, typed, type Writing } from './parquet-files.js';

describe('Parquet files', () => {
  it('are known by their first bytes and read as the same table in CSV', async () => {
    const columns: ColumnSource[] = [
      { name: 'name', data: ['Zoë', null, '"Co"'], type: 'STRING' },
      { name: 'salary', data: [1234.56, -7, 0.1], type: 'DOUBLE' },
      { name: 'id', data: [9007199254740993n, 2n, -3n], type: 'INT64' },
      { name: 'member', data: [true, false, null], type: 'BOOLEAN' },
    ];
    const bytes = bytesOf(columns);
    const source = await recogniseData(csv(bytes));
    expect(source.format).toBe('parquet');
    expect(await readHeader(source)).toEqual(['name', 'salary', 'id', 'member']);
    const records = [
      { record: 1, line: 1, cells: ['true', 'Zoë', '1234.56', '9007199254740993'], numbers: [false, false, true, true] },
      { record: 2, line: 2, cells: ['false', '', '-7', '2'], numbers: [false, false, true, true] },
      { record: 3, line: 3, cells: ['', '"Co"', '0.1', '-3'], numbers: [false, false, true, true] },
    ];
    const wanted = ['member', 'name', 'salary', 'id'];
    expect(await recordsOf(source, wanted)).toEqual(records);
    expect(await recordsOf({ file: 'standard input', held: bytes, format: 'parquet' }, wanted)).toEqual(records);
  });

  it('have numbers, dates and times as exact as they are stored', async () => {
    expect(await textsOf(typed({ type: 'FLOAT' }, [0.1, 16777216, -2.5]))).toEqual(['0.1', '16777216', '-2.5']);
    expect(await textsOf(typed({ type: 'INT32', converted_type: 'DATE' }, [0, -1, 11356].map((days) => new Date(days * 86_400_000))))).toEqual(['1970-01-01', '1969-12-31', '2001-02-03']);
    const stamps = ['2001-02-03T00:00:00Z', '2001-02-03T04:05:06.700Z'].map((text) => new Date(text));
    expect(await textsOf(typed({ type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' }, stamps))).toEqual(['2001-02-03', '2001-02-03T04:05:06.7Z']);
    expect(await textsOf(typed({ type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' } }, [981_173_106_000_001n]))).toEqual(['2001-02-03T04:05:06.000001']);
    // A hundredth of it is no double.
    expect(await textsOf(typed({ type: 'INT64', logical_type: { type: 'DECIMAL', precision: 18, scale: 2 }, scale: 2 }, [123456789012345678n, -5n, 100n]))).toEqual(['1234567890123456.78', '-0.05', '1']);
  });

  it.each(['UNCOMPRESSED', 'GZIP', 'SNAPPY'] as const)('hold texts each of which begins like the one before, %s', async (codec) => {
    const data = ['Müller', 'Müllers', null, 'Müllerin', '', 'Zoë'];
    const compressors = { GZIP: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)) };
    for (const nullable of [true, false]) {
      const some = nullable ? data : data.map((text) => text ?? 'x');
      const bytes = bytesOf([{ name: 'x', data: some, type: 'STRING', encoding: 'DELTA_BYTE_ARRAY', nullable }], { codec, compressors });
      expect(await textsOf({ file: csv(bytes), format: 'parquet' })).toEqual(some.map((text) => text ?? ''));
    }
  });

  it('sum exactly whatever is said of how texts write numbers', async () => {
    expect((await totalsOf({ ...parquet(pay(2.125, 1e3, 0.1, 0.2)), decimalComma: true, thousands: true }, 3)).columns[0]?.sum).toBe(1_002_425n);
  });

  it('are read in row groups, packed by what writers use', async () => {
    const salaries = Array.from({ length: 25_000 }, (_, i) => i / 4);
    const gzip = (input: Uint8Array): Uint8Array => gzipSync(input);
    for (const more of [{}, { codec: 'UNCOMPRESSED' }, { codec: 'GZIP', compressors: { GZIP: gzip } }] as Partial<Writing>[]) {
      const progress: number[] = [];
      let last = { record: 0, line: 0 };
      for await (const batch of readRecords(parquet(pay(...salaries), { rowGroupSize: 10_000, ...more }), ['salary'], { onProgress: (done) => progress.push(done) })) last = batch.at(-1) ?? last;
      expect([last.record, last.line, progress]).toEqual([25_000, 25_000, [10_000, 20_000, 25_000]]);
    }
    // A frame of Zstandard (RFC 8878) with one block that is as it was.
    const zstd = (input: Uint8Array): Uint8Array => Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, input.length, ...[0, 8, 16].map((shift) => (((input.length << 3) | 1) >> shift) & 0xff)]), input]);
    expect((await totalsOf(parquet(pay(1, 2, 3), { codec: 'ZSTD', compressors: { ZSTD: zstd } }))).columns[0]?.sum).toBe(600n);
    const { code, message } = await failure(recordsOf(parquet(pay(1, 1, 2, 3), { codec: 'LZ4_RAW', compressors: { LZ4_RAW: (input) => input } }), ['salary']));
    expect([code, message]).toEqual(['INPUT_UNREADABLE', expect.stringContaining('packed by a method that is not known here')]);
  });

  it('make the keys that CSV makes', async () => {
    const keys = ['name:name', 'born:date:dmy', 'id'].map(parseKey);
    const options = { near: false, maxRows: 10, keepCells: false };
    const made = parquet(
      [
        { name: 'name', data: ['Ann Lee'] },
        { name: 'born', data: [new Date('2001-02-03')] },
        { name: 'id', data: [7] },
      ],
      { schema: [{ name: 'root', num_children: 3 }, { name: 'name', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' }, { name: 'born', type: 'INT32', converted_type: 'DATE', repetition_type: 'OPTIONAL' }, { name: 'id', type: 'DOUBLE', repetition_type: 'OPTIONAL' }] },
    );
    expect((await readKeys(made, keys, options)).digests).toEqual((await readKeys({ file: csv('name,born,id\nAnn Lee,2001-02-03,7\n') }, keys, options)).digests);
  });

  it.each<[string, CsvSource, RegExp]>([
    ['a number that is none', parquet(pay(1, NaN)), /row 2, column "salary": the number has more digits/],
    ['a number beyond 2^53', parquet(pay(1, 1e17)), /row 2, column "salary": the number has more digits/],
    ['too many decimals', parquet(pay(1, 1.125)), /row 2, column "salary": not a number with at most 2 decimals/],
    ['nothing', parquet(pay(1, null)), /row 2, column "salary": the cell is empty/],
    ['text', parquet([{ name: 'salary', data: ['1', SECRET], type: 'STRING' }]), /row 2, column "salary": not a number/],
    ['true', parquet([{ name: 'salary', data: [true], type: 'BOOLEAN' }]), /row 1, column "salary": not a number/],
    ['bytes that are no text', parquet([{ name: 'salary', data: [new Uint8Array([0xff])], type: 'BYTE_ARRAY' }]), /row 1, column "salary": the value is none that can be written/],
    ['JSON', parquet([{ name: 'salary', data: [{ a: 1 }], type: 'JSON' }]), /column "salary": the column is of a type that is not read/],
  ])('with %s are refused by row and column, and no cell is shown', async (_, source, message) => {
    const refused = await failure(totalsOf(source));
    expect(refused.code).toBe('INPUT_INVALID');
    expect(refused.message).toMatch(message);
    expect(refused.message + refused.next).not.toContain(SECRET);
  });

  it('without rows, or without the column, say so', async () => {
    const notices: Notice[] = [];
    for await (const batch of readRecords(parquet([{ name: 'x', data: [], type: 'STRING' }]), ['x'], { notices })) expect(batch).toEqual([]);
    expect(notices.map(({ code }) => code)).toEqual(['NO_ROWS']);
    expect((await failure(totalsOf(parquet([{ name: 'pay', data: [1], type: 'INT32' }])))).message).toContain('there is no column "salary"; the file has "pay"');
  });
});
