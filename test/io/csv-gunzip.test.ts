import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpacked } from '../../src/io/csv/gunzip.js';
import { checkHeaders, columnTotals, readStyle, type CsvSource } from '../../src/io/csv/index.js';
import { readPieces } from '../../src/io/csv/file.js';
import { column, csv, failure, recordsOf } from './csv-files.js';

const TABLE = `name,salary\n${Array.from({ length: 60_000 }, (_, i) => `Person ${i},${i}.50\n`).join('')}`;
const SECRET = '987654321x';

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  await Promise.resolve();
  // One buffer for all, as the reader of files has.
  const buffer = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) {
    const length = bytes.copy(buffer, 0, at, at + size);
    yield buffer.subarray(0, length);
  }
}

async function gathered(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(Buffer.from(piece));
  return Buffer.concat(all);
}

const totalsOf = (source: CsvSource): ReturnType<typeof columnTotals> => columnTotals(source, [column('salary')], { empty: 'refuse', maxRows: 100_000 });

describe('CSV files packed by gzip', () => {
  it('read as the file inside', async () => {
    const plain = csv(TABLE);
    const packed = csv(gzipSync(TABLE));
    expect(await recordsOf({ file: packed }, ['salary', 'name'])).toEqual(await recordsOf({ file: plain }, ['salary', 'name']));
    expect(await totalsOf({ file: packed })).toEqual(await totalsOf({ file: plain }));
  });

  it('may be several parts, one after the other', async () => {
    const [first, second] = [TABLE.slice(0, 100_001), TABLE.slice(100_001)];
    const packed = csv(Buffer.concat([gzipSync(first), gzipSync(second)]));
    expect((await totalsOf({ file: packed })).rows).toBe(60_000);
  });

  it('may be in another encoding', async () => {
    const packed = csv(gzipSync(Buffer.from(`\ufeffGröße;salary\nzwölf;12\n`, 'utf16le')));
    expect(await recordsOf({ file: packed }, ['Größe'])).toEqual([{ record: 1, line: 2, cells: ['zwölf'] }]);
  });

  it('are read no further than headers need', async () => {
    const packed = gzipSync(TABLE);
    const file = csv(packed.subarray(0, packed.length - 20));
    expect((await readStyle({ file })).names).toEqual(['name', 'salary']);
    await checkHeaders({ file }, ['salary']);
  });

  it('are named as damaged where only the name says gzip', async () => {
    const named = (bytes: Buffer) => ({ file: csv(bytes).replace(/(\.csv)?$/, '.gz'), held: bytes });
    const { code, message } = await failure(totalsOf(named(Buffer.from([7, 0, 200, 1, 2, 3]))));
    expect([code, message]).toEqual(['INPUT_UNREADABLE', expect.stringContaining('by its name this is packed by gzip')]);
    // A browser unpacks, and keeps the name.
    expect((await totalsOf(named(Buffer.from('name,salary\nAnn,1\n')))).rows).toBe(1);
  });

  it('are refused with the line inside, and no cell', async () => {
    const { code, message, next } = await failure(totalsOf({ file: csv(gzipSync(`name,salary\nAnn,1\nBob,${SECRET}\n`)) }));
    expect(code).toBe('INPUT_INVALID');
    expect(message).toContain('line 3, column "salary"');
    expect(message + next).not.toContain(SECRET);
  });

  it('are refused where the end is missing', async () => {
    const packed = gzipSync(TABLE);
    for (const length of [3, 12, packed.length >> 1, packed.length - 1]) {
      const { code, message } = await failure(totalsOf({ file: csv(packed.subarray(0, length)) }));
      expect(code).toBe('INPUT_UNREADABLE');
      expect(message).toContain('its end is missing');
    }
  });

  it('are refused where a byte has changed', async () => {
    const packed = gzipSync(TABLE);
    // The checksum is the last but one word.
    for (const at of [packed.length >> 1, packed.length - 8]) {
      const damaged = Buffer.from(packed);
      damaged.writeUInt8((damaged[at] ?? 0) ^ 0x10, at);
      expect((await failure(totalsOf({ file: csv(damaged) }))).code).toMatch(/^INPUT_(UNREADABLE|INVALID)$/);
    }
    const wrongSum = Buffer.from(packed);
    wrongSum.writeUInt8((wrongSum[packed.length - 8] ?? 0) ^ 1, packed.length - 8);
    expect((await failure(totalsOf({ file: csv(wrongSum) }))).message).toContain('damaged');
  });

  it('are refused when they grow beyond what tables do, and not below', async () => {
    const zeros = csv(gzipSync(Buffer.alloc(8 * 1024 * 1024)));
    const unpack = (free: number, ratio: number): Promise<Buffer> => gathered(unpacked(readPieces({ file: zeros }, {}), zeros, { free, ratio }));
    expect((await failure(unpack(1024 * 1024, 250))).message).toContain('more than 250 times');
    expect((await unpack(8 * 1024 * 1024, 1)).length).toBe(8 * 1024 * 1024);
  });
});

describe('unpacked', () => {
  it('knows gzip in pieces of any size', async () => {
    const packed = gzipSync(TABLE.slice(0, 20_000));
    for (const size of [1, 2, 3, 7, 4096]) expect((await gathered(unpacked(inPieces(packed, size), 'x'))).toString()).toBe(TABLE.slice(0, 20_000));
  });

  it('passes on what is no gzip as it is', async () => {
    const bytes = readFileSync(csv(TABLE.slice(0, 5000)));
    for (const size of [1, 2, 3, 4096]) expect(await gathered(unpacked(inPieces(bytes, size), 'x'))).toEqual(bytes);
    for (const text of ['', 'a', '\x1f']) expect((await gathered(unpacked(inPieces(Buffer.from(text), 8), 'x'))).toString()).toBe(text);
  });
});
