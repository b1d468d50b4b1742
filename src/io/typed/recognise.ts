/** What kind of file a party gives, by its first bytes, or else by its name. */
import { stat } from 'node:fs/promises';
import { MpcError } from '../../errors.js';
import { unreadable } from '../csv/errors.js';
import { readPieces } from '../csv/file.js';
import { unpacked } from '../csv/gunzip.js';
import type { CsvSource, DataFormat } from '../csv/types.js';

/** Piped input is held in memory, since it is read more than once. */
const MOST_HELD = 256 * 1024 * 1024;

const STANDARD_INPUT = 'standard input';

/** The first four bytes, and the kinds of file that begin with them: what to say about a kind if it is not read. */
const SIGNATURES: Readonly<Record<string, DataFormat | readonly [what: string, next: string]>> = {
  'PK\x03\x04': 'workbook',
  PAR1: 'parquet',
  PARE: ['this is an encrypted Parquet file', 'Write it without encryption.'],
  '\xd0\xcf\x11\xe0': ['this is a file of an old spreadsheet program (.xls), or one with a password', 'Open it in the spreadsheet program and save it as .xlsx, without a password.'],
};

/** Endings of names whose files begin differently from CSV. */
const BY_NAME: readonly (readonly [RegExp, DataFormat, string])[] = [
  [/\.(xlsx|xlsm)$/i, 'workbook', 'a workbook'],
  [/\.parquet$/i, 'parquet', 'a Parquet file'],
];

/** Where a party's data is: the source without what the user says of how to read it. `file` is - for standard input. Errors: USAGE, INPUT_UNREADABLE. */
export async function recogniseData(file: string): Promise<Pick<CsvSource, 'file' | 'held' | 'format'>> {
  const held = await heldBytes(file);
  const source = held === undefined ? { file } : { file: file === '-' ? STANDARD_INPUT : file, held };
  const { head, packed } = await firstBytes(source);
  const signature = SIGNATURES[head.toString('latin1', 0, 4)];
  if (typeof signature === 'string') return packed ? refusePacked(source.file) : { ...source, format: signature };
  if (signature !== undefined) throw unreadable({ file: source.file }, ...signature);
  const named = BY_NAME.find(([ending]) => ending.test(file));
  if (named !== undefined) throw unreadable({ file: source.file }, `by its name this is ${named[2]}, and its content is none`, 'Copy it again from where it came from, or check that it is the right file.');
  const format = formatOf(file, head.toString('latin1').replace(/^\xef\xbb\xbf/, '').trimStart(), source.file);
  return format === undefined ? source : { ...source, format };
}

function formatOf(file: string, beginning: string, shown: string): DataFormat | undefined {
  if (/\.(jsonl|ndjson)(\.gz)?$/i.test(file) || beginning.startsWith('{')) return 'json lines';
  if (/^\[\s*[{[]/.test(beginning)) throw unreadable({ file: shown }, 'this is one list of JSON', 'Write it as one object a line: `jq -c ".[]" FILE | mpc … --data -`.');
  return undefined;
}

async function heldBytes(file: string): Promise<Uint8Array | undefined> {
  if (file === '-') {
    if (process.stdin.isTTY) throw new MpcError('USAGE', '--data - reads standard input, and nothing is piped into it.', 'Pipe the data in, as in `psql … | mpc check FILE --data -`, or give the name of a file.');
    return gather(process.stdin as AsyncIterable<Buffer>, STANDARD_INPUT);
  }
  // A named pipe, such as a shell's <(…), can be read once. The reader itself reports a path that cannot be looked at.
  const found = await stat(file).catch(() => undefined);
  return found === undefined || found.isFile() || found.isDirectory() ? undefined : gather(readPieces({ file }, {}), file);
}

async function gather(pieces: AsyncIterable<Buffer>, file: string): Promise<Uint8Array> {
  const held: Buffer[] = [];
  let length = 0;
  for await (const piece of pieces) {
    length += piece.length;
    if (length > MOST_HELD) throw unreadable({ file }, `there are more than ${MOST_HELD / 1024 / 1024} MiB, the most that is taken from a pipe`, 'Write the data to a file first, or pipe it through gzip.');
    held.push(Buffer.from(piece));
  }
  return Buffer.concat(held, length);
}

/** The first bytes, unpacked if gzip packed them. */
async function firstBytes(source: Pick<CsvSource, 'file' | 'held'>): Promise<{ head: Buffer; packed: boolean }> {
  let first: Buffer | undefined;
  const pieces = async function* (): AsyncGenerator<Buffer, void, undefined> {
    for await (const piece of readPieces(source, {})) {
      first ??= Buffer.from(piece.subarray(0, 2));
      yield piece;
    }
  };
  for await (const piece of unpacked(pieces(), source.file)) return { head: Buffer.from(piece.subarray(0, 512)), packed: first?.toString('hex') === '1f8b' };
  return { head: Buffer.alloc(0), packed: false };
}

/** These formats are packed themselves, and are read in places, not from one end to the other. */
function refusePacked(file: string): never {
  throw unreadable({ file }, 'this is a workbook or a Parquet file, and packed once more by gzip', 'Unpack it first (gunzip).');
}
