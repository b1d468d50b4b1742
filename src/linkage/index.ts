/**
 * Cells to keys: what two parties must do alike with the same person written differently. Strings only.
 * In order of dependency: column; fold; exact, text, name, date; sound; placeholders; row; key-slot; near; rules; unusable.
 */
export { DATE_ORDERS, KEY_TYPES, parseKey, parseOwnDateOrder, type DateOrder, type KeyColumn, type KeyType } from './column.js';
export type { KeySlot } from './key-slot.js';
export { normaliserOf, type Normaliser, type RowParts } from './row.js';
export { KEYS_ID, NEAR_ID, ruleNames, rulesFor } from './rules.js';
export { LONGEST_PLACEHOLDER, parsePlaceholders } from './placeholders.js';
export { NO_VALUE, whyUnusable } from './unusable.js';
