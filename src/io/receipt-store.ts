import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { utf8 } from '../crypto/bytes.js';
import { MpcError } from '../errors.js';
import { appendLink, BrokenChain, type Link, LogTooLong, readLinks } from './chained-log.js';
import { readBounded } from './files.js';
import { ensureFolder, type Home } from './home.js';
import { replacePrivate } from './private-file.js';

/**
 * Receipts are in `receipts/`, one file for each session. `log.jsonl` in the same folder chains them: each line holds the hash of a
 * receipt file and the hash of the line before. So a receipt that is altered or removed later is noticed, and so is a line of the log. The last
 * lines are the exception: only somebody who remembers the hash of a later line sees that some are missing at the end.
 */
export interface LogEntry extends Link {
  readonly file: string;
  readonly sha256: string;
}

const MAX_LOG_BYTES = 64 * 1024 * 1024;

function logPath(home: Home): string {
  return join(home.receipts, 'log.jsonl');
}

/** The path of a receipt, by its session or, for an opening, by `revealName`: an absolute path. */
export function receiptPath(home: Home, name: string): string {
  return join(home.receipts, `${name}.json`);
}

/** The receipt of an opening has a name of its own, because a result may be opened more than once. */
export function revealName(session: string, time: number): string {
  return `${session}-reveal-${time}`;
}

/** The record that a share is about to leave. */
export function releaseName(session: string, time: number): string {
  return `${session}-release-${time}`;
}

export function reshareName(session: string, time: number): string {
  return `${session}-reshare-${time}`;
}

/** Saves a receipt and enters it in the log. It takes its turn in the log while the receipt is being written, and adds its line after that. */
export async function saveReceipt(home: Home, name: string, text: string): Promise<void> {
  await ensureFolder(home.receipts);
  const path = receiptPath(home, name);
  const saved = replacePrivate(path, utf8(text));
  const entered = appendLink(logPath(home), MAX_LOG_BYTES, async ({ n, time, previous }): Promise<LogEntry> => {
    await saved;
    return { n, time, file: basename(path), sha256: sha256(text), previous };
  }).catch((error: unknown) => {
    throw error instanceof LogTooLong ? tooLong() : error;
  });
  // A log that cannot be locked is no reason not to wait for the receipt.
  for (const each of await Promise.allSettled([saved, entered])) if (each.status === 'rejected') throw each.reason;
}

/** The log's entries, each after checking that it follows from the entry before. Throws RECEIPT_INVALID with the number of the entry that does not. */
async function* chained(home: Home): AsyncGenerator<LogEntry, void, undefined> {
  let n = 0;
  try {
    for await (const line of readLinks(logPath(home), MAX_LOG_BYTES)) {
      n++;
      const entry = parseEntry(line);
      if (entry === undefined) throw new BrokenChain(n);
      yield entry;
    }
  } catch (error) {
    if (error instanceof BrokenChain) throw broken(error.n, 'does not follow from the one before: the log was altered');
    throw error instanceof LogTooLong ? tooLong() : error;
  }
}

/** The log's entries, after checking the chain and every receipt that it names. Throws RECEIPT_INVALID with the number of the entry. */
export async function verifyLog(home: Home): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  for await (const entry of chained(home)) {
    if (sha256(await readReceipt(home, entry)) !== entry.sha256) throw broken(entry.n, `does not fit its receipt ${entry.file}: that was altered`);
    entries.push(entry);
  }
  return entries;
}

/** How a receipt that the log names is found on disk. */
export type ReceiptState = 'kept' | 'altered' | 'missing';

/** An entry of the log, and the receipt file that it names. */
export interface ListedReceipt extends LogEntry {
  readonly state: ReceiptState;
  readonly path: string;
}

/**
 * The log's entries and the state of each one's receipt. A missing receipt keeps nobody from seeing the others. Throws RECEIPT_INVALID if the log itself was
 * altered.
 */
export async function listLog(home: Home): Promise<ListedReceipt[]> {
  const entries: ListedReceipt[] = [];
  for await (const entry of chained(home)) {
    const receipt = await readReceipt(home, entry).catch(() => undefined);
    entries.push({ ...entry, path: join(home.receipts, entry.file), state: receipt === undefined ? 'missing' : sha256(receipt) === entry.sha256 ? 'kept' : 'altered' });
  }
  return entries;
}

/**
 * The receipt that an argument means: a path, or the first characters of a receipt's name among this party's own. Throws USAGE where none or several begin so, or where the
 * one that does is gone.
 */
export async function receiptNamed(home: Home, text: string): Promise<string> {
  if (!/^[0-9a-z]{1,64}(?:-[a-z0-9-]{0,40})?$/.test(text) || (await isThere(text))) return text;
  const names = (await readdir(home.receipts).catch(() => [])).filter((name) => name.startsWith(text) && name.endsWith('.json'));
  const sessions = new Set(names.map((name) => name.slice(0, 64)));
  // The receipt of the session itself: those of its openings have longer names.
  const [name, ...more] = sessions.size === 1 && !text.includes('-') ? names.filter((each) => each.length === 64 + '.json'.length) : names;
  if (name === undefined) throw await noneNamed(home, text);
  if (more.length > 0) throw new MpcError('USAGE', `${names.length} receipts begin with ${text}.`, `Give more of the name, or the file: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}.`);
  return join(home.receipts, name);
}

async function noneNamed(home: Home, text: string): Promise<MpcError> {
  for (const { file } of await listLog(home).catch(() => [])) {
    if (file.startsWith(text)) return new MpcError('USAGE', `The receipt ${file} was kept on this machine, and its file is gone.`, 'Restore it from a back-up, or ask another party of that session for its copy.');
  }
  return new MpcError('USAGE', `There is no file ${text}, and no receipt on this machine begins so.`, '`mpc receipt list` names them all.');
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}

async function readReceipt(home: Home, entry: LogEntry): Promise<Uint8Array> {
  try {
    return await readBounded(join(home.receipts, entry.file), MAX_LOG_BYTES, 'RECEIPT_INVALID', 'receipt');
  } catch {
    throw broken(entry.n, `names the receipt ${entry.file}, which is gone or unreadable`);
  }
}

function parseEntry(line: string): LogEntry | undefined {
  try {
    const value = JSON.parse(line) as Partial<LogEntry>;
    const isEntry = typeof value.n === 'number' && typeof value.time === 'string' && /^[0-9a-f]{64}(-(reveal|reshare|release)-\d+)?\.json$/.test(value.file ?? '') && typeof value.sha256 === 'string' && typeof value.previous === 'string';
    return isEntry ? (value as LogEntry) : undefined;
  } catch {
    return undefined;
  }
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function tooLong(): MpcError {
  return new MpcError('RECEIPT_INVALID', 'The log of receipts is longer than 64 MiB.', 'Move it away, together with its receipts.');
}

function broken(n: number, what: string): MpcError {
  return new MpcError('RECEIPT_INVALID', `Entry ${n} of the log of receipts ${what}.`, 'Compare with your back-up, or with the other parties’ copies of the receipt.');
}
