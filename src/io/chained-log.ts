import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { readWithoutWaiting } from '../platform.js';
import { withLock } from './file-lock.js';
import { isMissing } from './private-file.js';

/** What each line of a chained log begins with. Lines are JSON; none is longer than `MAX_LINE_BYTES`. */
export interface Link {
  /** From 1. */
  readonly n: number;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** SHA-256 of the line before, as hex; for the first line, of nothing. */
  readonly previous: string;
}

/** A line of the log that does not follow from the line before. */
export class BrokenChain extends Error {
  constructor(readonly n: number) {
    super(`entry ${n} does not follow from the one before`);
  }
}

/** A log that is longer than its reader takes. */
export class LogTooLong extends Error {
  constructor() {
    super('a log that is too long');
  }
}

const MAX_LINE_BYTES = 64 * 1024;

/**
 * Adds a line (0600), durably and one process after another. So a line that is altered or removed later is noticed. The last lines are the exception: only
 * somebody who remembers the hash of a later line sees that some are missing at the end.
 *
 * @param most bytes of a log that may still grow. Throws LogTooLong beyond.
 * @param compose returns what the line holds. `follows` is false if the last line is one that no link could follow.
 */
export async function appendLink(path: string, most: number, compose: (link: Link, follows: boolean) => object | Promise<object>, now: Date = new Date()): Promise<void> {
  await withLock(path, async () => {
    const log = await open(path, 'a+', 0o600);
    try {
      if ((await log.stat()).size > most) throw new LogTooLong();
      const last = await lastLine(log);
      const before = linkOf(last);
      const link: Link = { n: (before?.n ?? 0) + 1, time: now.toISOString(), previous: hashOfLine(last) };
      const line = `${JSON.stringify(await compose(link, last === '' || before !== undefined))}\n`;
      if (Buffer.byteLength(line) > MAX_LINE_BYTES) throw new RangeError('a line of a log that is too long');
      await log.writeFile(line);
      await log.sync();
    } finally {
      await log.close();
    }
  });
}

/**
 * The log's lines, each after checking that it follows from the line before. None if there is no log. Throws BrokenChain, and LogTooLong if it has more than
 * `most` bytes.
 */
export async function* readLinks(path: string, most: number): AsyncGenerator<string, void, undefined> {
  let [n, previous] = [1, ''];
  for (const line of await linesIn(path, most)) {
    const link = linkOf(line);
    if (link?.n !== n || link.previous !== hashOfLine(previous)) throw new BrokenChain(n);
    yield line;
    [n, previous] = [n + 1, line];
  }
}

export function hashOfLine(line: string): string {
  return createHash('sha256').update(line).digest('hex');
}

async function linesIn(path: string, most: number): Promise<readonly string[]> {
  try {
    const text = await wholeText(path, most);
    // What a crash left at the end is no line: nobody was promised it yet.
    return text.slice(0, text.lastIndexOf('\n') + 1).split('\n').filter((line) => line !== '');
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Length and text are of one open file: its path can lead to another one a moment later. */
async function wholeText(path: string, most: number): Promise<string> {
  const file = await open(path, readWithoutWaiting());
  try {
    const status = await file.stat();
    if (!status.isFile()) throw new BrokenChain(1);
    if (status.size > most) throw new LogTooLong();
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** The last whole line, empty if there is none. A half line, which a crash left, is cut off. */
async function lastLine(log: FileHandle): Promise<string> {
  const { size } = await log.stat();
  const from = Math.max(0, size - 2 * MAX_LINE_BYTES);
  const buffer = Buffer.alloc(size - from);
  const { bytesRead } = await log.read(buffer, 0, buffer.length, from);
  const tail = buffer.subarray(0, bytesRead);
  const end = tail.lastIndexOf(0x0a) + 1;
  if (end < tail.length) await log.truncate(from + end);
  const text = tail.subarray(0, end).toString('utf8').trimEnd();
  return text.slice(text.lastIndexOf('\n') + 1);
}

function linkOf(line: string): Link | undefined {
  try {
    const { n, time, previous } = JSON.parse(line) as Partial<Link>;
    return typeof n === 'number' && Number.isSafeInteger(n) && typeof time === 'string' && typeof previous === 'string' ? { n, time, previous } : undefined;
  } catch {
    return undefined;
  }
}
