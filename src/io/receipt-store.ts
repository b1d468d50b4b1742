import { createHash } from 'node:crypto';
import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { utf8 } from '../crypto/bytes.js';
import { MpcError } from '../errors.js';
import { withLock } from './file-lock.js';
import { readBounded } from './files.js';
import { ensureFolder, type Home } from './home.js';
import { isMissing, replacePrivate } from './private-file.js';

/**
 * Receipts lie in `receipts/`, one file a session, and `log.jsonl` beside them chains them: each line holds the hash of a
 * receipt file and the hash of the line before. So a receipt that is altered or removed later is noticed, and a line of the log,
 * but for the last ones: that some are missing at the end is seen only by who remembers the hash of a later line.
 */
export interface LogEntry {
  readonly n: number;
  readonly time: string;
  readonly file: string;
  readonly sha256: string;
  /** SHA-256 of the line before, as hex; of nothing for the first. */
  readonly previous: string;
}

const MAX_LOG_BYTES = 64 * 1024 * 1024;

function logPath(home: Home): string {
  return join(home.receipts, 'log.jsonl');
}

/** Where a receipt lies, by its session or, of an opening, by `revealName`: an absolute path. */
export function receiptPath(home: Home, name: string): string {
  return join(home.receipts, `${name}.json`);
}

/** The receipt of an opening has a name of its own: a result may be opened more than once. */
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

/** Saves a receipt and enters it in the log, whose turn comes while the receipt is being written and whose line comes after it. */
export async function saveReceipt(home: Home, name: string, text: string): Promise<void> {
  await ensureFolder(home.receipts);
  const path = receiptPath(home, name);
  const saved = replacePrivate(path, utf8(text));
  const entered = withLock(logPath(home), async () => {
    const log = await open(logPath(home), 'a+', 0o600);
    try {
      const lines = linesOf(await mended(log));
      await saved;
      const entry: LogEntry = { n: lines.length + 1, time: new Date().toISOString(), file: basename(path), sha256: sha256(text), previous: sha256(lines.at(-1) ?? '') };
      await log.writeFile(`${JSON.stringify(entry)}\n`);
      await log.sync();
    } finally {
      await log.close();
    }
  });
  // A log that cannot be had is no reason not to wait for the receipt.
  for (const each of await Promise.allSettled([saved, entered])) if (each.status === 'rejected') throw each.reason;
}

/** The log's text. A crash can leave half a line at the end, which is cut off: nothing was promised of it yet. */
async function mended(log: FileHandle): Promise<string> {
  const text = await readWhole(log);
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) await log.truncate(Buffer.byteLength(whole));
  return whole;
}

async function readWhole(log: FileHandle): Promise<string> {
  if ((await log.stat()).size > MAX_LOG_BYTES) throw new MpcError('RECEIPT_INVALID', 'The log of receipts is longer than 64 MiB.', 'Move it away, together with its receipts.');
  return log.readFile('utf8');
}

async function readLog(home: Home): Promise<string[]> {
  try {
    const handle = await open(logPath(home), 'r');
    try {
      return linesOf(await readWhole(handle));
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function linesOf(log: string): string[] {
  return log.split('\n').filter((line) => line !== '');
}

/** The log's entries, each after checking that it follows from the one before. Throws RECEIPT_INVALID with the number of the entry that does not. */
async function* chained(home: Home): AsyncGenerator<LogEntry, void, undefined> {
  let [n, previous] = [1, ''];
  for (const line of await readLog(home)) {
    const entry = parseEntry(line);
    if (entry?.n !== n || entry.previous !== sha256(previous)) throw broken(n, 'does not follow from the one before: the log was altered');
    yield entry;
    [n, previous] = [n + 1, line];
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

/** The log's entries and how each one's receipt is found: one that is gone keeps nobody from seeing the others. Throws RECEIPT_INVALID where the log itself was altered. */
export async function listLog(home: Home): Promise<ListedReceipt[]> {
  const entries: ListedReceipt[] = [];
  for await (const entry of chained(home)) {
    const receipt = await readReceipt(home, entry).catch(() => undefined);
    entries.push({ ...entry, path: join(home.receipts, entry.file), state: receipt === undefined ? 'missing' : sha256(receipt) === entry.sha256 ? 'kept' : 'altered' });
  }
  return entries;
}

/**
 * The receipt that an argument means: a path, or the first characters of a receipt's name among this party's own. Throws USAGE where several begin so.
 */
export async function receiptNamed(home: Home, text: string): Promise<string> {
  if (!/^[0-9a-f]{4,64}(?:-[a-z0-9-]{0,40})?$/.test(text) || (await isThere(text))) return text;
  const names = (await readdir(home.receipts).catch(() => [])).filter((name) => name.startsWith(text) && name.endsWith('.json'));
  const sessions = new Set(names.map((name) => name.slice(0, 64)));
  // The receipt of the session itself: those of its openings have longer names.
  const [name, ...more] = sessions.size === 1 && !text.includes('-') ? names.filter((each) => each.length === 64 + '.json'.length) : names;
  if (name === undefined) return text;
  if (more.length > 0) throw new MpcError('USAGE', `${names.length} receipts begin with ${text}.`, `Give more of the name, or the file: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}.`);
  return join(home.receipts, name);
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

function broken(n: number, what: string): MpcError {
  return new MpcError('RECEIPT_INVALID', `Entry ${n} of the log of receipts ${what}.`, 'Compare with your back-up, or with the other parties’ copies of the receipt.');
}
