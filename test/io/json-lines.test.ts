import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { checkHeaders, columnTotals, readHeader, recogniseData, type CsvSource, type Totals } from '../../src/io/csv/index.js';
import { readKeys } from '../../src/io/linkage/index.js';
import type { Notice } from '../../src/io/notices.js';
import { readRecords } from '../../src/io/csv/index.js';
import { parseKey } from '../../src/linkage/index.js';
import { column, csv, failure, recordsOf } from './csv-files.js';

const SECRET = '987654321';

const jsonl = (content: string | Buffer): CsvSource => ({ file: csv(content), format: 'json lines' });
const lines = (...objects: string[]): CsvSource => jsonl(`${objects.join('\n')}\n`);
const totalsOf = async (source: CsvSource, decimals = 2): Promise<Totals> => columnTotals(source, [column('salary', decimals, -(10n ** 20n), 10n ** 20n)], { empty: 'refuse', maxRows: 1000 });

describe('JSON lines', () => {
  it('have members in any order, and a missing or null one is an empty cell', async () => {
    const source = lines('{"name":"Ann","salary":12.5}', ' { "salary" : 1e3, "more": [1, {"}": "]"}], "name" : "B \\"b\\" \\u00e9" } ', '{"name":null,"salary":true}', '{"salary":"2.500"}');
    expect(await recordsOf(source, ['salary', 'name'])).toEqual([
      { record: 1, line: 1, cells: ['12.5', 'Ann'], numbers: [true, false] },
      { record: 2, line: 2, cells: ['1000', 'B "b" é'], numbers: [true, false] },
      { record: 3, line: 3, cells: ['true', ''], numbers: [false, false] },
      { record: 4, line: 4, cells: ['2.500', ''], numbers: [false, false] },
    ]);
  });

  it('give numbers that are exact, whatever is said of how texts write them', async () => {
    const source = lines('{"salary":2.125}', '{"salary":-0}', '{"salary":1.5e-2}', '{"salary":9007199254740991}');
    for (const style of [{}, { decimalComma: true, thousands: true }]) {
      expect((await totalsOf({ ...source, ...style }, 3)).columns[0]?.sum).toBe(2125n + 15n + 9007199254740991000n);
    }
    // Text is read as the text of a CSV file is.
    expect((await failure(totalsOf(lines('{"salary":"2.500"}')))).message).toContain('two ways');
    expect((await totalsOf({ ...lines('{"salary":"2,50"}', '{"salary":2.5}'), decimalComma: true })).columns[0]?.sum).toBe(500n);
  });

  it.each(['9007199254740993', '12345678901234567890', '1e400', '0.1234567890123456789', '1e-300'])('refuse %s, which programs read as another number', async (number) => {
    const { message, next } = await failure(totalsOf(lines('{"salary":1}', `{"salary":${number}}`)));
    expect(message).toContain('line 2, column "salary": the number has more digits');
    expect(message + next).not.toContain(number);
  });

  it.each([
    ['a list', '{"salary":[1]}', 'a list or an object'],
    ['an object', '{"salary":{"a":1}}', 'a list or an object'],
    ['half a character', '{"salary":"\\ud800"}', 'half a character'],
    ['a member twice', `{"salary":${SECRET},"salary":1}`, 'two members of one name'],
    ['a member twice, written in two ways', '{"salary":1,"s\\u0061lary":1}', 'two members of one name'],
    ['what is no JSON', `{"salary":${SECRET}`, 'not JSON'],
    ['a number', SECRET, 'no object'],
    ['a list of objects', '[{"salary":1}]', 'no object'],
    ['digits beyond the agreement', '{"salary":1.125}', 'not a number with at most 2 decimals'],
  ])('refuse %s by line, and show none of it', async (_, text, reason) => {
    const { code, message, next } = await failure(totalsOf(lines('{"salary":1}', text)));
    expect(code).toBe('INPUT_INVALID');
    expect(message).toContain('line 2');
    expect(message).toContain(reason);
    expect(message + next).not.toContain(SECRET);
  });

  it('take __proto__ and constructor for names like others', async () => {
    const source = lines('{"__proto__":"a","constructor":"b"}', '{"__proto__":{"salary":1},"constructor":"c"}');
    expect((await recordsOf(source, ['constructor'])).map(({ cells }) => cells)).toEqual([['b'], ['c']]);
    expect((await failure(totalsOf(source))).message).toContain('there is no column "salary"');
  });

  it('name their columns in the first thousand objects, and a name that is written otherwise later is refused', async () => {
    const many = Array.from({ length: 1500 }, () => '{"salary":1}');
    expect(await readHeader(lines('{"a":1}', '{"b":2}', ...many))).toEqual(['a', 'b', 'salary']);
    await checkHeaders(lines('{}', '{"Salary":1}'), ['salary']);
    expect((await recordsOf(lines(...many, '{"note":1,"salary":2}'), ['salary'])).at(-1)).toMatchObject({ line: 1501, cells: ['2'] });
    expect((await failure(totalsOf({ ...lines(...many.slice(0, 999), ...many, '{"Salary ":2}') }))).code).toBe('INPUT_TOO_MANY');
    const { message } = await failure(recordsOf(lines(...many, '{"Salary ":2}'), ['salary']));
    expect(message).toContain('line 1501, column "salary": the member is written otherwise');
  });

  it('skip lines and objects without anything, and say so', async () => {
    const notices: Notice[] = [];
    const records = [];
    for await (const batch of readRecords(jsonl('\ufeff{"a":1}\r\n\r\n{}\n{"a":null,"b":" "}\n{"a":2}'), ['a'], { notices })) records.push(...batch);
    expect(records.map(({ record, line }) => [record, line])).toEqual([[1, 1], [2, 5]]);
    expect(notices.map(({ code, lines: at }) => [code, at])).toEqual([['BLANK_LINES', [2]], ['EMPTY_ROWS', [3, 4]]]);
  });

  it('are bounded: a line of more than a mebibyte is refused', async () => {
    const { message } = await failure(recordsOf(jsonl(`{"a":1}\n{"a":"${'x'.repeat(1100 * 1024)}"}\n`), ['a']));
    expect(message).toContain('line 2: the line is longer than 1 MiB');
  });

  it('are refused where they are not UTF-8, with the line', async () => {
    const { code, message } = await failure(recordsOf(jsonl(Buffer.from('{"a":1}\n{"a":"M\xfcller"}\n', 'latin1')), ['a']));
    expect(code).toBe('INPUT_UNREADABLE');
    expect(message).toContain('line 2');
  });

  it('make the keys that CSV makes', async () => {
    const keys = ['name:name', 'born:date:dmy', 'id'].map(parseKey);
    const options = { near: false, maxRows: 10, keepCells: true };
    const fromJson = await readKeys(lines('{"id":7.0,"name":"Ann Lee","born":"2001-02-03"}', '{"id":12,"born":"4.5.1999","name":"Bo"}'), keys, options);
    const fromCsv = await readKeys({ file: csv('name,born,id\nAnn Lee,2001-02-03,7\nBo,4.5.1999,12\n') }, keys, options);
    expect(fromJson.digests).toEqual(fromCsv.digests);
  });
});

