import { constants } from 'node:fs';

/** Whether a system has what is missing on Windows. What depends on it takes the system as an argument, so that a test can name another. */
export type System = NodeJS.Platform;

/** Permission bits and owners of files. Where there are none, Node makes them up. */
export function hasModes(system: System = process.platform): boolean {
  return system !== 'win32';
}

/** How a file is opened for reading so that a named pipe without a writer is not waited for. */
export function readWithoutWaiting(system: System = process.platform): number {
  return constants.O_RDONLY | (system === 'win32' ? 0 : constants.O_NONBLOCK);
}

/** Whether two paths that differ in upper and lower case alone may be one file: so on the usual disks of Windows and macOS. */
export function ignoresCase(system: System = process.platform): boolean {
  return system === 'win32' || system === 'darwin';
}

/** A path as a shell of the system takes it, in one line. */
export function shellQuoted(path: string, system: System = process.platform): string {
  // No path of Windows has a quotation mark in it.
  if (system === 'win32') return /^[\w@+=:,.\\/-]+$/.test(path) ? path : `"${path}"`;
  // `printf` of every shell knows these escapes, and few shells know `$'…'`.
  if (/\p{Cc}/u.test(path)) return `"$(printf %b '${path.replaceAll('\\', String.raw`\\`).replace(/[\p{Cc}']/gu, (char) => `\\0${char.charCodeAt(0).toString(8).padStart(3, '0')}`)}')"`;
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

/** The command with which a user removes a file. */
export function removalOf(path: string, system: System = process.platform): string {
  return `${system === 'win32' ? 'del' : 'rm'} ${shellQuoted(path, system)}`;
}
