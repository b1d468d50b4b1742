import { describe, expect, it } from 'vitest';
import { readHeader, recogniseData } from '../../src/io/csv/index.js';
import { compressors } from '../../src/io/typed/parquet-group.js';
import { HeldBytes } from '../../src/io/typed/held-bytes.js';
import { checkPages } from '../../src/io/typed/parquet-pages.js';
import { checkedRows, parquetRows } from '../../src/io/typed/parquet.js';
import { csv, failure, recordsOf } from './csv-files.js';
import { bytesOf, textsOf, totalsOf, typed } from './parquet-files.js';

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
