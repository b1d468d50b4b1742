import { parse } from 'csv-parse/sync';
import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { readHeader, readRecords } from '../../src/io/csv/index.js';
import type { Notice } from '../../src/io/notices.js';
import { recordBlocks } from '../../src/io/csv/blocks.js';
import { parseRegular } from '../../src/io/csv/regular.js';
import { parseStrict } from '../../src/io/csv/strict.js';
import { beginning, type Layout } from '../../src/io/csv/rows.js';
import type { CsvRecord } from '../../src/io/csv/index.js';
import { csv, failure, recordsOf } from './csv-files.js';

const cells = (records: CsvRecord[]): string[][] => records.map((record) => record.cells);

/** Text cells that meet every rule: delimiters, quotes, line ends, and letters outside ASCII. */
const cell = fc.string({ unit: fc.constantFrom('a', 'b', ' ', ',', ';', '"', '\n', '\r', '\r\n', 'é', '日', '😀', '1'), maxLength: 6 });
// A row with nothing in any cell is none.
const table = fc.array(fc.tuple(cell, cell, cell).filter((row) => row.join('').replaceAll(/[,"]/g, '').trim() !== ''), { maxLength: 12 });
const lineEnd = fc.constantFrom('\n', '\r\n', '\r');

function write(rows: readonly (readonly string[])[], end: string, always: boolean): string {
  const quote = (text: string): string => (always || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(quote).join(',') + end).join('');
}

describe('readRecords', () => {
  it('gives records, lines and the wanted cells in the wanted order', async () => {
    const file = csv('a,b,c\n1,"x\ny",3\n\n4,"5 ""q""",6\r\n"7",8,9');
    expect(await recordsOf({ file }, ['c', 'b'])).toEqual([
      { record: 1, line: 2, cells: ['3', 'x\ny'] },
      { record: 2, line: 5, cells: ['6', '5 "q"'] },
      { record: 3, line: 6, cells: ['9', '8'] },
    ]);
  });

  it('gives back what was written', async () => {
    await fc.assert(
      fc.asyncProperty(table, lineEnd, fc.boolean(), async (rows, end, always) => {
        const file = csv(write([['h1', 'h2', 'h3'], ...rows], end, always));
        expect(cells(await recordsOf({ file }, ['h1', 'h2', 'h3']))).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });

  it('agrees with csv-parse about any text: the same records, or an error', () => {
    const layout = (width: number): Layout => ({ file: 'f', delimiter: ',', isGuessed: true, width, slots: Int32Array.from({ length: width }, (_, i) => i), wanted: width, maxRows: Infinity });
    const text = fc.string({ unit: fc.constantFrom('a', ' ', ',', '"', '""', '\n', '\r', '\r\n', ',"', '",', '"\n'), maxLength: 20 });
    const run = (parser: typeof parseRegular | undefined, source: string, width: number): unknown => {
      const rows: CsvRecord[] = [];
      const progress = beginning();
      let error: unknown;
      try {
        const stopped = parser ? parser(source, layout(width), progress, rows) : 0;
        if (stopped < source.length) parseStrict(Buffer.from(source.slice(stopped)), layout(width), progress, rows);
      } catch (caught) {
        error = String(caught);
      }
      return { rows, progress, error };
    };
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 3 }), (source, width) => {
        expect(run(parseRegular, source, width)).toEqual(run(undefined, source, width));
      }),
      { numRuns: 20_000 },
    );
  });

  it('reads large files as csv-parse does, across the pieces it reads them in', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => [`${i}`, i % 7 === 0 ? `line\r\n"${i}", é` : 'plain text 日本', i % 1000 === 0 ? 'x'.repeat(30_000) : '']);
    const text = write([['a', 'b', 'c'], ...rows], '\r\n', false);
    const records = await recordsOf({ file: csv(text) }, ['a', 'b', 'c']);
    expect(cells(records)).toEqual(parse(text, { from: 2 }));
    expect(records.at(-1)).toMatchObject({ record: 30_000, line: text.split('\r\n').length - 1 });
  });

  it.each([
    ['"a","b\n1,2\n', 'line 1'],
    ['a,b\n1,"2\n3,4\n', 'line 2'],
    ['a,b\n"1\n\n",2\n3,4 "x" y\n', 'line 5'],
    ['a,b\n1,"2" x\n', 'line 2'],
    ['a,b\n1,5" pipe\n2,6" pipe\n', 'line 2'],
  ])('refuses stray quotes in %j', async (text, line) => {
    const { code, message, next } = await failure(recordsOf({ file: csv(text) }, ['a']));
    expect(code).toBe('INPUT_INVALID');
    expect(message).toContain(`.csv, ${line}: `);
    expect(message + next).not.toContain('pipe');
  });

  it('ends with an error when a record is longer than 1 MiB', async () => {
    const long = 'x'.repeat(1024 * 1024);
    const ok = 'y'.repeat(1024 * 1024 - 3);
    expect(await recordsOf({ file: csv(`a,b\n${ok},\n1,2\n`) }, ['b'])).toHaveLength(2);
    for (const text of [`a,b\n1,2\n${long},2\n3,4\n`, `a,b\n1,2\n${long.repeat(5)}`]) {
      expect((await failure(recordsOf({ file: csv(text) }, ['b']))).message).toMatch(/line 3: the record that starts here is longer than 1 MiB\.$/);
    }
    const open = await failure(recordsOf({ file: csv(`a,b\n1,"2\n${'3,4\n'.repeat(500_000)}`) }, ['b']));
    expect(open.message).toMatch(/line 2: .*1 MiB; a double quote in it may not be closed/);
  });
});

describe('recordBlocks', () => {
  async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
    // One buffer for all pieces, as the real source has.
    const shared = Buffer.alloc(size);
    for (let i = 0; i < bytes.length; i += size) {
      yield await Promise.resolve(shared.subarray(0, bytes.copy(shared, 0, i, i + size)));
    }
  }

  it('cuts between records only, wherever the pieces end', async () => {
    await fc.assert(
      fc.asyncProperty(table, lineEnd, fc.integer({ min: 1, max: 30 }), async (rows, end, size) => {
        const text = write(rows, end, false);
        const found: string[][] = [];
        let joined = '';
        for await (const block of recordBlocks(pieces(Buffer.from(text), size))) {
          joined += block.toString();
          found.push(...parse(block, { record_delimiter: ['\r\n', '\n', '\r'] }));
        }
        expect(joined).toBe(text);
        expect(found).toEqual(rows);
      }),
      { numRuns: 500 },
    );
  });
});

