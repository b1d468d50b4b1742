import { normalisationOf, rulesFor, slotName, slotOfName, type KeyColumn, type KeySlot } from '../../../linkage/index.js';
import type { KeyRules, MatchingAgreement, MatchingOperation } from './types.js';

/** The least percentage of a list's rows that must make keys, if the agreement does not say. */
export const USUAL_MIN_USABLE = 50;

export function keyRulesOf(columns: readonly KeyColumn[], near: boolean, placeholders: readonly string[] = []): KeyRules {
  const added = placeholders.length === 0 ? {} : { placeholders };
  return { normalisation: normalisationOf(columns, near), rules: rulesFor(columns, near).map(slotName), ...added };
}

/** Whether rows also match if they agree on less than the whole key. */
export function isNear({ keys }: Pick<MatchingOperation, 'keys'>): boolean {
  return keys.normalisation.split(' ').some((version) => version.startsWith('near/'));
}

export function hasGroups(columns: readonly KeyColumn[]): boolean {
  return columns.some(({ groups }) => groups !== undefined);
}

/** For each key of a record its rule, and its group if there are several. */
export function shownRules({ operation, columns }: Pick<MatchingAgreement, 'operation' | 'columns'>): Pick<KeySlot, 'rule' | 'group'>[] {
  return operation.keys.rules.map((name) => slotOfName(name, hasGroups(columns)));
}
