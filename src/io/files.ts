import { randomBytes } from '../crypto/random.js';
import { toHex } from '../crypto/bytes.js';
import { MpcError, type ErrorCode } from '../errors.js';
import { constants } from 'node:fs';
import { access, open, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readWithoutWaiting, type System } from '../platform.js';
import { unfitName } from './file-name.js';
import { patiently } from './patience.js';
import { readAtMost } from './read-at-most.js';

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  EEXIST: 'there is something at that path already',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk cannot be written to',
};

/** Why the system refused, in words. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? 'unknown';
  return REASONS[code] ?? code;
}

let fromStandardInput: Promise<Uint8Array> | undefined;

/**
 * Reads a whole file of at most `maxBytes`. `-` is standard input, which is read once for all who ask. Throws an MpcError of the given code, which names the
 * file and not its content.
 */
export async function readBounded(path: string, maxBytes: number, code: ErrorCode, what: string): Promise<Uint8Array> {
  if (path === '-') return (fromStandardInput ??= readStandardInput(maxBytes, `a ${what}`));
  let handle;
  try {
    handle = await open(path, 'r');
    const { size } = await handle.stat();
    if (size > maxBytes) throw tooLong(path, what, maxBytes, code);
    // A pipe has no size: read one byte more than allowed, and see.
    const buffer = new Uint8Array(Math.max(size, size === 0 ? maxBytes : size) + 1);
    let filled = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled);
      if (bytesRead === 0) return buffer.slice(0, filled);
      filled += bytesRead;
      if (filled > maxBytes || filled === buffer.length) throw tooLong(path, what, maxBytes, code);
    }
  } catch (error) {
    if (error instanceof MpcError) throw error;
    throw new MpcError(code, `The ${what} ${path} cannot be read: ${reasonOf(error)}.`, 'Check the path.');
  } finally {
    await handle?.close();
  }
}

/**
 * Reads a whole regular file of at most `maxBytes`; undefined if it is anything else, or longer. What it is, is asked of the open file, and a named pipe is not
 * waited for. Throws Node's errors.
 */
export async function readRegular(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
  const handle = await open(path, readWithoutWaiting());
  try {
    return (await handle.stat()).isFile() ? await readAtMost(handle, maxBytes) : undefined;
  } finally {
    await handle.close();
  }
}

function tooLong(path: string, what: string, maxBytes: number, code: ErrorCode): MpcError {
  return new MpcError(code, `${path} is longer than a ${what} can be (${maxBytes} bytes).`, 'Check that it is the right file.');
}

/** Reads standard input, at most `maxBytes`. The error says `what`, with its article. */
export async function readStandardInput(maxBytes: number, what: string): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw new MpcError('USAGE', `Standard input is longer than ${what} can be (${maxBytes} bytes).`, 'Check what is piped in.');
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Writes a file that did not exist, or was empty. Throws USAGE if there is something already. Returns the absolute path. */
export async function writeNew(path: string, content: Uint8Array | string, mode = 0o644): Promise<string> {
  refuseUnfit(path);
  try {
    const handle = await open(path, 'a', mode);
    try {
      if ((await handle.stat()).size > 0) throw new MpcError('USAGE', `${path} exists already and is not overwritten.`, 'Name another file, or remove this one.');
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return resolve(path);
  } catch (error) {
    if (error instanceof MpcError) throw error;
    throw new MpcError('USAGE', `${path} cannot be written: ${reasonOf(error)}.`, 'Name another file.');
  }
}

/** Replaces the content of a file, whole or not at all. */
export async function replaceFile(path: string, content: Uint8Array | string | Iterable<string> | AsyncIterable<string>, mode = 0o644): Promise<string> {
  refuseUnfit(path);
  const temporary = `${path}.${toHex(randomBytes(6))}.tmp`;
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      await writeFile(handle, content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await patiently(async () => rename(temporary, path));
    return resolve(path);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw new MpcError('USAGE', `${path} cannot be written: ${reasonOf(error)}.`, 'Name another file.');
  }
}

/** Throws USAGE if a file could not be put at this path: better before long work than after it. */
export async function checkWritable(path: string): Promise<void> {
  refuseUnfit(path);
  try {
    await access(dirname(resolve(path)), constants.W_OK);
    if ((await stat(path)).isDirectory()) throw new MpcError('USAGE', `${path} cannot be written: it is a folder.`, 'Name another file.');
  } catch (error) {
    if (error instanceof MpcError) throw error;
    // A path that does not exist yet can be created.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && (error as NodeJS.ErrnoException).syscall === 'stat') return;
    throw new MpcError('USAGE', `${path} cannot be written: ${reasonOf(error)}.`, 'Name another file.');
  }
}

/** Throws USAGE for a path at which the system would put something else than a file of that name. */
export function refuseUnfit(path: string, system?: System): void {
  const why = unfitName(path, system);
  if (why !== undefined) throw new MpcError('USAGE', `${path} cannot be written: ${why}.`, 'Name another file.');
}
