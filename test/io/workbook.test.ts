import { deflateRawSync } from 'node:zlib';
import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { columnTotals, readHeader, readRecords, readStyle, recogniseData, type CsvSource, type Totals } from '../../src/io/csv/index.js';
import { readKeys } from '../../src/io/linkage/index.js';
import type { Notice } from '../../src/io/notices.js';
import { dateOfSerial, showsDate } from '../../src/io/typed/sheet-dates.js';
import { asWritten, parseKey } from '../../src/linkage/index.js';
import { column, csv, failure, recordsOf } from './csv-files.js';
import { row, workbook, type HandMade } from './workbooks.js';

const SECRET = 'Secret987654321';

const sheet = (made: HandMade, more: Partial<CsvSource> = {}): CsvSource => ({ file: csv(workbook(made)), format: 'workbook', ...more });
const pay = (...rows: string[]): CsvSource => sheet({ sheets: { Pay: row(1, 'name', 'salary') + rows.join('') } });
const totalsOf = async (source: CsvSource): Promise<Totals> => columnTotals(source, [column('salary')], { empty: 'refuse', maxRows: 1000 });

describe('workbooks', () => {
  it('of another writer are read as the same table in CSV', async () => {
    const day = new Date(Date.UTC(2001, 1, 3));
    const bytes = await writeExcelFile(
      [
        ['name', 'salary', 'born', 'member'].map((value) => ({ value })),
        [{ value: 'Zoë & "Co" <x>' }, { value: 1234.56 }, { value: day, format: 'dd/mm/yyyy' }, { value: true }],
        [{ value: ' Bo ' }, { value: -7 }, { value: day, format: 'd. mmmm yyyy' }, { value: false }],
      ],
      { sheet: 'Pay' },
    ).toBuffer();
    const source = { ...(await recogniseData(csv(bytes))) };
    expect(source.format).toBe('workbook');
    expect(await recordsOf(source, ['name', 'salary', 'born', 'member'])).toEqual([
      { record: 1, line: 2, cells: ['Zoë & "Co" <x>', '1234.56', '2001-02-03', 'true'], numbers: [false, true, false, false] },
      { record: 2, line: 3, cells: [' Bo ', '-7', '2001-02-03', 'false'], numbers: [false, true, false, false] },
    ]);
    // From memory as well, as a pipe brings it.
    expect(await readHeader({ file: 'standard input', held: bytes, format: 'workbook' })).toEqual(['name', 'salary', 'born', 'member']);
    expect(await readStyle(source)).toMatchObject({ delimiter: ',', needsMark: true });
  });

  it('have cells in every way that the format knows', async () => {
    const texts = ['shared', '<r><t>in </t></r><r><rPr><b/></rPr><t>runs</t></r><rPh sb="0" eb="1"><t>ヨミ</t></rPh>', 'a_x000D_b_x005F_x0041_'];
    const cells = ['<c t="s"><v>0</v></c>', '<c t="s"><v>1</v></c>', '<c t="s"><v>2</v></c>', '<c t="str"><f>A1</f><v>of a formula</v></c>', '<c t="d"><v>2020-02-29</v></c>', '<c><f>1+1</f><v>1.1000000000000001</v></c>', '<c t="n"><v>1.5E-3</v></c>', '<c/>'];
    const headers = cells.map((_, i) => `h${i}`);
    const source = sheet({ texts, sheets: { Pay: row(3, ...headers) + row(7, ...cells) } });
    const [record] = await recordsOf(source, headers);
    expect(record).toMatchObject({ record: 1, line: 7, cells: ['shared', 'in runs', 'a\rb_x0041_', 'of a formula', '2020-02-29', '1.1', '0.0015', ''] });
    // Neither rows nor cells need to say where they are.
    const bare = sheet({ sheets: { Pay: '<row><c t="inlineStr"><is><t>salary</t></is></c></row><row><c><v>5</v></c></row>' } });
    expect((await totalsOf(bare)).columns[0]?.sum).toBe(500n);
  });

  it('have rows that are skipped where nothing is in them, and cells beside the table', async () => {
    const notices: Notice[] = [];
    const source = sheet({ sheets: { Pay: row(2, null, 'salary') + row(3, null, 1) + row(4, '<c s="0"/>', ' ') + row(9, 'a note', 2, 'another') } });
    const lines = [];
    for await (const batch of readRecords(source, ['salary'], { notices })) lines.push(...batch.map(({ line, cells }) => [line, ...cells]));
    expect(lines).toEqual([[3, '1'], [9, '2']]);
    expect(notices.map(({ code, lines: at }) => [code, at])).toEqual([['EMPTY_ROWS', [4]]]);
  });

  it.each<[string, string, RegExp]>([
    ['a text', SECRET, /row 3, column "salary": not a number/],
    ['an error', '<c t="e"><v>#REF!</v></c>', /row 3, column "salary": the cell shows an error/],
    ['a formula without its result', '<c><f>A1</f></c>', /row 3, column "salary": the result of the formula/],
    ['a number of sixteen digits', '<c><v>1234567890123456</v></c>', /row 3, column "salary": the number has more digits/],
    ['what is no number', `<c><v>${SECRET}</v></c>`, /row 3, column "salary": the cell holds no number/],
    ['a text that is not there', '<c t="s"><v>5</v></c>', /row 3, column "salary": the text of the cell is not in the file/],
    ['a text of a negative number', '<c t="s"><v>-1</v></c>', /the text of the cell is not in the file/],
    ['too many decimals', '<c><v>1.125</v></c>', /row 3, column "salary": not a number with at most 2 decimals/],
    ['nothing', '<c/>', /row 3, column "salary": the cell is empty/],
  ])('with %s in a cell are refused by row and column, and no cell is shown', async (_, cell, message) => {
    const refused = await failure(totalsOf(pay(row(2, 'Ann', 1), row(3, 'Bob', cell))));
    expect(refused.code).toBe('INPUT_INVALID');
    expect(refused.message).toMatch(message);
    expect(refused.message + refused.next).not.toContain(SECRET);
  });

  it('take dates for what the format shows, whatever order the user names', async () => {
    const formats = [0, 14, 'dd/mm/yyyy', '[$-409]mmmm\\ d', '"day" 0', '[h]:mm', '0.00;[Red]-0.00', '[>=100]0;General'];
    const cells = formats.map((_, style) => `<c s="${style}"><v>36925.5</v></c>`);
    const headers = cells.map((_, i) => `h${i}`);
    const [record] = await recordsOf(sheet({ formats, sheets: { Pay: row(1, ...headers) + row(2, ...cells) } }), headers);
    const date = '2001-02-03T12:00:00';
    expect(record?.cells).toEqual(['36925.5', date, date, date, '36925.5', date, '36925.5', '36925.5']);
    const keys = [parseKey('born:date')];
    const options = { near: false, maxRows: 10, keepCells: false };
    const born = sheet({ formats: [14], sheets: { Pay: row(1, 'born') + row(2, 36925) } });
    const fromCsv = await readKeys({ file: csv('born\n2001-02-03\n') }, keys, options);
    for (const order of ['dmy', 'mdy'] as const) expect((await readKeys(born, asWritten(keys, { dateOrders: new Map([['born', order]]) }), options)).digests).toEqual(fromCsv.digests);
    const refused = await failure(recordsOf(sheet({ formats: [14], sheets: { Pay: row(1, 'born') + row(2, -5) } }), ['born']));
    expect(refused.message).toContain('row 2, column "born": the cell has the format of a date');
  });

  it('count days from 1900 with the day that never was, or from 1904', () => {
    expect([1, 59, 60, 61, 2_958_465, 2_958_466, -1, NaN, 0, 0.75].map((serial) => dateOfSerial(serial, false))).toEqual(['1900-01-01', '1900-02-28', undefined, '1900-03-01', '9999-12-31', undefined, undefined, undefined, undefined, '18:00:00']);
    expect([0, 1, 60].map((serial) => dateOfSerial(serial, true))).toEqual(['1904-01-01', '1904-01-02', '1904-03-01']);
    // Half a second below midnight is the next day, since seconds are what is kept.
    expect(dateOfSerial(36924.9999999, false)).toBe('2001-02-03');
    expect([undefined, 'General', 'yyyy', '0.0"m"', '\\d0', 'h:mm AM/PM', '[Red]0'].map((code) => showsDate(0, code))).toEqual([false, false, true, false, false, true, false]);
  });

  it('say which sheets they have where it is not clear which is meant', async () => {
    const sheets = { 'Notes ': row(1, 'note'), 'Pay 2': row(1, 'salary') + row(2, 2), Hidden: row(1, 'salary') + row(2, 3) };
    const made = { sheets, hidden: ['Hidden'] };
    const { code, message, next } = await failure(readHeader(sheet(made)));
    expect([code, message.slice(message.indexOf(' has')), next]).toEqual(['USAGE', ' has several sheets: "Notes", "Pay 2".', expect.stringContaining('--sheet NAME')]);
    expect(await Promise.all(['notes', '1', '2', '3', 'Hidden'].map(async (name) => readHeader(sheet(made, { sheet: name }))))).toEqual([['note'], ['note'], ['salary'], ['salary'], ['salary']]);
    expect((await failure(readHeader(sheet(made, { sheet: 'Pay' })))).message).toContain('has no sheet "Pay"');
    expect(await readHeader(sheet({ sheets: { Only: row(1, 'salary'), Hidden: '' }, hidden: ['Hidden'] }))).toEqual(['salary']);
    expect((await failure(totalsOf(sheet({})))).message).toContain('the sheet "Pay" is empty');
  });

  it('name the first row where it lacks a column', async () => {
    const { message } = await failure(totalsOf(sheet({ sheets: { Pay: row(4, 'Payroll of 2025', 'x') } })));
    expect(message).toMatch(/row 4: there is no column "salary"; the first row of the sheet has "Payroll of 2025", "x"/);
  });
});

