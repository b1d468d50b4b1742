import { normalisationOf, rulesFor, type KeyColumn } from '../../../linkage/index.js';
import type { KeyRules, MatchingOperation } from './types.js';

/** Rows in a hundred of a list that make keys at least, where the agreement says nothing. */
export const USUAL_MIN_USABLE = 50;

export function keyRulesOf(columns: readonly KeyColumn[], near: boolean, placeholders: readonly string[] = []): KeyRules {
  const added = placeholders.length === 0 ? {} : { placeholders };
  return { normalisation: normalisationOf(columns, near), rules: rulesFor(columns, near).map((slot) => slot.rule), ...added };
}

/** Whether rows also match where they agree on less than the whole key. */
export function isNear({ keys }: Pick<MatchingOperation, 'keys'>): boolean {
  return keys.rules.length > 1;
}
