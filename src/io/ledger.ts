import { encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import type { Home } from './home.js';
import { findByKey, knownOrThrow, listKnownParties, type KnownParty } from './known-parties.js';
import { changeLedger, DEFAULT_KNOWN, DEFAULT_OTHERS, LARGEST_KNOWN, LARGEST_OTHERS, MAX_ITEMS, MAX_PERIOD_MS, MIN_PERIOD_MS, readLedger, type Entry, type Ledger, type Limit } from './ledger-file.js';

/**
 * How many items each party was let test against this party's lists, with a limit for any stretch of time of a given
 * length: who may ask without end can ask about everybody. Each verified party has a count of its own, and all others share one,
 * because whoever is refused can come again under a key made a moment ago.
 *
 * It binds others and not this machine's own user, who can change limits, clock and file.
 */
export interface Request {
  /** The key of the party that learns whether its items are on this party's list. */
  readonly publicKey: Uint8Array;
  /** Most items that it can test in the session: cap × keys a record, whatever it really sends. At least 1. */
  readonly items: number;
  readonly now?: Date | undefined;
}

export interface Charge extends Request {
  /** 64 hex digits each. */
  readonly session: string;
  readonly digest: string;
}

/** How one party stands, or all that are not known. */
export interface Standing extends Limit {
  readonly used: number;
  readonly remaining: number;
  /** When the oldest items that count stop counting, in milliseconds since 1970; undefined if none count. */
  readonly freesAt: number | undefined;
}

/**
 * Enters the items, durably, before the first message that depends on the list may leave: awaited right there. There are no
 * refunds. Throws LEDGER_LIMIT, having changed nothing, if the party would exceed its limit; LEDGER_INVALID; TIMEOUT.
 */
export async function charge(home: Home, request: Charge): Promise<Standing> {
  const publicKey = encodePublicKey(request.publicKey);
  checkItems(request.items);
  return changeLedger(home, async (ledger) => {
    const account = await accountOf(home, request.publicKey);
    const now = timeOf(ledger, request.now);
    const refusal = refusalOf(ledger, account, request.items, now);
    if (refusal !== undefined) throw refusal;
    const entry: Entry = { time: now, publicKey, name: account.known?.name ?? null, items: request.items, session: request.session, digest: request.digest };
    const changed = { ...ledger, entries: [...ledger.entries.filter(({ time }) => time > now - MAX_PERIOD_MS), entry] };
    return { ledger: changed, result: standingOf(changed, account, now) };
  });
}

/**
 * The error that `charge` would throw for its limit now; undefined if it would not. It is for the time before a user is asked to approve, and enters nothing.
 */
export async function wouldRefuse(home: Home, request: Request): Promise<MpcError | undefined> {
  checkItems(request.items);
  const ledger = await readLedger(home);
  return refusalOf(ledger, await accountOf(home, request.publicKey), request.items, timeOf(ledger, request.now));
}

/** The state of all known parties, by name, and of the others together. */
export interface Standings {
  readonly parties: readonly (Standing & { readonly party: KnownParty })[];
  readonly others: Standing;
  readonly ledger: Ledger;
}

/** Reads the ledger and the known parties, and works out the present state of each. */
export async function standings(home: Home, now?: Date): Promise<Standings> {
  const ledger = await readLedger(home);
  const time = timeOf(ledger, now);
  const parties = (await listKnownParties(home)).filter(isVerified).map((party) => ({ party, ...standingOf(ledger, { key: encodePublicKey(party.publicKey), known: party }, time) }));
  return { parties, others: standingOf(ledger, undefined, time), ledger };
}

/** Whom a limit is for: every known party without one of its own, all others together, or one known party. */
export type Whom = 'known' | 'others' | { readonly name: string };

/**
 * Sets a limit; what is left out does not change. `'default'` takes a party's own limit back. Throws USAGE if a number is
 * out of range, PARTY_UNKNOWN.
 */
export async function setLimit(home: Home, whom: Whom, change: { items?: number; periodMs?: number } | 'default'): Promise<Limit> {
  const name = typeof whom === 'string' ? undefined : knownOrThrow(await listKnownParties(home), whom.name).name;
  return changeLedger(home, (ledger) => {
    const own = new Map(ledger.own);
    if (change === 'default') {
      if (name !== undefined) own.delete(name);
      return Promise.resolve({ ledger: { ...ledger, own }, result: ledger.known });
    }
    const before = name !== undefined ? (own.get(name) ?? ledger.known) : whom === 'others' ? ledger.others : ledger.known;
    const limit = checkedLimit({ items: change.items ?? before.items, periodMs: change.periodMs ?? before.periodMs });
    if (name !== undefined) own.set(name, limit);
    const changed = name !== undefined ? { ...ledger, own } : whom === 'others' ? { ...ledger, others: limit } : { ...ledger, known: limit };
    return Promise.resolve({ ledger: changed, result: limit });
  });
}

/** The account to which a key is charged. */
interface Account {
  readonly key: string;
  readonly known: KnownParty | undefined;
}

/** Cards and directories come by mail. A key that nobody has checked gets no allowance of its own, or whoever sends ten of them would have ten. */
function isVerified({ verified }: KnownParty): boolean {
  return verified !== undefined;
}

async function accountOf(home: Home, publicKey: Uint8Array): Promise<Account> {
  return { key: encodePublicKey(publicKey), known: findByKey((await listKnownParties(home)).filter(isVerified), publicKey) };
}

/**
 * The time that counts. A clock that was set back must neither free anything nor allow entries that look old once it
 * is right again.
 */
function timeOf({ entries }: Ledger, now: Date = new Date()): number {
  return Math.max(now.getTime(), entries.at(-1)?.time ?? 0);
}

/** What the user has set; otherwise the default, or as many sessions like the largest as the default allows. `largest` in items. */
function limitOf(ledger: Ledger, account: Account | undefined, largest: number): Limit {
  if (account?.known === undefined) return orLargest(ledger.others, DEFAULT_OTHERS, LARGEST_OTHERS * largest);
  return ledger.own.get(account.known.name) ?? orLargest(ledger.known, DEFAULT_KNOWN, LARGEST_KNOWN * largest);
}

function orLargest(limit: Limit, usual: Limit, items: number): Limit {
  const isSet = limit.items !== usual.items || limit.periodMs !== usual.periodMs;
  return isSet ? limit : { ...limit, items: Math.max(limit.items, items) };
}

/**
 * Which entries count: those of the party's keys, present and former, and those made under its name, because otherwise replacing its
 * key by hand would begin the count anew. A key that is not known is held to what all such keys have used, and to
 * what it used while it was known.
 */
function countsFor(ledger: Ledger, account: Account | undefined): (entry: Entry) => boolean {
  const keys = account === undefined ? new Set<string>() : keysOf(ledger, account.key);
  const name = account?.known?.name;
  return (entry) => keys.has(entry.publicKey) || (name === undefined ? entry.name === null : entry.name === name);
}

/** A key and all that it replaced, or that replaced it. */
function keysOf({ successions }: Ledger, key: string): Set<string> {
  const keys = new Set([key]);
  for (let size = 0; size !== keys.size; ) {
    size = keys.size;
    for (const { oldKey, newKey } of successions) if (keys.has(oldKey) || keys.has(newKey)) keys.add(oldKey).add(newKey);
  }
  return keys;
}

/** `asked`: items of a coming session. */
function standingOf(ledger: Ledger, account: Account | undefined, now: number, asked = 0): Standing {
  const { periodMs } = limitOf(ledger, account, 0);
  const counting = ledger.entries.filter(countsFor(ledger, account)).filter(({ time }) => time > now - periodMs);
  const limit = limitOf(ledger, account, counting.reduce((most, { items }) => Math.max(most, items), asked));
  const used = counting.reduce((sum, { items }) => sum + items, 0);
  const [oldest] = counting;
  return { ...limit, used, remaining: Math.max(0, limit.items - used), freesAt: oldest === undefined ? undefined : oldest.time + limit.periodMs };
}

function refusalOf(ledger: Ledger, account: Account, items: number, now: number): MpcError | undefined {
  const { remaining, used, items: limit, periodMs, freesAt } = standingOf(ledger, account, now, items);
  if (items <= remaining) return undefined;
  const who = account.known === undefined ? 'All parties whose keys you have not verified, together,' : `"${account.known.name}"`;
  const frees = freesAt === undefined || items > limit ? '' : ` The oldest of them cease to count ${new Date(freesAt).toISOString().slice(0, 16).replace('T', ' ')} UTC.`;
  const raise = account.known === undefined ? 'Verify the key (`mpc party verify`, or `mpc party add`), agree on a smaller cap, or raise the limit: mpc ledger limit --others N' : `Agree on a smaller cap, or raise the limit if you mean it: mpc ledger limit "${account.known.name}" N`;
  return new MpcError(
    'LEDGER_LIMIT',
    `${who} may test ${limit} items in ${periodInWords(periodMs)} here, ${account.known === undefined ? 'were' : 'was'} let test ${used}, and would test up to ${items} in this session.${frees}`,
    raise,
  );
}

/** `30 days`, `1 hour`. */
export function periodInWords(ms: number): string {
  const [size, unit] = ms % 86_400_000 === 0 ? [86_400_000, 'day'] : [3_600_000, 'hour'];
  const count = Number((ms / size).toFixed(2));
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function checkItems(items: number): void {
  if (!Number.isSafeInteger(items) || items < 1 || items > MAX_ITEMS) throw new RangeError('not a number of items');
}

function checkedLimit(limit: Limit): Limit {
  const { items, periodMs } = limit;
  if (!Number.isSafeInteger(items) || items < 0 || items > MAX_ITEMS) throw new MpcError('USAGE', 'A limit is a whole number of items from 0 to 10^12.', 'Write, for example: mpc ledger limit 50000');
  if (!Number.isSafeInteger(periodMs) || periodMs < MIN_PERIOD_MS || periodMs > MAX_PERIOD_MS) throw new MpcError('USAGE', 'The period of a limit is from 1h to 366d.', 'Write, for example: --per 30d');
  return limit;
}
