/**
 * Cells to keys: what two parties must do alike with the same person written in different ways. Strings only.
 * In order of dependency: kinds; column; as-written, groups; fold; exact, text, name, date; sound; placeholders; own-key, row; key-slot; near; rules; unusable.
 */
export { asAgreed, asWritten, type OwnForms } from './as-written.js';
export { DATE_ORDERS, hasRegion, isRegion, KEY_TYPES, KINDS_IN_WORDS, parseKey, parseOwnDateOrder, parseOwnRegion, type DateOrder, type KeyColumn, type KeyType } from './column.js';
export { isScheme } from './kinds/id.js';
export { isNumberInPlan } from './kinds/phone.js';
export { ordersOf, readDate } from './date.js';
export { GROUP, groupsOf, parseKeys, wrongWithGroups, type KeyGroup } from './groups.js';
export { slotName, slotOfName, type KeySlot } from './key-slot.js';
export { ownKeyTest, type OwnKeyTest } from './own-key.js';
export { normaliserOf, type Normaliser, type RowParts } from './row.js';
export { KEYS_ID, NEAR_ID, normalisationOf, ruleNames, rulesFor } from './rules.js';
export { LONGEST_PLACEHOLDER, parsePlaceholders } from './placeholders.js';
export { NO_VALUE, whyUnusable } from './unusable.js';
