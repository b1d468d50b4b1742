import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { toHex, utf8 } from '../crypto/bytes.js';
import { hashParts } from '../crypto/hash.js';
import { randomBytes } from '../crypto/random.js';
import { MpcError } from '../errors.js';
import { removalOf, type System } from '../platform.js';
import { isPassing, patiently } from './patience.js';
import { isMissing } from './private-file.js';

/** A holder that is stopped for a minute, as a laptop that sleeps, comes back first. */
const WAIT_MS = 90_000;
const PAUSE_MS = 20;
/** How a lock is put there; tests give another. */
export interface LockFiles {
  readonly system: System;
  readonly link: (from: string, to: string) => Promise<void>;
  readonly write: (path: string, content: string) => Promise<void>;
}

const FILES: LockFiles = { system: process.platform, link, write: async (path, content) => writeFile(path, content, { flag: 'wx', mode: 0o600 }) };
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);
/** Tokens of the locks that this process holds. A lock with its number that is not here belongs to an earlier process. */
const held = new Set<string>();

/**
 * Runs `work` while holding `PATH.lock`, so that processes on one machine change a file one after another. The lock
 * of a process that died is taken over. Throws TIMEOUT when another keeps it for `waitMs`.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, waitMs = WAIT_MS, files = FILES): Promise<T> {
  const lock = `${path}.lock`;
  const token = JSON.stringify({ host: hostname(), pid: process.pid, id: toHex(randomBytes(12)) });
  held.add(token);
  try {
    await acquire(lock, token, waitMs, files);
    try {
      return await work();
    } finally {
      await patiently(async () => rm(lock, { force: true }));
    }
  } finally {
    held.delete(token);
  }
}

async function acquire(lock: string, token: string, waitMs: number, files: LockFiles): Promise<void> {
  const deadline = performance.now() + waitMs;
  while (!(await linkNew(lock, token, files))) {
    const holder = await readFile(lock, 'utf8').catch(() => undefined);
    if (holder !== undefined && isDead(holder)) await breakLock(lock, holder, files);
    if (performance.now() > deadline) {
      throw new MpcError('TIMEOUT', `Another program has held ${lock} for too long.`, `If no other mpc is running, run: ${removalOf(lock)}`);
    }
    // An uneven pause, so that two waiting processes do not keep step.
    await sleep(PAUSE_MS + (randomBytes(1)[0] ?? 0) / 8);
  }
}

/** Creates a file with its content in one step, which `open` with O_EXCL does not. False when it exists. */
async function linkNew(path: string, content: string, files: LockFiles): Promise<boolean> {
  const temporary = `${path}.${toHex(randomBytes(6))}.tmp`;
  try {
    await files.write(temporary, content);
    return await placeNew(temporary, path, content, files);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    throw new MpcError('USAGE', `${path} cannot be written (${code}).`, 'Give yourself room and the right to write there, or set MPC_HOME to another folder.', { cause: error });
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

async function placeNew(temporary: string, path: string, content: string, { system, link: linked, write }: LockFiles): Promise<boolean> {
  try {
    await linked(temporary, path).catch((error: unknown) => {
      // A file system without links (exFAT, some network disks): a crash within the write leaves an unreadable lock.
      if (!NO_LINKS.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
      return write(path, content);
    });
    return true;
  } catch (error) {
    // Windows refuses the name of a file that is being removed.
    if (system === 'win32' && isPassing(error)) return false;
    throw error;
  }
}

function isDead(holder: string): boolean {
  if (held.has(holder)) return false;
  try {
    const { host, pid } = JSON.parse(holder) as { host?: unknown; pid?: unknown };
    // A home on a network disk: this machine knows nothing about another machine's processes.
    if (host !== hostname() || typeof pid !== 'number') return false;
    if (pid === process.pid) return true;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/**
 * Removes the lock of a dead process. If two processes saw it dead, only one may remove it: the second would remove the lock that
 * the first has taken since. The marker, one for each dead lock, lets one at a time look again and remove.
 */
async function breakLock(lock: string, holder: string, files: LockFiles): Promise<void> {
  const marker = `${lock}.${toHex(hashParts('mpc lock marker v1', utf8(holder)).subarray(0, 8))}`;
  if (!(await linkNew(marker, holder, files))) return;
  try {
    if ((await readFile(lock, 'utf8')) === holder) await rm(lock, { force: true });
  } catch (error) {
    if (!isMissing(error)) throw error;
  } finally {
    await rm(marker, { force: true });
  }
}
