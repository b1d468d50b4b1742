import { describe, expect, it } from 'vitest';
import { hashOfSet } from '../../src/crypto/set-hash.js';
import { atOnce } from '../../src/crypto/steps.js';
import { MpcError } from '../../src/errors.js';
import { readRecords, takeRecords, type CsvSource, type RecordSink } from '../../src/io/csv/index.js';
import { readKeys, type KeyedRecords, type ReadKeysOptions } from '../../src/io/linkage/index.js';
import { KeyRows } from '../../src/io/linkage/key-rows.js';
import type { Notice } from '../../src/io/notices.js';
import { parseKey } from '../../src/linkage/index.js';
import { placeholderTest, isSurelyValue } from '../../src/linkage/placeholders.js';
import { fc } from '../support/property.js';
import { csv } from './csv-files.js';

const COLUMNS = ['a', 'b'].map(parseKey);
const PAYLOAD = ['c', 'a'];
const OPTIONS: ReadKeysOptions = { near: false, maxRows: 6, keepCells: true, payload: PAYLOAD };

type Outcome = { readonly error: string } | Record<string, unknown>;

async function outcomeOf(read: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof MpcError) return { error: [error.code, error.message, error.next].join('\n') };
    throw error;
  }
}

/** Every record as texts. */
async function asTexts(source: CsvSource, options: ReadKeysOptions): Promise<Outcome> {
  const notices: Notice[] = [];
  const rows = new KeyRows(source.file, COLUMNS, options.payload ?? [], options);
  for await (const records of readRecords(source, rows.wanted, { maxRows: options.maxRows, notices })) records.forEach(rows.record);
  const { items, found } = rows.finish();
  return {
    rows: rows.count,
    digests: Buffer.from(items.digests).toString('hex'),
    setHash: atOnce(hashOfSet(items.digests)),
    itemOf: items.itemOf,
    found: [found.unusable, found.duplicates],
    problems: rows.noticed.problems,
    cells: [rows.cells.data.ends, Buffer.from(rows.cells.data.bytes.subarray(0, rows.cells.data.ends.at(-1) ?? 0)).toString()],
    payload: [rows.payload.data.ends, Buffer.from(rows.payload.data.bytes.subarray(0, rows.payload.data.ends.at(-1) ?? 0)).toString()],
    notices: [...notices, ...rows.noticed.notices(found)],
  };
}

async function asKeys(source: CsvSource, options: ReadKeysOptions): Promise<Outcome> {
  const read = await readKeys(source, COLUMNS, options);
  return {
    rows: read.rows,
    digests: Buffer.from(read.digests).toString('hex'),
    setHash: read.setHash,
    itemOf: read.itemOf,
    found: [read.unusableRows, read.duplicateRows],
    problems: read.problems,
    cells: textsOf(read, (row) => read.cells(row)),
    payload: textsOf(read, (row) => read.payload(row)),
    notices: read.notices,
  };
}

function textsOf({ rows }: KeyedRecords, at: (row: number) => readonly string[]): [Uint32Array, string] {
  const texts = Array.from({ length: rows }, (_, row) => at(row)).flat();
  let end = 0;
  return [Uint32Array.from(texts, (text) => (end += Buffer.byteLength(text))), texts.join('')];
}

/** How many records came as bytes, and how many as texts. */
async function counted(content: string | Buffer): Promise<[number, number]> {
  const counts: [number, number] = [0, 0];
  const sink: RecordSink = { keys: 2, plain: () => (counts[0] += 1), record: () => (counts[1] += 1) };
  await takeRecords({ file: csv(content) }, ['a', 'b', 'c'], {}, sink);
  return counts;
}

