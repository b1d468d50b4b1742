/** Data and programs: a party's own files, which others may have written. */
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { readRecords, type CsvSource } from '../../src/io/csv/index.js';
import { readProgram } from '../../src/language/read.js';
import { sectionsOf } from '../../src/language/show.js';
import { bytes, filesIn } from './seeds.js';
import { nothing, only, type Target } from './target.js';

const COLUMNS = ['name', 'salary'];
const OWN = only('INPUT_INVALID', 'INPUT_UNREADABLE', 'INPUT_TOO_MANY', 'INPUT_NO_ROWS', 'USAGE');

/** Reads all rows, as a session does. */
const rowsOf = (options: Omit<CsvSource, 'file' | 'held'>) => async (input: Buffer): Promise<void> => {
  for await (const rows of readRecords({ file: 'a file', held: input, ...options }, COLUMNS, { notices: [], maxRows: 10_000 })) if (rows.length > 10_000) throw new Error('more rows than were allowed');
};

const csvOf = rowsOf({});

const CSV = ['name,salary\nAnn,1.50\nBob,2\n', '\uFEFFname;salary\r\n"Ann ""A"" B";"1.234,5"\r\n\r\n', 'sep=\t\nname\tsalary\n"x\ny"\t\n', 'name|salary\rAnn|-0\r', '"name","salary"\n"a,b",1e3\n"Total",10\n'].map(bytes);

const SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="B1" t="inlineStr"><is><t>salary</t></is></c></row><row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" s="1"><v>45000</v></c></row></sheetData></worksheet>';

function workbook(sheet: string, level: 0 | 6): Uint8Array {
  const parts = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    'xl/workbook.xml': '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/sharedStrings.xml': '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Ann</t></si></sst>',
    'xl/styles.xml': '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    'xl/worksheets/sheet1.xml': sheet,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, bytes(text)])), { level });
}

/** A workbook whose sheet is the input: what the ZIP around it hides from a change of bytes. */
const sheetOf = rowsOf({ format: 'workbook' });

export const DATA: Readonly<Record<string, Target>> = {
  // Bytes that are not UTF-8 end in a guess of their encoding, which takes milliseconds. Here they are replaced before, so that records, headers and cells are met as often as can be.
  'csv-text': { run: async (input) => csvOf(Buffer.from(input.toString('utf8'))), allows: OWN, seeds: () => CSV, text: true },
  csv: { run: csvOf, allows: OWN, seeds: () => CSV, text: true },
  'csv-encodings': { run: async (input) => rowsOf({ encoding: ['windows-1252', 'shift_jis', 'gb18030', 'utf-16le'][(input[0] ?? 0) & 3] ?? '' })(input.subarray(1)), allows: OWN, seeds: () => CSV.map((each, i) => Buffer.concat([Uint8Array.of(i), each])) },
  gzip: { run: rowsOf({}), allows: OWN, seeds: () => [...CSV.map((each) => gzipSync(each)), gzipSync(Buffer.alloc(2_000_000))] },
  'json-lines': { run: rowsOf({ format: 'json lines' }), allows: OWN, seeds: () => ['{"name":"Ann","salary":1.5}\n{"salary":2,"name":null}\n', '{"name":"A\\u00e9","salary":-1e3,"x":{"y":[1]}}\n\n'].map(bytes), text: true },
  workbooks: { run: sheetOf, allows: OWN, seeds: () => [workbook(SHEET, 0), workbook(SHEET, 6)], most: 8192, steps: 2_000_000 },
  sheets: { run: async (input) => sheetOf(Buffer.from(workbook(input.toString('utf8'), 0))), allows: OWN, seeds: () => [bytes(SHEET)], text: true, steps: 2_000_000 },
  parquet: {
    run: rowsOf({ format: 'parquet' }),
    allows: OWN,
    seeds: () => [new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'name', data: ['Ann', 'Bob'], type: 'STRING' }, { name: 'salary', data: [1.5, 2], type: 'DOUBLE' }] }))],
    steps: 2_000_000,
  },
  programs: {
    run: (input) => {
      const { checked, notices } = { notices: [], ...readProgram(input.toString('utf8')) };
      if (checked !== undefined) sectionsOf(checked, notices);
    },
    allows: nothing,
    seeds: () => filesIn('fixtures/programs', '.tally'),
    text: true,
    steps: 5_000_000,
  },
};
