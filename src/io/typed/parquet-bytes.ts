import { open, type FileHandle } from 'node:fs/promises';
import type { AsyncBuffer, ColumnChunk, RowGroup } from 'hyparquet';
import type { MpcError } from '../../errors.js';
import { invalid, unreadable } from '../csv/errors.js';
import { reasonNotOpened } from '../csv/file.js';
import type { CsvSource } from '../csv/types.js';

/** Bytes of the wanted columns of a row group, in packed form. The limit of a thread's memory does not count what is outside of its heap, as these are. */
export const MOST_GROUP_BYTES = 256 * 1024 ** 2;

/** Bytes of a page, and of all pages of a row group, unpacked. */
export const MOST_PAGE = 128 * 1024 ** 2;
export const MOST_UNPACKED = 512 * 1024 ** 2;

/** The columns of a row group that belong to the columns of these names. */
export function columnsNamed({ columns }: RowGroup, names: readonly string[]): ColumnChunk[] {
  return columns.filter(({ meta_data }) => names.includes(meta_data?.path_in_schema[0] ?? ''));
}

export function damaged(file: string, cause?: unknown): MpcError {
  return unreadable({ file }, 'this is no Parquet file that can be read: it is damaged, cut off, or written in a way that is not known here', 'Copy it again from where it came from, or write its rows as CSV or JSON lines.', { cause });
}

export function groupTooLarge(file: string): MpcError {
  return unreadable({ file }, 'a row group of the file is larger than can be read at once', 'Write the file with row groups of fewer rows, 1 million for example.');
}

export function changed(file: string): MpcError {
  return invalid({ file }, 'the file changed while it was being read', 'Wait until nothing writes to the file any more, then run the command again.');
}

/** A Parquet file that is read piece by piece. */
export interface Opened {
  readonly bytes: AsyncBuffer;
  /** Which file it is and in which state, to be compared with another opening of its path; of held bytes, always the same. */
  readonly identity: string;
  readonly checkUnchanged: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openBytes({ file, held }: CsvSource): Promise<Opened> {
  if (held !== undefined) {
    const whole = new Uint8Array(held).buffer;
    return { bytes: { byteLength: whole.byteLength, slice: (from, to) => whole.slice(from, to) }, identity: 'held', checkUnchanged: () => Promise.resolve(), close: () => Promise.resolve() };
  }
  let handle: FileHandle;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    throw reasonNotOpened(file, error);
  }
  const before = await handle.stat({ bigint: true });
  const identity = [before.dev, before.ino, before.size, before.mtimeNs].join(' ');
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
    if (after.size !== before.size || after.mtimeNs !== before.mtimeNs) throw changed(file);
  };
  return { bytes: { byteLength, slice }, identity, checkUnchanged, close: async () => handle.close() };
}