const word = fc.constantFrom('A1', 'b 2', 'NL000012', 'x', 'X12', '0012', '99999999', '9912', '-99', 'na', 'N/A', 'unknown', '?', 'Mu?ler', ' pad', 'pad ', '', ' ', '\u00a0', 'Zoë', '日本', '😀', 'a,b', 'a;b', '"', 'say "so"', 'line\nbreak', 'cr\rlf\r\n', '#REF!', 'nan', 'tab\there', 'long'.repeat(60), '\x01', '\uFEFF');
const plainWord = fc.constantFrom('A1', 'b 2', 'NL000012', '0012', 'Q-7/8', 'z', '12', '77,5');
const quoted = (text: string, always: boolean, delimiter: string) => (always || text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
/** Broken in the ways in which files are. */
const raw = fc.constantFrom('1,2', '1,2,3,4', '', ' ', ',,', '"",,', '"a"x,2,3', '"a"x2,3', 'a"b,2,3', 'a"2,3', '1,"2', '"', 'x', '""', '\t,\t,');

interface Table {
  readonly rows: readonly (readonly string[] | string)[];
  readonly always: boolean;
  readonly end: string;
  readonly delimiter: string;
  readonly mark: boolean;
  readonly isEnded: boolean;
}

const table: fc.Arbitrary<Table> = fc.record({
  rows: fc.array(fc.oneof({ weight: 20, arbitrary: fc.tuple(plainWord, plainWord, word) }, { weight: 12, arbitrary: fc.tuple(word, word, word) }, { weight: 1, arbitrary: raw }), { maxLength: 15 }),
  always: fc.boolean(),
  end: fc.constantFrom('\n', '\r\n', '\r'),
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  mark: fc.boolean(),
  isEnded: fc.boolean(),
});

function written({ rows, always, end, delimiter, mark, isEnded }: Table): string {
  const lines = [['a', 'b', 'c'], ...rows].map((row) => (typeof row === 'string' ? row.replaceAll(',', delimiter) : row.map((cell) => quoted(cell, always, delimiter)).join(delimiter)));
  return `${mark ? '\uFEFF' : ''}${lines.join(end)}${isEnded ? end : ''}`;
}

describe('plain records', () => {
  it('make the same keys, texts, notices and errors as records read as texts', async () => {
    let errors = 0;
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom(4, 100), async (each, maxRows) => {
        const source = { file: csv(written(each)), delimiter: each.delimiter };
        const expected = await outcomeOf(() => asTexts(source, { ...OPTIONS, maxRows }));
        if ('error' in expected) errors++;
        expect(await outcomeOf(() => asKeys(source, { ...OPTIONS, maxRows }))).toEqual(expected);
      }),
      { numRuns: 700 },
    );
    expect(errors).toBeGreaterThan(20);
  });

  it('do so in a file of one column, where blank lines may be rows', async () => {
    const line = fc.oneof(plainWord.filter((text) => !text.includes(',')), fc.constantFrom('', ' ', '""', '"x"', 'é', '"', 'a,b'));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), async (lines, end) => {
        const source = { file: csv(['a', ...lines].join(end)) };
        const columns = [parseKey('a')];
        const read = async (as: 'plain' | 'texts'): Promise<Outcome> => {
          const rows = new KeyRows(source.file, columns, [], { near: false, maxRows: 10, keepCells: true });
          await takeRecords(source, ['a'], { maxRows: 10 }, as === 'plain' ? rows : { keys: 0, plain: rows.plain, record: rows.record });
          const { items, found } = rows.finish();
          return { rows: rows.count, digests: Buffer.from(items.digests).toString('hex'), itemOf: items.itemOf, notices: rows.noticed.notices(found) };
        };
        expect(await outcomeOf(() => read('plain'))).toEqual(await outcomeOf(() => read('texts')));
      }),
      { numRuns: 500 },
    );
  });

  it('come as bytes wherever they can, also behind one that is not plain', async () => {
    const plain = 'A1,B2,é\r\n"C3","D,4",""\r\n';
    expect(await counted(`a,b,c\r\n${plain.repeat(50)}`)).toEqual([50, 50]);
    expect(await counted(`a,b,c\n${'A1,B2,"é, x"\n'.repeat(30)},,x\n${'A1,B2,3\n'.repeat(30)}`)).toEqual([60, 1]);
    expect(await counted(`a,b,c\n${'é,B2,3\n'.repeat(500)}A1,B2,3\n`)).toEqual([0, 501]);
  });

  it('are the same across the pieces in which a large file is read', async () => {
    const lines = Array.from({ length: 60_000 }, (_, i) => (i % 997 === 0 ? `é${i},"x\n${i}",` : `NL${i % 50_000},b${i % 3},somebody`));
    const source = { file: csv(`a,b,c\n${lines.join('\n')}`) };
    const options = { ...OPTIONS, maxRows: 60_000 };
    expect(await asKeys(source, options)).toEqual(await asTexts(source, options));
  });
});

it('what is surely a value is no placeholder', () => {
  const characters = ['a', 'n', 'x', 'X', '0', '1', '9', '-', '.', ' ', '/', '?', 'z', 'unknown', 'null', 'nan', 'na', 'none', 'test', 'xx', '000', '999', 'x'.repeat(40), '0'.repeat(40)];
  const isPlaceholder = placeholderTest('exact');
  let sure = 0;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...characters), { minLength: 1, maxLength: 12 }), (parts) => {
      const cell = parts.join('');
      const bytes = Buffer.from(`#${cell}#`);
      if (!isSurelyValue(bytes, 1, bytes.length - 1)) return;
      sure++;
      expect([cell, isPlaceholder(cell)]).toEqual([cell, false]);
    }),
    { numRuns: 5000 },
  );
  expect(sure).toBeGreaterThan(500);
});
