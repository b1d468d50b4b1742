import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { columnTotals, readHeader, readRecords, recogniseData, type CsvSource, type Totals } from '../../src/io/csv/index.js';
import { readKeys } from '../../src/io/linkage/index.js';
import { compressors } from '../../src/io/typed/parquet-group.js';
import { HeldBytes } from '../../src/io/typed/held-bytes.js';
import { checkPages } from '../../src/io/typed/parquet-pages.js';
import { checkedRows, parquetRows } from '../../src/io/typed/parquet.js';
import type { Notice } from '../../src/io/notices.js';
import { parseKey } from '../../src/linkage/index.js';
import { column, csv, failure, recordsOf } from './csv-files.js';

const SECRET = 'Secret987654321';

type Writing = Parameters<typeof parquetWriteBuffer>[0];

const bytesOf = (columnData: ColumnSource[], more: Partial<Writing> = {}): Buffer => Buffer.from(parquetWriteBuffer({ columnData, ...more }));
const parquet = (columnData: ColumnSource[], more: Partial<Writing> = {}): CsvSource => ({ file: csv(bytesOf(columnData, more)), format: 'parquet' });
const pay = (...salaries: readonly (number | null)[]): ColumnSource[] => [{ name: 'salary', data: [...salaries], type: 'DOUBLE' }];
const totalsOf = async (source: CsvSource, decimals = 2): Promise<Totals> => columnTotals(source, [column('salary', decimals, -(10n ** 40n), 10n ** 40n)], { empty: 'refuse', maxRows: 100_000 });

/** One column of a type that the writer has no name for. */
function typed(element: object, data: unknown[]): CsvSource {
  return parquet([{ name: 'x', data: data as ColumnSource['data'] }], { schema: [{ name: 'root', num_children: 1 }, { name: 'x', repetition_type: 'OPTIONAL', ...element }] as Writing['schema'] & object });
}
const textsOf = async (source: CsvSource, name = 'x'): Promise<string[]> => (await recordsOf(source, [name])).map(({ cells }) => cells[0] ?? '');

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

