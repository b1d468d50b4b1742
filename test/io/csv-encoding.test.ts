import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { toUtf8 } from '../../src/io/csv/encoding.js';
import type { CsvEncoding } from '../../src/io/csv/index.js';
import { csv, failure, newPath, recordsOf } from './csv-files.js';

const TEXT = 'naam,plaats\nJosé,日本😀\nZoë,"a\nb"\n';
const ROWS = [['José', '日本😀'], ['Zoë', 'a\nb']];

function utf16(text: string, bigEndian: boolean): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

async function read(bytes: Buffer, encoding?: CsvEncoding): Promise<string[][]> {
  const source = { file: csv(bytes), ...(encoding === undefined ? {} : { encoding }) };
  return (await recordsOf(source, ['naam', 'plaats'])).map((record) => record.cells);
}

describe('encodings', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`)],
    ['UTF-16 LE with a mark', utf16(`\ufeff${TEXT}`, false)],
    ['UTF-16 BE with a mark', utf16(`\ufeff${TEXT}`, true)],
    ['UTF-16 LE without', utf16(TEXT, false)],
    ['UTF-16 BE without', utf16(TEXT, true)],
  ])('recognises %s', async (_, bytes) => {
    expect(await read(bytes)).toEqual(ROWS);
  });

  it('takes the encoding given', async () => {
    expect(await read(utf16(TEXT, true), 'utf-16be')).toEqual(ROWS);
    expect(await read(Buffer.from('naam,plaats\nJos\xe9,\x80 5 \x96 \x8a\n', 'latin1'), 'windows-1252')).toEqual([['José', '€ 5 – Š']]);
    expect((await failure(read(Buffer.from(`\ufeff${TEXT}`), 'windows-1252'))).next).toContain('Leave `--encoding` out');
  });

  it('converts Windows-1252 as the encoding standard does, but for what means nothing', async () => {
    const all = Array.from({ length: 128 }, (_, i) => 0x80 + i).filter((byte) => ![0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte));
    const [[cell = ''] = []] = await read(Buffer.concat([Buffer.from('naam,plaats\n'), Buffer.from(all), Buffer.from(',x\n')]), 'windows-1252');
    const iconv = execFileSync('iconv', ['-f', 'WINDOWS-1252', '-t', 'UTF-8'], { input: Buffer.from(all) }).toString();
    expect(cell).toBe(iconv);
    const { code, message } = await failure(read(Buffer.from('naam,plaats\na,b\nc\x81,d\n', 'latin1'), 'windows-1252'));
    expect(code).toBe('INPUT_UNREADABLE');
    expect(message).toContain('line 3: there are bytes that are not WINDOWS-1252');
  });

  it('refuses invalid UTF-8 with its line, early and late, and says how to convert', async () => {
    for (const before of [0, 1, 100_000]) {
      const bytes = Buffer.concat([Buffer.from(`naam,plaats\r\n${'Ann,"x\ny"\r\n'.repeat(before)}`), Buffer.from('Jos\xe9,x\r\nb,c\r\n', 'latin1')]);
      const { code, message, next } = await failure(read(bytes));
      expect(code).toBe('INPUT_UNREADABLE');
      expect(message).toContain(`line ${2 + 2 * before}: there are bytes that are not UTF-8`);
      expect(next).toContain('--encoding windows-1252');
      expect(next).toContain('iconv');
    }
    expect((await failure(read(Buffer.from([0x6e, 0xc3])))).message).toContain('line 1: there are bytes');
    expect((await failure(read(Buffer.from('\n\nnaam,\xe9\n', 'latin1')))).message).toContain('line 3: there are bytes');
  });

  it('refuses lone surrogates and half characters in UTF-16', async () => {
    for (const text of ['naam,plaats\na,b\nc,\ud800x\n', 'naam,plaats\na,b\nc,\udc00\n', 'naam,plaats\na,b\nc,\ud83d']) {
      const { message } = await failure(read(utf16(text, false)));
      expect(message).toContain('line 3: there are bytes that are not UTF-16LE');
    }
    expect((await failure(read(Buffer.concat([utf16('naam,plaats\na,b\n', false), Buffer.from('x')])))).message).toContain('line 3');
  });

  it('refuses NUL bytes, spreadsheets and other files that are no text', async () => {
    expect(await failure(read(Buffer.from('naam,plaats\na,b\nc,\0\n')))).toMatchObject({ code: 'INPUT_UNREADABLE', message: expect.stringContaining('line 3: there is a NUL byte') as string });
    expect((await failure(read(Buffer.from('PK\x03\x04........')))).message).toContain('spreadsheet');
    let state = 7;
    const noise = Buffer.from(Array.from({ length: 3_000_000 }, () => (state = (state * 48271) % 2147483647) & 0xff));
    expect((await failure(read(noise))).code).toBe('INPUT_UNREADABLE');
  });

  it('reads from a pipe that delivers little by little', async () => {
    const file = newPath();
    execFileSync('mkfifo', [file]);
    const writer = createWriteStream(file);
    const reading = recordsOf({ file }, ['naam', 'plaats']);
    for (const byte of utf16(`\ufeff${TEXT}`, false)) writer.write(Buffer.from([byte]));
    writer.end();
    expect((await reading).map((record) => record.cells)).toEqual(ROWS);
  });

  it('gives the same wherever the pieces end', async () => {
    const encoded = fc.constantFrom<[CsvEncoding, boolean]>(['utf-16le', false], ['utf-16be', true]);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 400 }), encoded, fc.integer({ min: 1, max: 700 }), async (text, [encoding, bigEndian], size) => {
        const bytes = utf16(`a${text}`, bigEndian);
        async function* pieces(): AsyncGenerator<Buffer> {
          for (let i = 0; i < bytes.length; i += size) yield await Promise.resolve(bytes.subarray(i, i + size));
        }
        const out: Buffer[] = [];
        for await (const piece of toUtf8(pieces(), { file: 'f', encoding }, { encoding, hasMark: false, sample: undefined, notices: [] })) out.push(Buffer.from(piece));
        expect(Buffer.concat(out).toString()).toBe(`a${text}`);
      }),
    );
  });
});
