/** Rows of Parquet files, one row group at a time, and of each the wanted columns alone. */
import { open, type FileHandle } from 'node:fs/promises';
import type { AsyncBuffer, Compressors, FileMetaData, RowGroup, SchemaTree } from 'hyparquet';
import { MpcError } from '../../errors.js';
import { invalid, unreadable } from '../csv/errors.js';
import { reasonNotOpened, throwIfAborted } from '../csv/file.js';
import type { CsvSource } from '../csv/types.js';
import { valueKind, type ValueKind } from './parquet-values.js';
import type { Begin, TypedOptions, TypedRow, Wanted } from './rows.js';

const MAGIC = 'PAR1';

/** Bytes of what the file says of itself, of a page unpacked, and of the wanted columns of a row group as they are packed. */
const MOST_METADATA = 64 * 1024 ** 2;
const MOST_PAGE = 256 * 1024 ** 2;
const MOST_GROUP_BYTES = 1024 ** 3;
const MOST_GROUP_ROWS = 20_000_000;

/** Rows of a batch. */
const BATCH = 4096;

/** `RowReader` of Parquet files. */
export async function* parquetRows(source: CsvSource, begin: Begin, options: TypedOptions): AsyncGenerator<TypedRow[], void, undefined> {
  const { file } = source;
  const opened = await openBytes(source);
  try {
    const metadata = await readMetadata(opened.bytes, file);
    const { parquetSchema } = await import('hyparquet');
    const columns = parquetSchema(metadata).children;
    const wanted = begin(columns.map(({ element }) => element.name), undefined);
    if (wanted === undefined) return;
    const kinds = kindsOf(columns, wanted, file);
    const names = wanted.indices.map((index) => columns[index]?.element.name ?? '');
    const raw = asStored(metadata, new Set(names));
    let start = 0;
    const total = Number(metadata.num_rows);
    for (const group of metadata.row_groups) {
      throwIfAborted(options.signal);
      const rows = checkedRows(group, names, file);
      const values = rows === 0 || names.length === 0 ? [] : await readGroup(opened.bytes, raw, names, start, rows, file);
      yield* textRows(values, { start, rows, kinds, wanted, file });
      start += rows;
      options.onProgress?.(start, total);
    }
    if (start !== total) throw damaged(file);
    await opened.checkUnchanged();
  } finally {
    await opened.close();
  }
}

function damaged(file: string, cause?: unknown): MpcError {
  return unreadable({ file }, 'this is no Parquet file that can be read: it is damaged, cut off, or written in a way that is not known here', 'Copy it again from where it came from, or write its rows as CSV or JSON lines.', { cause });
}

interface Opened {
  readonly bytes: AsyncBuffer;
  readonly checkUnchanged: () => Promise<void>;
  readonly close: () => Promise<void>;
}

async function openBytes({ file, held }: CsvSource): Promise<Opened> {
  if (held !== undefined) {
    const whole = new Uint8Array(held).buffer;
    return { bytes: { byteLength: whole.byteLength, slice: (from, to) => whole.slice(from, to) }, checkUnchanged: () => Promise.resolve(), close: () => Promise.resolve() };
  }
  let handle: FileHandle;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    throw reasonNotOpened(file, error);
  }
  const before = await handle.stat({ bigint: true });
  const byteLength = Number(before.size);
  const slice = async (from: number, to = byteLength): Promise<ArrayBuffer> => {
    if (!(from >= 0 && from <= to && to <= byteLength) || to - from > MOST_GROUP_BYTES) throw damaged(file);
    const bytes = new Uint8Array(to - from);
    for (let filled = 0; filled < bytes.length; ) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, from + filled);
      if (bytesRead === 0) throw damaged(file);
      filled += bytesRead;
    }
    return bytes.buffer;
  };
  const checkUnchanged = async (): Promise<void> => {
    const after = await handle.stat({ bigint: true });
    if (after.size !== before.size || after.mtimeNs !== before.mtimeNs) throw invalid({ file }, 'the file changed while it was being read', 'Wait until nothing writes to the file any more, then run the command again.');
  };
  return { bytes: { byteLength, slice }, checkUnchanged, close: async () => handle.close() };
}

async function readMetadata(bytes: AsyncBuffer, file: string): Promise<FileMetaData> {
  const length = bytes.byteLength;
  if (length < 12) throw damaged(file);
  const end = Buffer.from(await bytes.slice(length - 8, length));
  const own = end.readUInt32LE(0);
  if (end.toString('latin1', 4) !== MAGIC || own > length - 12 || own > MOST_METADATA) throw damaged(file);
  const { parquetMetadata } = await import('hyparquet');
  try {
    return parquetMetadata(await bytes.slice(length - 8 - own, length), { geoparquet: false });
  } catch (error) {
    throw damaged(file, error);
  }
}

