import type { AsyncBuffer, ColumnMetaData, Compressors, FileMetaData } from 'hyparquet';
import { MpcError } from '../../errors.js';
import { unreadable } from '../csv/errors.js';
import { columnsNamed, damaged, groupTooLarge, MOST_PAGE, MOST_UNPACKED } from './parquet-bytes.js';
import { HeldBytes } from './held-bytes.js';
import { checkPages } from './parquet-pages.js';

/** The rows of one row group, from `start` on, each with the values of the columns named. A file made for it can keep this busy for ever: see `GroupReader`. */
export async function readGroup(bytes: AsyncBuffer, metadata: FileMetaData, names: readonly string[], start: number, rows: number, file: string): Promise<unknown[][]> {
  const { parquetRead, parquetSchema } = await import('hyparquet');
  const held = new HeldBytes(bytes);
  try {
    const [unpacking, { children }] = [await compressors(file), parquetSchema(metadata)];
    for (const column of columnsFrom(metadata, start, names)) {
      const isOptional = children.find(({ element }) => element.name === column.path_in_schema[0])?.element.repetition_type === 'OPTIONAL';
      await checkPages(held, { metadata: column, isOptional, rows }, unpacking, file);
    }
    let values: unknown[][] = [];
    await parquetRead({
      file: held,
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

/** The columns named, of the row group that begins with row `start`. */
function columnsFrom(metadata: FileMetaData, start: number, names: readonly string[]): ColumnMetaData[] {
  let before = 0;
  const group = metadata.row_groups.find(({ num_rows }) => {
    const begins = before;
    before += Number(num_rows);
    return begins === start && num_rows > 0;
  });
  return group === undefined ? [] : columnsNamed(group, names).flatMap(({ meta_data }) => meta_data ?? []);
}

/** What unpacks the pages of one row group, within bounds that hold before anything is allocated. */
export async function compressors(file: string): Promise<Compressors> {
  const [{ snappyUncompress }, { brotliDecompressSync, gunzipSync }, { decompress }] = await Promise.all([import('hyparquet'), import('node:zlib'), import('fzstd')]);
  let unpacked = 0;
  const bounded = (unpack: (input: Uint8Array, length: number) => Uint8Array) => (input: Uint8Array, length: number) => {
    if (!(length >= 0)) throw damaged(file);
    unpacked += length;
    if (length > MOST_PAGE || unpacked > MOST_UNPACKED) throw groupTooLarge(file);
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