describe('headers', () => {
  it.each([
    ['a,b;c\n1,2;3\n', ','],
    ['a;b;c,d\n', ';'],
    ['a\tb\tc\n', '\t'],
    ['a|b\n', '|'],
    ['"x;y;z",b\n', ','],
    ['sep=|\na,b|c\n', '|'],
  ])('finds the delimiter of %j', async (text, delimiter) => {
    const names = await readHeader({ file: csv(text) });
    const line = text.startsWith('sep=') ? text.split('\n')[1] : text.split('\n')[0];
    expect(names).toEqual(parse(line ?? '', { delimiter })[0]);
  });

  it('takes the delimiter given, and refuses one that is none', async () => {
    const file = csv('a,b~c,d\n1,1~2,2\n');
    expect(cells(await recordsOf({ file, delimiter: '~' }, ['c,d']))).toEqual([['2,2']]);
    for (const delimiter of ['', '::', '"', '\n']) expect((await failure(recordsOf({ file, delimiter }, ['a']))).code).toBe('USAGE');
  });

  it('counts the lines of sep= and of headers with line ends', async () => {
    const file = csv('sep=;\r\n"a\r\nb";c\r\n1;2\r\n');
    expect(await recordsOf({ file }, ['c'])).toEqual([{ record: 1, line: 4, cells: ['2'] }]);
  });

  it('compares trimmed, in NFC, then without case', async () => {
    const file = csv('\ufeff Salaris , cafe\u0301,KEY,Key,id\n1,2,3,4,5\n');
    expect(cells(await recordsOf({ file }, ['Salaris', 'caf\u00e9', 'Key', 'ID']))).toEqual([['1', '2', '4', '5']]);
    const { message, next } = await failure(recordsOf({ file }, ['key']));
    expect(message).toContain('upper and lower case');
    expect(next).toContain('--map "key=HEADER"');
  });

  it('maps logical names to headers', async () => {
    const file = csv('Bruto per jaar,x\n5,6\n');
    expect(cells(await recordsOf({ file, map: new Map([['salary', 'bruto per jaar']]) }, ['salary']))).toEqual([['5']]);
    expect((await failure(recordsOf({ file, map: new Map([['salary', 'netto']]) }, ['salary']))).message).toContain('there is no header "netto" to read the column "salary" from');
    expect((await failure(recordsOf({ file, map: new Map([['salary', 'x']]) }, ['salary', 'x']))).message).toContain('both read from the header "x"');
  });

  it('lists the headers when one is missing, unless they look like data', async () => {
    const { code, message, next } = await failure(recordsOf({ file: csv('name,pay\u001b[2J\nAnn,1\n') }, ['salary']));
    expect(code).toBe('INPUT_INVALID');
    expect(message).toContain('line 1: there is no column "salary"; the file has "name", "pay[2J"');
    expect(next).toContain('--map "salary=HEADER"');
    const headless = await failure(recordsOf({ file: csv('Ann,1234.56\nBob,2\n') }, ['salary']));
    expect(headless.message).toContain('looks like data');
    expect(headless.message + headless.next).not.toMatch(/Ann|1234/);
  });

  it.each(['Full\u00a0name', 'Date\n of\r\nbirth', 'na\u200bme', '\u00adpay', 'a \u202eb', 'x'.repeat(90), 'tab\tbed', '\u2003wide\u2003space ', ''])('takes the header %j as it shows it', async (header) => {
    const file = csv(`other,"${header}"\n1,2\n`);
    const { message } = await failure(recordsOf({ file }, ['v']));
    const [, shown = 'none'] = /the file has "other", "([^"]*)"/.exec(message) ?? [];
    // eslint-disable-next-line no-control-regex -- what must not reach a terminal
    expect(shown).not.toMatch(/[\0-\x1f\u00a0\u200b\u00ad\u202e]/);
    expect(cells(await recordsOf({ file, map: new Map([['v', shown]]) }, ['v']))).toEqual([['2']]);
    expect(cells(await recordsOf({ file, map: new Map([['v', header]]) }, ['v']))).toEqual([['2']]);
  });

  it('prefers the header that is written exactly so, and refuses two that look alike', async () => {
    const file = csv('a\u00a0b,a b,c\u200bd,cd\u200b\n1,2,3,4\n');
    expect(cells(await recordsOf({ file }, ['a b', 'a\u00a0b']))).toEqual([['2', '1']]);
    expect((await failure(recordsOf({ file }, ['cd']))).message).toContain('2 headers look like "cd"');
  });

  it('names the delimiter where another would give the column', async () => {
    const wrong = await failure(recordsOf({ file: csv('id,first;name;born, in\n1,2;3;4, 5\n') }, ['name']));
    expect(wrong.next).toContain('--delimiter ";"');
    expect((await failure(recordsOf({ file: csv('id~name\n1~2\n') }, ['name']))).next).toContain('--delimiter');
    expect((await failure(recordsOf({ file: csv('v\n12,5\n7,5\n') }, ['v']))).next).toMatch(/--decimal-comma.*--delimiter ";"/);
    expect(cells(await recordsOf({ file: csv('v\n12,5\n7,5\n'), decimalComma: true }, ['v']))).toEqual([['12,5'], ['7,5']]);
  });

  it.each(['\x1a', '\x1a\x1a\x1a', '\r\n\x1a\r\n', '\x1a\n\n'])('leaves out Ctrl-Z at the end, written %j', async (end) => {
    for (const content of ['v,w\n1,2\n', 'v,w\n1,2', `v,w\n${'1,2\n'.repeat(200_000)}`]) {
      const notices: Notice[] = [];
      const records: CsvRecord[] = [];
      for await (const batch of readRecords({ file: csv(content + end) }, ['v', 'w'], { notices })) records.push(...batch);
      expect(records.at(-1)?.cells).toEqual(['1', '2']);
      expect(notices.map(({ code }) => code)).toContain('END_MARK');
    }
    expect(cells(await recordsOf({ file: csv('v\n\x1aa\n') }, ['v']))).toEqual([['\x1aa']]);
  });

  it('refuses two headers of one name only where that column is wanted', async () => {
    const file = csv('a,b,a\n1,2,3\n');
    expect(cells(await recordsOf({ file }, ['b']))).toEqual([['2']]);
    expect((await failure(recordsOf({ file }, ['a']))).message).toContain('2 headers are called "a"');
  });
});