function kindsOf(columns: readonly SchemaTree[], { indices, columns: names }: Wanted, file: string): ValueKind[] {
  return indices.map((index, i) => {
    const { element, children } = columns[index] as SchemaTree;
    const column = names[i] ?? '';
    if (children.length > 0 || element.repetition_type === 'REPEATED') throw invalid({ file, column }, 'the column holds lists or records', 'Give a column of plain values.');
    const kind = valueKind(element);
    if (kind === undefined) throw invalid({ file, column }, 'the column is of a type that is not read here', 'Write it as text, number, date, time stamp, UUID or boolean.');
    return kind;
  });
}

/** The same with the wanted columns said to be what they are stored as, so that the library leaves their values alone. */
function asStored(metadata: FileMetaData, wanted: ReadonlySet<string>): FileMetaData {
  const schema = metadata.schema.map((element) => {
    if (!wanted.has(element.name)) return element;
    const plain = { ...element };
    delete plain.converted_type;
    delete plain.logical_type;
    return plain;
  });
  return { ...metadata, schema };
}

/** Rows of the group, which is small enough to be read. */
function checkedRows(group: RowGroup, names: readonly string[], file: string): number {
  const rows = Number(group.num_rows);
  const own = group.columns.filter(({ meta_data }) => names.includes(meta_data?.path_in_schema[0] ?? ''));
  const bytes = own.reduce((sum, { meta_data }) => sum + Number(meta_data?.total_compressed_size ?? 0), 0);
  if (!(rows >= 0) || own.some(({ file_path }) => file_path !== undefined && file_path !== '')) throw damaged(file);
  if (rows > MOST_GROUP_ROWS || bytes > MOST_GROUP_BYTES) throw unreadable({ file }, 'a row group of the file is larger than can be read at once', `Write the file with row groups of fewer rows, 1 million for example.`);
  return rows;
}

async function readGroup(bytes: AsyncBuffer, metadata: FileMetaData, names: readonly string[], start: number, rows: number, file: string): Promise<unknown[][]> {
  const { parquetRead } = await import('hyparquet');
  try {
    let values: unknown[][] = [];
    await parquetRead({
      file: bytes,
      metadata,
      columns: [...names],
      rowStart: start,
      rowEnd: start + rows,
      utf8: false,
      geoparquet: false,
      parsers: { timestampFromNanoseconds: (nanos) => nanos },
      compressors: await compressors(file),
      onComplete: (all: unknown[][]) => (values = all),
    });
    if (values.length !== rows) throw damaged(file);
    return values;
  } catch (error) {
    throw error instanceof MpcError ? error : damaged(file, error);
  }
}

/** What unpacks pages, within bounds. */
async function compressors(file: string): Promise<Compressors> {
  const [{ snappyUncompress }, { brotliDecompressSync, gunzipSync }, { decompress }] = await Promise.all([import('hyparquet'), import('node:zlib'), import('fzstd')]);
  const bounded = (unpack: (input: Uint8Array, length: number) => Uint8Array) => (input: Uint8Array, length: number) => {
    if (!(length >= 0 && length <= MOST_PAGE)) throw damaged(file);
    return unpack(input, length);
  };
  const refused = (): never => {
    throw unreadable({ file }, 'the file is packed by a method that is not known here', 'Write it with SNAPPY, GZIP, ZSTD or without compression.');
  };
  return {
    SNAPPY: bounded((input, length) => {
      const output = new Uint8Array(length);
      snappyUncompress(input, output);
      return output;
    }),
    GZIP: bounded((input, length) => gunzipSync(input, { maxOutputLength: Math.max(1, length) })),
    BROTLI: bounded((input, length) => brotliDecompressSync(input, { maxOutputLength: Math.max(1, length) })),
    ZSTD: bounded((input, length) => decompress(input, new Uint8Array(length))),
    LZO: refused,
    LZ4: refused,
    LZ4_RAW: refused,
  };
}

interface Group {
  /** Rows before it. */
  readonly start: number;
  readonly rows: number;
  readonly kinds: readonly ValueKind[];
  readonly wanted: Wanted;
  readonly file: string;
}

function* textRows(values: readonly (readonly unknown[])[], group: Group): Generator<TypedRow[], void, undefined> {
  for (let from = 0; from < group.rows; from += BATCH) {
    const rows: TypedRow[] = [];
    try {
      for (let i = from; i < Math.min(from + BATCH, group.rows); i++) rows.push(textRow(values[i] ?? [], group.start + i + 1, group));
    } catch (error) {
      if (rows.length > 0) yield rows;
      throw error;
    }
    yield rows;
  }
}

function textRow(values: readonly unknown[], line: number, { kinds, wanted, file }: Group): TypedRow {
  const numbers = new Array<boolean>(kinds.length).fill(false);
  const cells = kinds.map(({ isNumber, toText }, i) => {
    const value = values[i];
    if (value === null || value === undefined) return '';
    const text = toText(value);
    if (text === undefined) throw invalid({ file, row: line, column: wanted.columns[i] ?? '' }, isNumber ? 'the number has more digits than its type keeps exactly' : 'the value is none that can be written as text', isNumber ? 'Write the column as DECIMAL, as whole numbers of 64 bits, or as text.' : 'Correct the value: text is UTF-8, and dates are of the years 1 to 9999.');
    numbers[i] = isNumber;
    return text;
  });
  return { line, cells, numbers, isEmpty: false };
}
