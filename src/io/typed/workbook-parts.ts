/** The parts of a workbook: files in a ZIP archive (ECMA-376, part 2), unpacked within bounds. */
import { createRequire } from 'node:module';
import { open, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type * as Yauzl from 'yauzl';
import { MpcError } from '../../errors.js';
import { invalid, unreadable } from '../csv/errors.js';
import { reasonNotOpened, throwIfAborted } from '../csv/file.js';
import type { CsvSource, ReadOptions } from '../csv/types.js';

/** Files in the archive, at most: a workbook has some for each sheet. */
const MOST_PARTS = 20_000;

/** Unpacked bytes of a part that is read row by row, and how many times its packed bytes they may be beyond 64 MiB. */
const MOST_STREAMED = 4 * 1024 ** 3;
const FREE = 64 * 1024 ** 2;
const RATIO = 250;

const require = createRequire(import.meta.url);

/** Opened by `openParts`; the caller closes it. */
export class Parts {
  constructor(
    readonly file: string,
    private readonly archive: Yauzl.ZipFile,
    private readonly entries: ReadonlyMap<string, Yauzl.Entry>,
    private readonly finish: () => Promise<void>,
    private readonly dispose: () => Promise<void>,
  ) {}

  has(name: string): boolean {
    return this.entries.has(name.toLowerCase());
  }

  /** Declared, in bytes. */
  lengthOf(name: string): number {
    return this.entries.get(name.toLowerCase())?.uncompressedSize ?? 0;
  }

  /** The part's bytes, unpacked, at most `most` of them. Errors: INPUT_UNREADABLE if it is missing, damaged, encrypted or too large. */
  async *bytes(name: string, most = MOST_STREAMED, signal?: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
    const entry = this.entries.get(name.toLowerCase());
    if (entry === undefined) throw this.damaged();
    if (entry.isEncrypted()) throw unreadable({ file: this.file }, 'the workbook is encrypted', 'Save it without a password.');
    const allowed = Math.min(most, Math.max(FREE, entry.compressedSize * RATIO));
    if (entry.uncompressedSize > allowed) throw this.#tooLarge();
    let length = 0;
    let stream: Readable | undefined;
    try {
      stream = await this.archive.openReadStreamPromise(entry);
      for await (const piece of stream as AsyncIterable<Buffer>) {
        throwIfAborted(signal);
        length += piece.length;
        // The declared size may be a lie.
        if (length > allowed) throw this.#tooLarge();
        yield piece;
      }
    } catch (error) {
      throw error instanceof MpcError ? error : this.damaged(error);
    } finally {
      stream?.destroy();
    }
  }

  damaged(cause?: unknown): MpcError {
    return unreadable({ file: this.file }, 'this is no workbook that can be read: it is damaged, cut off, or another kind of file', 'Open it in the spreadsheet program and save it as .xlsx again, or as "CSV UTF-8".', { cause });
  }

  /** Called after all has been read. Throws INPUT_INVALID if the file changed meanwhile. */
  async checkUnchanged(): Promise<void> {
    await this.finish();
  }

  async close(): Promise<void> {
    await this.dispose();
  }

  #tooLarge(): MpcError {
    return unreadable({ file: this.file }, 'unpacked, the workbook is larger than sheets are', 'Check that it is the right file, or save the sheet as "CSV UTF-8".');
  }
}

/** Errors: INPUT_UNREADABLE if the file cannot be opened, or is no ZIP archive. */
export async function openParts({ file, held }: CsvSource, { signal }: ReadOptions): Promise<Parts> {
  throwIfAborted(signal);
  const yauzl = require('yauzl') as typeof Yauzl;
  let handle: FileHandle | undefined;
  try {
    if (held === undefined) handle = await open(file, 'r').catch((error: unknown) => Promise.reject(reasonNotOpened(file, error)));
    const before = await handle?.stat({ bigint: true });
    const options = { lazyEntries: true, autoClose: false } as const;
    const archive = handle === undefined ? await yauzl.fromBufferPromise(Buffer.from(held ?? []), options) : await yauzl.fromFdPromise(handle.fd, options);
    if (archive.entryCount > MOST_PARTS) throw new Error('too many parts');
    const entries = new Map<string, Yauzl.Entry>();
    for await (const entry of archive.eachEntry()) entries.set(entry.fileName.toLowerCase(), entry);
    const opened = handle;
    const finish = async (): Promise<void> => {
      const after = await opened?.stat({ bigint: true });
      if (after?.size !== before?.size || after?.mtimeNs !== before?.mtimeNs) throw invalid({ file }, 'the file changed while it was being read', 'Wait until nothing writes to the file any more, then run the command again.');
    };
    return new Parts(file, archive, entries, finish, async () => opened?.close());
  } catch (error) {
    await handle?.close();
    if (error instanceof MpcError) throw error;
    throw unreadable({ file }, 'this is no workbook that can be read: it is damaged or cut off', 'Copy the file again from where it came from, or save the sheet as "CSV UTF-8".', { cause: error });
  }
}
