/** The records of a CSV file. */
import type { Notice } from '../notices.js';
import { doubtAbout } from './advice.js';
import { countLineEnds, recordBlocks, recordsEnd } from './blocks.js';
import { checkBlock } from './checks.js';
import { findColumns } from './columns.js';
import { toUtf8, type Understood } from './encoding.js';
import { withoutEndMark } from './end-mark.js';
import { invalid } from './errors.js';
import { readPieces } from './file.js';
import { unpacked } from './gunzip.js';
import { parseHeader, type Header, type LineEnd } from './header.js';
import { PlainParser } from './plain.js';
import { parseRegular } from './regular.js';
import { beginning, type Layout, type RowsSoFar } from './rows.js';
import { skippedNotices } from './skipped.js';
import { parseStrict } from './strict.js';
import type { CsvRecord, CsvSource, ReadOptions, RecordSink } from './types.js';

/** `readRecords` (reader.ts) of a CSV file. */
export async function* csvRecords(source: CsvSource, columns: readonly string[], options: ReadOptions): AsyncGenerator<CsvRecord[], void, undefined> {
  for await (const block of dataBlocks(source, columns, options)) {
    const rows: CsvRecord[] = [];
    try {
      parse(block, 0, block.data.length, rows);
    } catch (error) {
      if (rows.length > 0) yield rows;
      throw error;
    }
    if (rows.length > 0) yield rows;
  }
}

/** Records that are not plain are read as texts together, at most so many where they follow each other. */
const MOST_TOGETHER = 64;

/** `takeRecords` (reader.ts) of a CSV file. */
export async function takeCsvRecords(source: CsvSource, columns: readonly string[], options: ReadOptions, { keys, plain, record }: RecordSink): Promise<void> {
  let parser: PlainParser | undefined;
  for await (const block of dataBlocks(source, columns, options)) {
    const { data, layout, progress } = block;
    if (keys > 0 && layout.delimiter < '\x80') parser ??= new PlainParser(layout, keys, plain);
    let together = 1;
    for (let at = 0; at < data.length; ) {
      let end = data.length;
      if (parser !== undefined) {
        const stopped = parser.parse(data, at, progress);
        if (stopped === data.length) break;
        together = stopped > at ? 1 : Math.min(MOST_TOGETHER, 2 * together);
        at = stopped;
        end = recordsEnd(data, at, together);
      }
      const rows: CsvRecord[] = [];
      try {
        at = parse(block, at, end, rows);
      } finally {
        rows.forEach(record);
      }
    }
  }
}

interface DataBlock {
  /** Whole records. */
  readonly data: Buffer;
  readonly layout: Layout;
  readonly progress: RowsSoFar;
}

/** Appends the records of a part of a block to `rows`. Gives the part's end, or that of the block if the block needs the strict parser from there on. */
function parse({ data, layout, progress }: DataBlock, from: number, to: number, rows: CsvRecord[]): number {
  const text = data.toString('utf8', from, to);
  const stopped = parseRegular(text, layout, progress, rows);
  if (stopped === text.length) return to;
  parseStrict(data.subarray(from + Buffer.byteLength(text.slice(0, stopped))), layout, progress, rows);
  return data.length;
}

async function* dataBlocks(source: CsvSource, columns: readonly string[], options: ReadOptions): AsyncGenerator<DataBlock, void, undefined> {
  const understood: Understood = { encoding: 'utf-8', hasMark: false, sample: undefined, notices: options.notices ?? [] };
  const { notices } = understood;
  const progress = beginning();
  let layout: Layout | undefined;
  for await (const block of openBlocks(source, options, understood)) {
    checkBlock(block, source, understood, progress.line);
    let data = block;
    if (!layout) {
      const header = parseHeader(block, progress.line - 1, source);
      if (!header) {
        progress.line += countLineEnds(block);
        continue;
      }
      layout = layoutOf(source, header, columns, options, notices);
      progress.line = header.lines + 1;
      data = block.subarray(header.bytes);
    }
    yield { data, layout, progress };
  }
  if (!layout) throw empty(source);
  notices.push(...noticed(source.file, progress), ...doubts(source, understood));
}

/** How a file is written, so that another can be written in the same way. */
export interface Style {
  readonly names: readonly string[];
  readonly delimiter: string;
  readonly lineEnd: LineEnd;
  /** Whether a spreadsheet needs a byte order mark to read the same letters from UTF-8. It does if the file has one, or is in another encoding. */
  readonly needsMark: boolean;
}

/** How a CSV file is written. Reads no more of it than its header. */
export async function csvStyle(source: CsvSource): Promise<Style> {
  let line = 1;
  const understood: Understood = { encoding: 'utf-8', hasMark: false, sample: undefined, notices: [] };
  for await (const block of openBlocks(source, {}, understood)) {
    checkBlock(block, source, understood, line);
    const header = parseHeader(block, line - 1, source);
    if (header) return { names: header.names, delimiter: header.delimiter, lineEnd: header.lineEnd, needsMark: understood.hasMark || understood.encoding !== 'utf-8' };
    line += countLineEnds(block);
  }
  throw empty(source);
}

function noticed(file: string, { records, line, blankLines, emptyRecords, pendingBlanks }: RowsSoFar): Notice[] {
  // In a file of one column they are beyond the last row.
  for (let i = pendingBlanks; i > 0; i--) blankLines.add(line - i);
  const noRows: Notice[] = records > 0 ? [] : [{ code: 'NO_ROWS', column: null, lines: [], message: `${file} has a header and no data rows.` }];
  return [...noRows, ...skippedNotices(file, blankLines, emptyRecords)];
}

/** Only if somebody said which encoding it is: otherwise the bytes themselves showed it. */
function doubts({ file, encoding }: CsvSource, { sample }: Understood): Notice[] {
  const doubt = encoding === undefined || sample === undefined ? undefined : doubtAbout(encoding, sample);
  return doubt === undefined ? [] : [{ code: 'ENCODING_DOUBTFUL', column: null, lines: [], message: `${file}: ${doubt}` }];
}

function openBlocks(source: CsvSource, options: ReadOptions, understood: Understood): AsyncIterable<Buffer> {
  return recordBlocks(withoutEndMark(toUtf8(unpacked(readPieces(source, options), source.file), source, understood), source.file, understood.notices));
}

function layoutOf(source: CsvSource, header: Header, columns: readonly string[], options: ReadOptions, notices: Notice[]): Layout {
  const slots = new Int32Array(header.names.length).fill(-1);
  findColumns(source, header.lines, header.names, columns, notices).forEach((index, slot) => (slots[index] = slot));
  let wanted = columns.length;
  if (options.beside === true) slots.forEach((slot, index) => slot === -1 && (slots[index] = wanted++));
  return {
    file: source.file,
    delimiter: header.delimiter,
    isGuessed: header.isGuessed,
    width: header.names.length,
    slots,
    wanted,
    maxRows: options.maxRows ?? Number.MAX_SAFE_INTEGER,
  };
}

function empty(source: CsvSource): Error {
  return invalid({ file: source.file }, 'the file is empty', 'Give a CSV file whose first line holds the names of the columns.');
}
