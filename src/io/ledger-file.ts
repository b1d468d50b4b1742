import * as v from 'valibot';
import { parseJsonAs } from '../json-as.js';
import { equalBytes, utf8 } from '../crypto/bytes.js';
import { checkPartyName } from '../crypto/party-name.js';
import { decodeStoredKey, encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import { versionError } from '../other-version.js';
import { withLock } from './file-lock.js';
import { ensureFolder, type Home } from './home.js';
import { isMissing, readPrivate, replacePrivate } from './private-file.js';

/** How many items may be tested in any stretch of time of this length. */
export interface Limit {
  readonly items: number;
  readonly periodMs: number;
}

/** What was charged once. */
export interface Entry {
  /** Never before the time of the preceding entry, whatever the clock said. Milliseconds since 1970. */
  readonly time: number;
  readonly publicKey: string;
  /** The name that the user gave the party then; null if its key was not among the known ones. */
  readonly name: string | null;
  readonly items: number;
  readonly session: string;
  /** The digest of the agreement. */
  readonly digest: string;
}

/** Public keys, by their text. */
export interface Succession {
  readonly oldKey: string;
  readonly newKey: string;
}

export interface Ledger {
  /** For each known party that has no limit of its own. */
  readonly known: Limit;
  /** For all other parties together. */
  readonly others: Limit;
  /** By the names of known parties. */
  readonly own: ReadonlyMap<string, Limit>;
  /** Which key replaced which, by rotation: the count goes on. */
  readonly successions: readonly Succession[];
  /** Oldest first. */
  readonly entries: readonly Entry[];
}

const DAY_MS = 86_400_000;
/** docs/decisions/0019-ledger.md has the reasons for these numbers. */
export const DEFAULT_KNOWN: Limit = { items: 500_000, periodMs: 30 * DAY_MS };
export const DEFAULT_OTHERS: Limit = { items: 50_000, periodMs: 30 * DAY_MS };
/** Sessions like the largest one that are let through if nobody has set a limit: somebody approved its cap. */
export const LARGEST_KNOWN = 10;
export const LARGEST_OTHERS = 1;
export const MAX_ITEMS = 1_000_000_000_000;
export const MIN_PERIOD_MS = 60 * 60 * 1000;
/** Older entries count for nobody, and are dropped. */
export const MAX_PERIOD_MS = 366 * DAY_MS;

const FORMAT = 'mpc-ledger/1';
/** Some 50 000 entries. */
const MAX_BYTES = 16 * 1024 * 1024;

const items = (least: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(MAX_ITEMS));
const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(8.64e15));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const limitEntries = { items: items(0), periodMs: v.pipe(v.number(), v.safeInteger(), v.minValue(MIN_PERIOD_MS), v.maxValue(MAX_PERIOD_MS)) };
const LimitSchema = v.strictObject(limitEntries);
const FileSchema = v.strictObject({
  format: v.literal(FORMAT),
  limits: v.strictObject({ known: LimitSchema, others: LimitSchema, own: v.array(v.strictObject({ name: v.string(), ...limitEntries })) }),
  successions: v.array(v.strictObject({ oldKey: v.string(), newKey: v.string() })),
  entries: v.array(v.strictObject({ time, publicKey: v.string(), name: v.nullable(v.string()), items: items(1), session: hash, digest: hash })),
});

/** Reads the ledger; an empty one if there is no file yet. Throws IDENTITY_READABLE or LEDGER_INVALID, since a damaged ledger never counts as an empty one. */
export async function readLedger(home: Home): Promise<Ledger> {
  let bytes: Uint8Array;
  try {
    bytes = await readPrivate(home.ledger, MAX_BYTES);
  } catch (error) {
    if (isMissing(error)) return { known: DEFAULT_KNOWN, others: DEFAULT_OTHERS, own: new Map(), successions: [], entries: [] };
    if (error instanceof MpcError && error.code === 'IDENTITY_INVALID') throw new MpcError('LEDGER_INVALID', error.message, error.next, { cause: error });
    throw error;
  }
  try {
    const ledger = parse(bytes);
    if (!equalBytes(serialise(ledger), bytes)) throw new Error('not in the form in which it is written');
    return ledger;
  } catch (error) {
    throw versionError(bytes, FORMAT, `The ledger ${home.ledger}`, 'LEDGER_INVALID') ?? new MpcError('LEDGER_INVALID', `The ledger ${home.ledger} is damaged.`, 'Restore its newest back-up. It is not made anew by itself: every count would begin at nothing (docs/ledger.md).', { cause: error });
  }
}

function parse(bytes: Uint8Array): Ledger {
  const { limits, successions, entries } = parseJsonAs(FileSchema, bytes, { maxBytes: MAX_BYTES });
  for (const { name } of limits.own) checkPartyName(name);
  for (const { oldKey, newKey } of successions) [oldKey, newKey].forEach(decodeStoredKey);
  entries.forEach((entry, i) => {
    decodeStoredKey(entry.publicKey);
    if (entry.name !== null) checkPartyName(entry.name);
    if (entry.time < (entries[i - 1]?.time ?? 0)) throw new Error('an entry is older than the one before it');
  });
  return { known: limits.known, others: limits.others, own: new Map(limits.own.map(({ name, ...limit }) => [name, limit])), successions, entries };
}

function serialise({ known, others, own, successions, entries }: Ledger): Uint8Array {
  const named = [...own].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, limit]) => ({ name, ...ordered(limit) }));
  const document = {
    format: FORMAT,
    limits: { known: ordered(known), others: ordered(others), own: named },
    successions: successions.map(({ oldKey, newKey }) => ({ oldKey, newKey })),
    entries: entries.map(({ time: at, publicKey, name, items: count, session, digest }) => ({ time: at, publicKey, name, items: count, session, digest })),
  };
  return utf8(`${JSON.stringify(document, null, 1)}\n`);
}

function ordered({ items: count, periodMs }: Limit): Limit {
  return { items: count, periodMs };
}

/**
 * Changes the ledger under its lock, and durably: after a crash there is the old or the new one. `edit` may throw;
 * nothing is then changed. Throws as `readLedger`, and TIMEOUT if another process keeps the lock.
 */
export async function changeLedger<T>(home: Home, edit: (ledger: Ledger) => Promise<{ ledger: Ledger; result: T }>): Promise<T> {
  await ensureFolder(home.state);
  return withLock(home.ledger, async () => {
    const before = await readLedger(home);
    const { ledger, result } = await edit(before);
    if (ledger === before) return result;
    const bytes = serialise(ledger);
    if (bytes.length > MAX_BYTES) throw new MpcError('LEDGER_LIMIT', `The ledger ${home.ledger} is full: nobody can be let test anything more.`, 'Entries are dropped a year after they were made (docs/ledger.md).');
    await replacePrivate(home.ledger, bytes);
    return result;
  });
}

/** Records that a known party's key was rotated, so that its count goes on under the new one. */
export async function recordSuccession(home: Home, oldKey: Uint8Array, newKey: Uint8Array): Promise<void> {
  const succession = { oldKey: encodePublicKey(oldKey), newKey: encodePublicKey(newKey) };
  await changeLedger(home, (ledger) => {
    const isRecorded = ledger.successions.some((each) => each.oldKey === succession.oldKey && each.newKey === succession.newKey);
    return Promise.resolve({ ledger: isRecorded ? ledger : { ...ledger, successions: [...ledger.successions, succession] }, result: undefined });
  });
}