describe('hostile workbooks', () => {
  const refusal = async (bytes: Buffer): Promise<string> => {
    const { code, message } = await failure(totalsOf({ file: csv(bytes), format: 'workbook' }));
    expect(code).toBe('INPUT_UNREADABLE');
    return message;
  };
  const good = workbook({ sheets: { Pay: row(1, 'salary') + row(2, 1) } });
  const inSheet = (data: string): Buffer => workbook({ sheets: { Pay: row(1, 'salary') + data } });

  it('are refused where they are cut off or changed anywhere', async () => {
    for (let length = 4; length < good.length; length += 97) expect(await refusal(good.subarray(0, length))).toContain('damaged or cut off');
    for (let at = 30; at < good.length; at += 53) {
      const changed = Buffer.from(good);
      changed.writeUInt8(changed.readUInt8(at) ^ 0x55, at);
      // Some bytes say nothing, such as times. No other error than one of ours, and no other sum.
      const outcome = await totalsOf({ file: csv(changed), format: 'workbook' }).then(({ columns }) => columns[0]?.sum, (error: unknown) => (error as { code: string }).code);
      expect(['INPUT_UNREADABLE', 'INPUT_INVALID', 'USAGE', 100n]).toContain(outcome);
    }
  });

  it('are refused where they unpack to more than they may, declared or not', async () => {
    const bomb = Buffer.from(`<?xml version="1.0"?><worksheet><sheetData>${' '.repeat(80 * 1024 * 1024)}</sheetData></worksheet>`);
    const declared = workbook({ parts: { 'xl/worksheets/sheet0.xml': [bomb, { level: 9 }] } });
    expect(declared.length).toBeLessThan(100_000);
    expect(await refusal(declared)).toContain('larger than sheets are');
    // The directory says 100 bytes, and 80 MiB come.
    const lying = Buffer.from(declared);
    for (let at = lying.indexOf('PK\x01\x02', 0, 'latin1'); at !== -1; at = lying.indexOf('PK\x01\x02', at + 1, 'latin1')) {
      if (lying.toString('latin1', at + 46, at + 46 + 24) === 'xl/worksheets/sheet0.xml') lying.writeUInt32LE(100, at + 24);
    }
    expect(await refusal(lying)).toContain('damaged');
    expect(deflateRawSync(bomb).length).toBeLessThan(100_000);
  });

  it.each([
    ['a row beyond the last that sheets have', row(4_000_000_000, 1)],
    ['a row number that is none', '<row r="x"/>'],
    ['rows out of order', `${row(5, 1)}${row(2, 1)}`],
    ['a cell of another row', '<row r="2"><c r="A9"><v>1</v></c></row>'],
    ['one cell twice', '<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>'],
    ['a column beyond the last', '<row r="2"><c r="ZZZ2"><v>1</v></c></row>'],
    ['elements that are not closed', '<row r="2"><c r="A2"><v>1'],
    ['elements a thousand deep', '<a>'.repeat(1000)],
    ['a text without end', `<row r="2"><c r="A2"><v>${'1'.repeat(5 * 1024 * 1024)}</v></c></row>`],
    ['an unknown entity', '<row r="2"><c r="A2"><v>&lol;</v></c></row>'],
  ])('with %s are refused', async (_, data) => {
    expect(await refusal(inSheet(data))).toContain('damaged');
  });

  it('with entities of their own, or not in UTF-8, are refused', async () => {
    const laughs = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData/></worksheet>';
    expect(await refusal(workbook({ sheets: { Pay: laughs } }))).toContain('damaged');
    expect(await refusal(workbook({ parts: { 'xl/worksheets/sheet0.xml': Buffer.from('<worksheet>\xff</worksheet>', 'latin1') } }))).toContain('damaged');
  });

  it('that refer to themselves, to nothing or to other machines are refused', async () => {
    const relations = (target: string, mode = ''): Uint8Array => strToU8(`<Relationships><Relationship Id="s0" Type="x/worksheet" ${mode} Target="${target}"/></Relationships>`);
    for (const target of ['workbook.xml', '_rels/workbook.xml.rels', '../../../etc/passwd', 'worksheets/sheet9.xml']) {
      const { code } = await failure(totalsOf(sheet({ parts: { 'xl/_rels/workbook.xml.rels': relations(target) } })));
      expect(['INPUT_UNREADABLE', 'INPUT_INVALID']).toContain(code);
    }
    expect((await failure(totalsOf(sheet({ parts: { 'xl/_rels/workbook.xml.rels': relations('http://example.org/a.xml', 'TargetMode="External"') } })))).message).toContain('no sheet that is shown');
  });

  it('that are something else are refused by what they are', async () => {
    expect(await refusal(Buffer.from('PK\x03\x04 and nothing more', 'latin1'))).toContain('damaged or cut off');
    expect(await refusal(workbook({ parts: { '_rels/.rels': strToU8('<Relationships/>') } }))).toContain('no workbook that can be read');
    expect((await failure(totalsOf({ file: csv(good) }))).next).toContain('--data FILE');
  });
});
