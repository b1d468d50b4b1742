import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { toHex } from '../crypto/bytes.js';
import { randomBytes } from '../crypto/random.js';
import { MpcError } from '../errors.js';
import { hasModes, readWithoutWaiting, shellQuoted } from '../platform.js';
import { patiently } from './patience.js';
import { readAtMost } from './read-at-most.js';

const PRIVATE = 0o600;
const OTHERS = 0o077;

/**
 * Creates a file that only this user can read (0600), and makes it durable. Throws Node's EEXIST when there is one
 * already, USAGE when it cannot be written.
 */
export async function createPrivate(path: string, bytes: Uint8Array): Promise<void> {
  await writeNew(path, bytes, path);
  await syncFolder(dirname(path));
}

/** Puts a private file (0600) in place of another or of none: after a crash there is the old or the new one. */
export async function replacePrivate(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${toHex(randomBytes(6))}.tmp`;
  await writeNew(temporary, bytes, path);
  try {
    await patiently(async () => rename(temporary, path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw unwritable(path, error);
  }
  await syncFolder(dirname(path));
}

/** Puts one file in place of another, durably: after a crash there is the old or the new one. */
export async function moveOver(from: string, to: string): Promise<void> {
  try {
    await patiently(async () => rename(from, to));
  } catch (error) {
    throw unwritable(to, error);
  }
  await syncFolder(dirname(to));
}

/**
 * Reads a private file of at most `maxBytes`. Throws Node's ENOENT when there is none; IDENTITY_READABLE when
 * others may read it or it belongs to somebody else; IDENTITY_INVALID when it is too long or no regular file.
 */
export async function readPrivate(path: string, maxBytes: number): Promise<Uint8Array> {
  let file: FileHandle;
  try {
    file = await open(path, readWithoutWaiting());
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw error;
    throw new MpcError('IDENTITY_INVALID', `${path} cannot be read (${code}).`, 'Check that the file is yours and readable.', { cause: error });
  }
  try {
    await refuseExposed(file, path);
    return await readBounded(file, path, maxBytes);
  } finally {
    await file.close();
  }
}

/** Like `readPrivate`, and undefined if there is no file. */
export async function readPrivateIfThere(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
  try {
    return await readPrivate(path, maxBytes);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

// This is asked of the open descriptor: between a look at the path and its opening, the file could be replaced.
async function refuseExposed(file: FileHandle, path: string): Promise<void> {
  const status = await file.stat();
  if (!status.isFile()) throw new MpcError('IDENTITY_INVALID', `${path} is not a regular file.`, 'Put the file itself there.');
  if (!hasModes()) return;
  const uid = process.geteuid?.();
  if (status.uid !== uid) {
    throw new MpcError('IDENTITY_READABLE', `${path} belongs to another user.`, `Run: sudo chown ${uid ?? 0} ${shellQuoted(path)} && chmod 600 ${shellQuoted(path)}`);
  }
  if ((status.mode & OTHERS) !== 0) {
    throw new MpcError('IDENTITY_READABLE', `Other users of this machine can get at ${path}.`, `Run: chmod 600 ${shellQuoted(path)}`);
  }
}

async function readBounded(file: FileHandle, path: string, maxBytes: number): Promise<Uint8Array> {
  const bytes = await readAtMost(file, maxBytes);
  if (bytes === undefined) throw new MpcError('IDENTITY_INVALID', `${path} is longer than it can be.`, 'Check that this is the right file.');
  return bytes;
}

async function writeNew(path: string, bytes: Uint8Array, shown: string): Promise<void> {
  let file: FileHandle;
  try {
    file = await open(path, 'wx', PRIVATE);
  } catch (error) {
    throw unwritable(shown, error);
  }
  try {
    await file.writeFile(bytes);
    await file.sync();
    await file.close();
  } catch (error) {
    // Half a file must not block the next attempt.
    await file.close().catch(() => undefined);
    await rm(path, { force: true }).catch(() => undefined);
    throw unwritable(shown, error);
  }
}

/** The name of a new file is durable only when its folder is. Not every system allows a folder to be synced. */
export async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EPERM' && code !== 'EACCES' && code !== 'EISDIR' && code !== 'EINVAL' && code !== 'ENOTSUP') throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): unknown {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException;
  if (code === 'EEXIST') return error;
  return new MpcError('USAGE', `${path} cannot be written (${code}).`, 'Give yourself room and the right to write there, or set MPC_HOME to another folder.', { cause: error });
}

/** Whether an error is Node's for a file that is not there. */
export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
}
