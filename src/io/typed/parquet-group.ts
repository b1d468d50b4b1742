import type { AsyncBuffer, Compressors, FileMetaData } from 'hyparquet';
import { MpcError } from '../../errors.js';
import { unreadable } from '../csv/errors.js';
import { damaged } from './parquet-bytes.js';

/** Bytes of a page, unpacked. */
const MOST_PAGE = 256 * 1024 ** 2;

/** The rows of one row group, from `start` on, each with the values of the columns named. A file made for it can keep this busy for ever: see `GroupReader`. */
export async function readGroup(bytes: AsyncBuffer, metadata: FileMetaData, names: readonly string[], start: number, rows: number, file: string): Promise<unknown[][]> {
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
