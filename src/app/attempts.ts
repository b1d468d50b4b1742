import type { HistoryEntry, Noted } from '../io/history.js';

/** All entries of one attempt together. */
export interface Attempt extends Pick<Noted, 'attempted' | 'operator' | 'operation' | 'purpose' | 'partners' | 'rows' | 'agreement' | 'session'> {
  readonly began: string;
  readonly approved: string | null;
  readonly declined: string | null;
  /** The time from which something that depends on the data may have left. */
  readonly computing: string | null;
  readonly ended: string | null;
  /** `done`, an error's code, or null if nobody noted an end: the session goes on, or its process was killed. */
  readonly outcome: string | null;
}

/** Oldest first. */
export function attemptsOf(entries: readonly HistoryEntry[]): Attempt[] {
  const groups = new Map<string, HistoryEntry[]>();
  for (const entry of entries) groups.set(entry.attempt, [...(groups.get(entry.attempt) ?? []), entry]);
  return [...groups.values()].map(together);
}

function together(entries: readonly HistoryEntry[]): Attempt {
  const timeOf = (happening: HistoryEntry['happening']) => entries.find((entry) => entry.happening === happening)?.time ?? null;
  // The last entry has what became known on the way.
  const [first, last] = [entries[0] as HistoryEntry, entries.at(-1) as HistoryEntry];
  const { attempted, operator, operation, purpose, partners, rows, agreement, session, outcome } = last;
  return { attempted, began: first.time, approved: timeOf('approved'), declined: timeOf('declined'), computing: timeOf('computing'), ended: timeOf('ended'), outcome, operator, operation, purpose, partners, rows, agreement, session };
}
