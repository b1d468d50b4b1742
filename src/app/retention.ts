import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { isPastRetention } from '../session/agreement/canonical.js';
import { receiptAgreements, keptShares } from './depends-on-key.js';
import { Journal } from './journal.js';
import type { Store } from './store.js';

/** A session of this machine whose result should be gone by now, as its agreement says. */
export interface PastRetention {
  /** 64 hex digits. */
  readonly session: string;
  readonly purpose: string;
  /** The last day on which the result was to be kept: `2027-01-31`. */
  readonly retainUntil: string;
  /** Share files that still lie here, with which the sealed result can be opened. */
  readonly shares: readonly string[];
}

/** Sessions whose results should be gone, by the receipts and shares that lie here, latest first. Where both were removed, nothing tells of the session any more. */
export async function pastRetention(store: Pick<Store, 'receipts' | 'shares'>, now: number): Promise<PastRetention[]> {
  const past = new Map<string, PastRetention>();
  for (const { session, agreement: { purpose, retainUntil } } of await receiptAgreements(store)) {
    if (retainUntil !== undefined && isPastRetention({ retainUntil }, now)) past.set(session, { session, purpose, retainUntil, shares: [] });
  }
  for (const { path, purpose, retainUntil } of await keptShares(store)) {
    if (retainUntil === undefined || !isPastRetention({ retainUntil }, now)) continue;
    const session = basename(path).slice(0, 64);
    past.set(session, { session, purpose, retainUntil, shares: [...(past.get(session)?.shares ?? []), path] });
  }
  return [...past.values()].sort((a, b) => (a.retainUntil < b.retainUntil ? 1 : -1));
}

/** Removes the shares of results that should be gone, and what a recipient kept to read them by. The history has it on record, with who did it (`operator`). */
export async function forgetPastRetention(store: Store, { now = Date.now(), operator }: { readonly now?: number; readonly operator?: string | undefined } = {}): Promise<PastRetention[]> {
  const journal = new Journal(store, 'clean-up', operator);
  const past = (await pastRetention(store, now)).filter(({ shares }) => shares.length > 0);
  for (const { session, shares } of past) for (const path of [...shares, store.shares.listPathOf(session)]) await rm(path, { force: true });
  if (past.length > 0) await journal.note('forgotten', 'shares past retention');
  return past;
}
