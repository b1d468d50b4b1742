import type { KeyColumn } from './column.js';
import type { KeySlot } from './key-slot.js';
import { nearSlots } from './near.js';

/** What is agreed on when a key is agreed on: the steps of normalisation, and the library whose tables they use. */
export const KEYS_ID = 'keys/3 any-ascii/0.3.3';
/** The rules of near matches. */
export const NEAR_ID = 'near/2';

/**
 * The keys that each record makes, under a rule's name each: one, all columns together, or with `near` also those of the rule set NEAR_ID.
 * Their number depends on the columns alone, since caps and the sizes of messages do.
 */
export function rulesFor(columns: readonly KeyColumn[], near: boolean): readonly KeySlot[] {
  const exact: KeySlot = { rule: 'exact', unique: false, make: ({ parts }) => (parts.includes('') ? undefined : parts) };
  return near ? [exact, ...nearSlots(columns)] : [exact];
}

/** The names of the rules, each once, in the order of their weight: what matches by the first says most. */
export function ruleNames(slots: readonly KeySlot[]): string[] {
  return [...new Set(slots.map((slot) => slot.rule))];
}
