import type { KeyColumn } from './column.js';
import { groupsOf } from './groups.js';
import type { KeySlot } from './key-slot.js';
import { nearSlots } from './near.js';
import type { RowParts } from './row.js';

/** What is agreed on when a key is agreed on: the steps of normalisation, and the library whose tables they use. */
export const KEYS_ID = 'keys/4 any-ascii/0.3.3';
/** The library that reads phone numbers. */
export const PHONES_ID = 'libphonenumber-js/1.13.16';
/** The library that checks the check digits of identifiers. */
export const SCHEMES_ID = 'stdnum/1.12.0';
/** The rules of near matches. */
export const NEAR_ID = 'near/4';

/** What makes the keys of these columns, in one line. Programs with another line may make other keys. */
export function normalisationOf(columns: readonly KeyColumn[], near: boolean): string {
  const hasPhones = columns.some(({ type }) => type === 'phone');
  const hasSchemes = columns.some(({ scheme }) => scheme !== undefined);
  return [KEYS_ID, ...(hasPhones ? [PHONES_ID] : []), ...(hasSchemes ? [SCHEMES_ID] : []), ...(near ? [NEAR_ID] : [])].join(' ');
}

/**
 * The keys that each record makes, each under a rule's name: one for each group of columns, and with `near` also those of the rule set NEAR_ID.
 * Their number depends only on the columns, because caps and the sizes of messages depend on it.
 */
export function rulesFor(columns: readonly KeyColumn[], near: boolean): readonly KeySlot[] {
  return groupsOf(columns).flatMap(({ name, indices }, group) => {
    const slots = rulesOfGroup(indices.flatMap((index) => columns[index] ?? []), near);
    return name === undefined ? slots : slots.map(({ rule, unique, make, words }) => ({ rule, group: name, unique, make: (row) => make(row.groups[group] ?? row), ...(words && { words: (row: RowParts) => words(row.groups[group] ?? row) }) }));
  });
}

function rulesOfGroup(columns: readonly KeyColumn[], near: boolean): readonly KeySlot[] {
  const exact: KeySlot = { rule: 'exact', unique: false, make: ({ parts }) => (parts.includes('') ? undefined : parts) };
  return near ? [exact, ...nearSlots(columns)] : [exact];
}

/** The names of the rules, each once, in the order of their weight: a match by the first says most. */
export function ruleNames(slots: readonly KeySlot[]): string[] {
  return [...new Set(slots.map((slot) => slot.rule))];
}
