/** The bytes of a file, piece by piece, with constant memory. */
import { open, type FileHandle } from 'node:fs/promises';
import { MpcError } from '../../errors.js';
import { invalid, unreadable } from './errors.js';
import type { CsvSource, ReadOptions } from './types.js';

/** Bytes per read: large enough that the cost of a read vanishes, small enough that its rows die young in the garbage collector. */
const PIECE = 256 * 1024;

/**
 * Each piece is valid only until the next one is asked for: one buffer serves them all.
 *
 * Errors: INPUT_UNREADABLE when the file cannot be opened or read; INPUT_INVALID when it changed in the meantime,
 * since a file half old and half new is a file that nobody approved; what `signal` carries, or INTERRUPTED.
 */
export async function* readPieces({ file, held }: Pick<CsvSource, 'file' | 'held'>, options: ReadOptions): AsyncGenerator<Buffer, void, undefined> {
  if (held !== undefined) {
    yield* piecesOf(held, options);
    return;
  }
  const handle = await openFile(file);
  try {
    const before = await handle.stat({ bigint: true });
    if (before.isDirectory()) throw unreadable({ file }, 'this is a folder', 'Give the name of a file.');
    const total = before.isFile() ? Number(before.size) : 0;
    // No more than a small file fills: unused memory would make the garbage collector run earlier. One byte more shows that the file grew.
    const buffer = Buffer.allocUnsafe(total === 0 ? PIECE : Math.min(PIECE, total + 1));
    let position = 0;
    for (;;) {
      throwIfAborted(options.signal);
      const { bytesRead } = await readSome(handle, buffer, file);
      if (bytesRead === 0) break;
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
      options.onProgress?.(position, total);
    }
    const after = await handle.stat({ bigint: true });
    // A pipe has no size to compare, and its times move with every write.
    if (before.isFile() && (after.size !== before.size || after.mtimeNs !== before.mtimeNs || position !== total)) {
      throw invalid({ file }, 'the file changed while it was being read', 'Wait until nothing writes to the file any more, then run the command again.');
    }
  } finally {
    await handle.close();
  }
}

async function* piecesOf(bytes: Uint8Array, options: ReadOptions): AsyncGenerator<Buffer, void, undefined> {
  for (let position = 0; position < bytes.length; position += PIECE) {
    throwIfAborted(options.signal);
    const piece = bytes.subarray(position, position + PIECE);
    yield Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    options.onProgress?.(position + piece.length, bytes.length);
    // Reading a file lets other work have its turn.
    await new Promise(setImmediate);
  }
}

async function openFile(file: string): Promise<FileHandle> {
  if (file === '-') throw unreadable({ file }, '`--csv` cannot take a file from standard input', 'Give the name of a file, or give `--data -`.');
  try {
    return await open(file, 'r');
  } catch (error) {
    throw reasonNotOpened(file, error);
  }
}

export function reasonNotOpened(file: string, error: unknown): MpcError {
  const reason = { ENOENT: 'there is no such file', ENOTDIR: 'there is no such file', EACCES: 'this file may not be read', EPERM: 'this file may not be read', EISDIR: 'this is a folder' }[codeOf(error)];
  return unreadable({ file }, reason ?? `the file cannot be opened (${codeOf(error)})`, 'Check the name and the permissions of the file.', { cause: error });
}

async function readSome(handle: FileHandle, buffer: Buffer, file: string): Promise<{ bytesRead: number }> {
  try {
    return await handle.read(buffer, 0, buffer.length, null);
  } catch (error) {
    throw unreadable({ file }, `the file cannot be read (${codeOf(error)})`, 'Check the file and the disk or share that it is on.', { cause: error });
  }
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  // Whoever aborts knows why: a time-out and a Ctrl-C end with different exit codes.
  if (signal.reason instanceof MpcError) throw signal.reason;
  throw new MpcError('INTERRUPTED', 'Interrupted while reading a file.', 'Run the command again.', { cause: signal.reason });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
