/**
 * Everything behind this file sees UTF-8. Files that say they are something else are converted on the way in;
 * bytes that their encoding cannot hold become 0xFF, which UTF-8 never contains, so that one check further
 * on finds every kind of damage and knows its line. U+FFFD is never made: a name with it would match nothing.
 *
 * Invalid UTF-8 is refused rather than read as Windows-1252 on suspicion: a wrong guess would not show in sums,
 * and in matching it would show as people who are not found.
 */
import type { Notice } from '../notices.js';
import { invalid, unreadable } from './errors.js';
import type { CsvEncoding, CsvSource } from './types.js';
import { Sample } from './sample.js';
import { converterFrom, type Converter } from './transcode.js';

/** Bytes looked at before anything is decided. */
const SAMPLE = 512;

const BOMS: readonly (readonly [CsvEncoding, Buffer])[] = [
  ['utf-8', Buffer.from([0xef, 0xbb, 0xbf])],
  ['utf-16le', Buffer.from([0xff, 0xfe])],
  ['utf-16be', Buffer.from([0xfe, 0xff])],
];

/** What the program found out about a file while reading it. */
export interface Understood {
  encoding: CsvEncoding;
  /** Whether the file begins with a byte order mark. */
  hasMark: boolean;
  /** The encoding of its bytes, if they were converted. */
  sample: Sample | undefined;
  readonly notices: Notice[];
}

const AS_IT_IS: Converter = { convert: (piece) => piece, finish: () => Buffer.alloc(0) };

/** Passes pieces on as UTF-8 without a byte order mark. Pieces of UTF-8 are not copied. */
export async function* toUtf8(pieces: AsyncIterable<Buffer>, source: CsvSource, understood: Understood): AsyncGenerator<Buffer, void, undefined> {
  let converter: Converter | undefined;
  const begin = (head: Buffer): Buffer => {
    const { encoding, skip } = recognise(head, source);
    understood.encoding = encoding;
    understood.hasMark = skip > 0;
    if (encoding.startsWith('utf-16') && source.encoding === undefined) understood.notices.push({ code: 'ENCODING_RECOGNISED', column: null, lines: [], message: `${source.file} was recognised as ${encoding.toUpperCase()}.` });
    converter = encoding === 'utf-8' ? AS_IT_IS : converterFrom(encoding);
    if (!encoding.startsWith('utf-')) understood.sample = new Sample();
    understood.sample?.take(head);
    return converter.convert(head.subarray(skip));
  };

  // A pipe may deliver a byte at a time, so the head is gathered first.
  let head: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    if (converter) {
      understood.sample?.take(piece);
      yield converter.convert(piece);
    } else {
      head = head.length === 0 && piece.length >= SAMPLE ? piece : Buffer.concat([head, piece]);
      if (head.length >= SAMPLE) yield begin(head);
    }
  }
  if (!converter) yield begin(head);
  if (converter) yield converter.finish();
}

function recognise(head: Buffer, source: CsvSource): { encoding: CsvEncoding; skip: number } {
  const { file, encoding } = source;
  const marked = BOMS.find(([, bom]) => head.subarray(0, bom.length).equals(bom));
  if (marked) {
    const [actual, bom] = marked;
    if (encoding !== undefined && encoding !== actual) {
      throw invalid({ file }, `the file begins with the mark of ${actual.toUpperCase()}, which is not the encoding given`, 'Leave `--encoding` out: the file says what it is.');
    }
    return { encoding: actual, skip: bom.length };
  }
  if (encoding !== undefined) return { encoding, skip: 0 };
  if (head.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) {
    throw unreadable({ file }, 'this is a spreadsheet or an archive, not a CSV file', 'Give a workbook (.xlsx) with `--data FILE`, or save it as "CSV UTF-8" in the spreadsheet program.');
  }
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') throw unreadable({ file }, 'this is a Parquet file, not a CSV file', 'Give it with `--data FILE`.');
  if (source.format === undefined && /^\s*\{\s*"/.test(head.toString('latin1', 0, 64))) throw unreadable({ file }, 'this is JSON, not a CSV file', 'Give JSON lines with `--data FILE`.');
  return { encoding: utf16ByZeros(head.subarray(0, SAMPLE)) ?? 'utf-8', skip: 0 };
}

/** Without a mark, UTF-16 is still recognisable: headers are mostly Latin letters, so every other byte is zero. */
function utf16ByZeros(sample: Buffer): CsvEncoding | undefined {
  const zeros = [0, 0];
  sample.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const many = sample.length / 4;
  // A few zeros on the other side are no contradiction: some letters and emoji have a zero as their other byte.
  if (odd > many && even < odd / 10) return 'utf-16le';
  if (even > many && odd < even / 10) return 'utf-16be';
  return undefined;
}
