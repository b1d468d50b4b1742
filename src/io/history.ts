import { dirname } from 'node:path';
import { toHex } from '../crypto/bytes.js';
import { randomBytes } from '../crypto/random.js';
import { MpcError } from '../errors.js';
import { appendLink, BrokenChain, hashOfLine, type Link, LogTooLong, readLinks } from './chained-log.js';
import { ensureFolder, type Home } from './home.js';

/** What can be noted. `computing`: all approved, and from now on something that depends on the data may leave. */
export type Happening = 'begun' | 'approved' | 'declined' | 'computing' | 'ended' | 'forgotten';
/** The activity that it was part of. */
export type Attempted = 'session' | 'opening' | 're-sharing' | 'approval ahead' | 'clean-up';

/** One thing that this party did, by its own account. No part of it is ever sent. */
export interface Noted {
  readonly happening: Happening;
  readonly attempted: Attempted;
  /** 16 hex digits, the same for all that belongs together. */
  readonly attempt: string;
  /** Who did it, as --operator says; null if nobody said it. */
  readonly operator: string | null;
  readonly operation: string | null;
  readonly purpose: string | null;
  /** Names of the other parties. */
  readonly partners: readonly string[];
  /** The rows of this party's own file, once it was read. */
  readonly rows: number | null;
  readonly agreement: string | null;
  readonly session: string | null;
  /** How it ended: `done`, or an error's code. */
  readonly outcome: string | null;
}

/** One thing that happened, chained to the one before it. */
export type HistoryEntry = Link & Noted;

/** Oldest first. */
export interface History {
  readonly entries: readonly HistoryEntry[];
  /** The same entries as they are kept. */
  readonly lines: readonly string[];
  /** The hash of the last line. */
  readonly head: string | undefined;
}

const MAX_LOG_BYTES = 256 * 1024 * 1024;
const MAX_OPERATOR = 100;
const TEXTS = ['happening', 'attempted', 'attempt'] as const;

export function newAttempt(): string {
  return toHex(randomBytes(8));
}

/** The name of the operator, as it is kept. Throws USAGE. */
export function checkOperator(name: string): string {
  const trimmed = name.normalize('NFC').trim();
  if (trimmed === '' || trimmed.length > MAX_OPERATOR || /\p{C}/u.test(trimmed)) throw new MpcError('USAGE', '--operator: not a name of 1 to 100 characters.', 'Write, for example, --operator "A. Jansen".');
  return trimmed;
}

/** Adds an entry, durably. Throws HISTORY_INVALID if the history is damaged at its end. */
export async function noteInHistory(home: Home, noted: Noted): Promise<void> {
  await ensureFolder(dirname(home.history));
  try {
    await appendLink(home.history, MAX_LOG_BYTES, (link, follows) => (follows ? { ...link, ...noted } : fail(invalid(home, 'Its last line is none that this program writes.'))));
  } catch (error) {
    throw asInvalid(home, error);
  }
}

/** The whole history, after checking that each line follows from the line before. Throws HISTORY_INVALID. */
export async function readHistory(home: Home): Promise<History> {
  try {
    const [lines, entries]: [string[], HistoryEntry[]] = [[], []];
    for await (const line of readLinks(home.history, MAX_LOG_BYTES)) {
      lines.push(line);
      entries.push(parsed(line) ?? fail(new BrokenChain(lines.length)));
    }
    const last = lines.at(-1);
    return { entries, lines, head: last === undefined ? undefined : hashOfLine(last) };
  } catch (error) {
    throw asInvalid(home, error);
  }
}

function asInvalid(home: Home, error: unknown): unknown {
  if (error instanceof BrokenChain) return invalid(home, `Entry ${error.n} does not follow from the one before.`);
  return error instanceof LogTooLong ? invalid(home, 'It is longer than 256 MiB.') : error;
}

function parsed(line: string): HistoryEntry | undefined {
  const entry = JSON.parse(line) as HistoryEntry;
  const isText = (value: unknown) => value === null || typeof value === 'string';
  const isWhole = TEXTS.every((name) => typeof entry[name] === 'string') && [entry.operator, entry.operation, entry.purpose, entry.agreement, entry.session, entry.outcome].every(isText);
  return isWhole && Array.isArray(entry.partners) && entry.partners.every((each) => typeof each === 'string') && (entry.rows === null || Number.isSafeInteger(entry.rows)) ? entry : undefined;
}

function fail(error: Error): never {
  throw error;
}

function invalid(home: Home, what: string): MpcError {
  return new MpcError('HISTORY_INVALID', `The history ${home.history} was altered, or is damaged. ${what}`, 'Restore it from your back-up. To begin anew without it, move the file away and keep it.');
}