describe('data of any kind', () => {
  const formatOf = async (content: string | Buffer): Promise<string | undefined> => (await recogniseData(csv(content))).format;

  it('is known by its first bytes', async () => {
    expect(await formatOf('a,b\n1,2\n')).toBeUndefined();
    expect(await formatOf('\n {"a":1}\n')).toBe('json lines');
    expect(await formatOf(gzipSync('\ufeff{"a":1}\n'))).toBe('json lines');
    expect(await formatOf(gzipSync('a,b\n'))).toBeUndefined();
    expect(await formatOf('')).toBeUndefined();
  });

  it('reads packed JSON lines as the file inside', async () => {
    const file = csv(gzipSync('{"salary":1}\n{"salary":2}\n'));
    expect((await totalsOf(await recogniseData(file))).rows).toBe(2);
  });

  it('is refused where it is one list of JSON, or of an old spreadsheet', async () => {
    expect((await failure(formatOf('[\n{"a":1}]'))).message).toContain('one list of JSON');
    expect((await failure(formatOf(Buffer.from('d0cf11e0a1b11ae1', 'hex')))).message).toContain('.xls');
  });

  it('is read from memory where a pipe brought it', async () => {
    const text = `salary\n${'1\n'.repeat(500)}`;
    expect(await totalsOf({ file: 'standard input', held: Buffer.from(text) })).toEqual({ ...(await totalsOf({ file: csv(text) })) });
  });
});