describe('hostile Parquet files', () => {
  const good = bytesOf([{ name: 'salary', data: Array.from({ length: 300 }, (_, i) => i), type: 'INT32' }], { codec: 'UNCOMPRESSED' });
  const refusal = async (bytes: Buffer): Promise<string> => {
    const { code, message } = await failure(totalsOf({ file: csv(bytes), format: 'parquet' }));
    expect(code).toBe('INPUT_UNREADABLE');
    return message;
  };

  it('are refused where they are cut off', async () => {
    for (let length = 4; length < good.length; length += 41) expect(await refusal(good.subarray(0, length))).toContain('damaged');
  });

  it('end with an error of ours wherever a byte of their structure is changed', async () => {
    const metadata = good.length - 8 - good.readUInt32LE(good.length - 8);
    for (let at = metadata; at < good.length; at += 3) {
      const changed = Buffer.from(good);
      changed.writeUInt8(changed.readUInt8(at) ^ 0x15, at);
      const outcome = await totalsOf({ file: csv(changed), format: 'parquet' }).then(() => 'read', (error: unknown) => (error as { code: string }).code);
      expect(['read', 'INPUT_UNREADABLE', 'INPUT_INVALID']).toContain(outcome);
    }
  });

  it('are refused where a column has no name, or no place, or children that are not there', async () => {
    const bytes = bytesOf([{ name: 'salary', data: [1.5, 2], type: 'DOUBLE' }]);
    const from = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8);
    const outcomes = new Set<string>();
    for (let at = from; at < bytes.length - 8; at++) {
      for (const bit of [1, 2, 4, 8, 16, 32, 64, 128]) {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(at) ^ bit, at);
        const { code } = await readHeader({ file: 'held', held: changed, format: 'parquet' }).then(() => ({ code: 'read' }), (error: unknown) => error as { code: string });
        outcomes.add(code);
      }
    }
    expect([...outcomes].filter((code) => !['read', 'INPUT_UNREADABLE', 'INPUT_INVALID'].includes(code))).toEqual([]);
  });

  it('with one long text in all rows need no memory for all of them at once', async () => {
    const long = 'a'.repeat(1_000_000);
    const held = bytesOf([{ name: 'x', data: new Array<string>(64).fill(long), type: 'STRING' }]);
    const batches: number[] = [];
    for await (const rows of parquetRows({ file: 'held', held, format: 'parquet' }, () => ({ columns: ['x'], indices: [0], beside: [] }), { onBlank: () => undefined })) batches.push(rows.length);
    expect(Math.max(...batches)).toBeLessThanOrEqual(5);
    expect(batches.reduce((sum, count) => sum + count, 0)).toBe(64);
  });

  it('are refused where they claim more metadata than they have', async () => {
    for (const length of [0xffffffff, good.length, 65 * 1024 * 1024]) {
      const lying = Buffer.from(good);
      lying.writeUInt32LE(length, good.length - 8);
      expect(await refusal(lying)).toContain('damaged');
    }
    expect(await refusal(Buffer.from('PAR1PAR1'))).toContain('damaged');
    expect((await failure(recogniseData(csv(Buffer.from('PARE and more'))))).message).toContain('encrypted');
    expect((await failure(totalsOf({ file: csv(good) }))).next).toContain('--data FILE');
  });

  it('that keep the decoder busy for ever end when they are told to', async () => {
    // The levels of its first page have runs that end nowhere.
    const endless = csv(Buffer.from('UEFSMRUGFSAVJFwVBBUAgAQVABUEFQAAAAMCDjQDAAAAQW5uAwAAAEJvYhUGFSQVJFwVBBUAFQQVABUEFQAAAAMDEAAABQEk+D8AIgAAAAAAAEAVBBk8SARyb290FQQAFQwlAhgEbmFtZSUIABUKJQIYBnNhbGFy'
    + 'eQAWBBkcGSwmCBwVDBkVABkYBG5hbWUVAhYEFkoWTiYIPDYAKANCb2IYA0FubgAZHBUGFQAVAgAAACZWHBUKGRUAGRgGc2FsYXJ5FQIWBBZOFk4mVjw2ACgIAAAAAAAAAEAYCAAAAAAAAPg/NgAAGRwVBhUAFQIA'
    + 'AAAWmAEWBDacAQAoCWh5cGFicXVldBksHAAAHAAAALwAAABQQVIx', 'base64'));
    const told = new AbortController();
    const begin = () => {
      // Everything before the first row group is read.
      setImmediate(() => told.abort(new Error('enough')));
      return { columns: ['name'], indices: [0], beside: [] };
    };
    await expect(parquetRows({ file: endless, format: 'parquet' }, begin, { signal: told.signal, onBlank: () => undefined }).next()).rejects.toThrow('enough');
  });

  describe('with pages', () => {
    type Field = number | undefined | readonly Field[];
    /** A struct of whole numbers and structs in Thrift's compact form; `undefined` leaves a field out. */
    const struct = (fields: readonly Field[]): number[] => {
      let last = 0;
      const bytes = fields.flatMap((field, i) => {
        if (field === undefined) return [];
        const head = ((i + 1 - last) << 4) | (typeof field === 'number' ? 5 : 12);
        last = i + 1;
        return [head, ...(typeof field === 'number' ? varint(field) : struct(field))];
      });
      return [...bytes, 0];
    };
    const varint = (value: number): number[] => {
      let rest = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n));
      const bytes: number[] = [];
      for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
      return [...bytes, Number(rest)];
    };
    const first = (values: number, bytes = 8, packed = 8): number[] => [...struct([0, bytes, packed, undefined, [values, 0, 3, 3]]), 1, 2, 3, 4, 5, 6, 7, 8];
    const second = (values: number, nulls: number, rows: number, definitions = 0, repetitions = 0): number[] => [...struct([3, 8, 8, undefined, undefined, undefined, undefined, [values, nulls, rows, 0, definitions, repetitions]]), 1, 2, 3, 4, 5, 6, 7, 8];
    const dictionary = (entries: number, bytes = 8): number[] => [...struct([2, bytes, 8, undefined, undefined, undefined, [entries, 0]]), 1, 2, 3, 4, 5, 6, 7, 8];
    const checked = async (...pages: readonly number[][]): Promise<string> => {
      const chunk = new Uint8Array([80, 65, 82, 49, ...pages.flat()]);
      const metadata = { data_page_offset: 4n, total_compressed_size: BigInt(chunk.length - 4) } as Parameters<typeof checkPages>[1]['metadata'];
      return checkPages({ byteLength: chunk.length, slice: (from, to) => chunk.buffer.slice(from, to) }, { metadata, isOptional: false, rows: 300 }, await compressors('pay.parquet'), 'pay.parquet').then(() => 'read', (error: unknown) => String(error));
    };

    /** 300 lengths that begin with `from` and grow by `step`, as DELTA_BINARY_PACKED. */
    const lengths = (from: number, step: number): number[] => [0x80, 1, 4, 0xac, 2, ...varint(from), ...[0, 1, 2].flatMap(() => [...varint(step), 0, 0, 0, 0])];
    /** A page of 300 texts: each is so much of the one before, and a rest of so many bytes. In the first form of pages, or the second. */
    const texts = (form: 1 | 2, shared: [number, number], rest: number): number[] => {
      const values = [...lengths(...shared), ...lengths(rest, 0), ...new Array<number>(300 * Math.max(0, rest)).fill(97)];
      const head = form === 1 ? struct([0, values.length, values.length, undefined, [300, 7, 3, 3]]) : struct([3, values.length, values.length, undefined, undefined, undefined, undefined, [300, 0, 300, 7, 0, 0]]);
      return [...head, ...values];
    };

    it.each<[string, number[][], RegExp]>([
      ['texts that begin alike', [texts(1, [0, 10], 10)], /^read$/],
      ['texts that begin alike, in the second form', [texts(2, [0, 10], 10)], /^read$/],
      ['texts of 542 MB in 3.6 MB', [texts(1, [0, 12_000], 12_000)], /larger than can be read at once/],
      ['texts of 542 MB in 3.6 MB, in the second form', [texts(2, [0, 12_000], 12_000)], /larger than can be read at once/],
      ['texts that begin like more than there is', [texts(2, [0, 11], 10)], /damaged/],
      ['a first text that begins like one before it', [texts(1, [1, 10], 10)], /damaged/],
      ['texts of a length below 0', [texts(2, [0, 10], -1)], /damaged/],
      ['one of all rows', [first(300)], /^read$/],
      ['several', [dictionary(8), first(100), second(200, 10, 200, 3, 0)], /^read$/],
      ['too few values', [first(299)], /damaged/],
      ['too many values', [first(301)], /damaged/],
      ['too many values in all', [first(200), second(101, 0, 101)], /damaged/],
      ['2^31 − 1 values', [first(2 ** 31 - 1)], /damaged/],
      ['fewer than no values', [first(-1), first(301)], /damaged/],
      ['more nulls than values', [second(300, 301, 300)], /damaged/],
      ['other rows than values', [second(300, 0, 2 ** 31 - 1)], /damaged/],
      ['levels longer than the page', [second(300, 0, 300, 5, 4)], /damaged/],
      ['levels of a length below 0', [second(300, 0, 300, -1, 4)], /damaged/],
      ['a dictionary of more entries than bytes', [dictionary(9), first(300)], /damaged/],
      ['a dictionary of 2^31 − 1 bytes', [dictionary(2 ** 31 - 1, 2 ** 31 - 1), first(300)], /larger than can be read at once/],
      ['a page of 129 MiB unpacked', [first(300, 129 * 2 ** 20)], /larger than can be read at once/],
      ['pages of 516 MiB unpacked', Array.from({ length: 5 }, () => first(60, 103.2 * 2 ** 20 | 0)), /larger than can be read at once/],
      ['a page that ends after the column', [first(300, 8, 9)], /damaged/],
      ['a page of fewer than no bytes', [first(300, 8, -8)], /damaged/],
      ['all rows, and a byte after them', [first(300), [0x15]], /^read$/],
      ['pages of an unknown kind', [[...struct([7, 8, 8]), 1, 2, 3, 4, 5, 6, 7, 8], first(300)], /damaged/],
    ])('of %s', async (_, pages, outcome) => {
      expect(await checked(...pages)).toMatch(outcome);
    });

    it('that lie are refused in a file', async () => {
      const header = good.subarray(4, 64);
      const at = 4 + header.indexOf(Buffer.from(varint(300)));
      const lying = Buffer.from(good);
      lying.writeUInt8(lying.readUInt8(at) + 2, at);
      expect(await refusal(lying)).toContain('damaged');
    });
  });

  it('of more cells in a row group than can be read at once are refused before they are read', async () => {
    const { parquetMetadata } = await import('hyparquet');
    const [group] = parquetMetadata(new Uint8Array(good).buffer).row_groups;
    if (group === undefined) throw new Error('There is a row group.');
    const of = (rows: number): typeof group => ({ ...group, num_rows: BigInt(rows), columns: group.columns.map((column) => ({ ...column, meta_data: { ...column.meta_data, num_values: BigInt(rows) } })) }) as typeof group;
    expect(checkedRows(of(20_000_000), ['salary'], 'pay.parquet')).toBe(20_000_000);
    expect(() => checkedRows(of(20_000_001), ['salary'], 'pay.parquet')).toThrow('larger than can be read at once');
  });

  it('that say of more or fewer rows than they hold are refused, and give no empty cells', async () => {
    const good = bytesOf([{ name: 'x', data: [1, 2, 3], type: 'INT32' }]);
    const footer = good.length - 8 - good.readUInt32LE(good.length - 8);
    let refused = 0;
    // Numbers of rows and of values are 3 there, which is 6 in the footer's form.
    for (let at = footer; at < good.length - 8; at++) {
      for (const other of good[at] === 6 ? [10, 4] : []) {
        const changed = Buffer.from(good);
        changed.writeUInt8(other, at);
        const cells = await recordsOf({ file: csv(changed), format: 'parquet' }, ['x']).then((records) => records.map((record) => record.cells[0]), (error: unknown) => error);
        if (cells instanceof Error) refused++;
        else expect(cells).toEqual(['1', '2', '3']);
      }
    }
    expect(refused).toBeGreaterThan(3);
  });

  it('show no cell in an error, whatever they say that a column holds', async () => {
    const said = await failure(textsOf(typed({ type: 'DOUBLE', converted_type: 'DATE' }, [61_234.5])));
    expect([said.code, JSON.stringify(said).includes('61234')]).toEqual(['INPUT_INVALID', false]);
  });

  it.each(['SNAPPY', 'GZIP', 'BROTLI', 'ZSTD'] as const)('whose pages unpack to more than can be read at once are refused before anything is taken for them: %s', async (codec) => {
    const MIB = 2 ** 20;
    const unpack = (await compressors('pay.parquet'))[codec] ?? (() => new Uint8Array(0));
    const before = process.memoryUsage().arrayBuffers;
    // No page at all, so what is allowed fails, too: but as damaged, or with nothing in it.
    const refused = (mib: number): string => {
      try {
        unpack(new Uint8Array(0), mib * MIB);
        return 'tried';
      } catch (error) {
        return /larger than can be read at once/.test(String(error)) ? 'too large' : 'tried';
      }
    };
    expect([129, 4_096].map(refused)).toEqual(['too large', 'too large']);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(MIB);
    const another = (await compressors('pay.parquet'))[codec] ?? (() => new Uint8Array(0));
    let tries = 0;
    for (; tries < 10; tries += 1) {
      try {
        another(new Uint8Array(0), 100 * MIB);
      } catch (error) {
        if (/larger than can be read at once/.test(String(error))) break;
      }
    }
    expect(tries).toBe(5);
  });
});

it('bytes that were read once are not read again', async () => {
  const asked: string[] = [];
  const all = Uint8Array.from({ length: 100 }, (_, i) => i);
  const held = new HeldBytes({ byteLength: 100, slice: (from, to) => {
    asked.push(`${from} ${to}`);
    return all.buffer.slice(from, to);
  } });
  const read = async (from: number, to: number) => [...new Uint8Array(await held.slice(from, to))];
  for (const [from, to] of [[10, 20], [20, 40], [10, 20], [12, 35], [15, 16], [30, 50], [10, 50]] as const) expect(await read(from, to)).toEqual([...all.subarray(from, to)]);
  expect(asked).toEqual(['10 20', '20 40', '30 50']);
});
