import type { RuleStrength } from '../result-view.js';
import { recordCapOf } from './caps.js';
import type { MatchingAgreement } from './types.js';
import { NO_KEY } from './no-key.js';

export interface Slot {
  readonly rule: string;
  readonly group?: string | undefined;
}

interface Keys {
  readonly rows: number;
  readonly slots: number;
  readonly count: number;
  readonly itemOf: Uint32Array;
}

/**
 * For each rule: the rows that match by it and by none before it, the pairs of rows of this party's own list that have a key by it in common, and how many rows
 * would match the other lists by chance if keys were as common there: with n own rows, p pairs and at most m rows elsewhere, n · m · p / (n (n − 1) / 2).
 */
export function strengthsOf(agreement: MatchingAgreement, slots: readonly Slot[], keys: Keys, isMatched: Uint8Array): RuleStrength[] {
  const others = otherRows(agreement);
  const names = slots.map(({ rule, group }) => (group === undefined ? rule : `${group}: ${rule}`));
  const rules = names.filter((name, i) => names.indexOf(name) === i);
  const firstBy = new Map<string, number>();
  for (let row = 0; row < keys.rows; row++) {
    const slot = names.findIndex((_, i) => {
      const item = keys.itemOf[row * keys.slots + i] ?? NO_KEY;
      return item !== NO_KEY && isMatched[item] === 1;
    });
    const name = names[slot];
    if (name !== undefined) firstBy.set(name, (firstBy.get(name) ?? 0) + 1);
  }
  return rules.map((rule) => {
    const pairs = ownPairs(keys, names.flatMap((name, i) => (name === rule ? [i] : [])));
    return { rule, rows: firstBy.get(rule) ?? 0, ownPairs: pairs, byChance: keys.rows < 2 ? undefined : (2 * pairs * others) / (keys.rows - 1), otherRows: others };
  });
}

/** Pairs of rows that share a key of these slots. Each key counts by itself. */
function ownPairs({ rows, slots, count, itemOf }: Keys, places: readonly number[]): number {
  const seen = new Uint32Array(count);
  let pairs = 0;
  for (let row = 0; row < rows; row++) {
    const own = new Set(places.map((slot) => itemOf[row * slots + slot] ?? NO_KEY));
    for (const item of own) if (item !== NO_KEY) {
      const before = seen[item] ?? 0;
      pairs += before;
      seen[item] = before + 1;
    }
  }
  return pairs;
}

/** The most rows that the lists compared with this party's can have together. For two recipients: the longer list. */
function otherRows(agreement: MatchingAgreement): number {
  const others = agreement.contributors.filter((name) => !agreement.recipients.includes(name)).map((name) => recordCapOf(agreement, name));
  return others.length > 0 ? others.reduce((sum, cap) => sum + cap, 0) : Math.max(...agreement.contributors.map((name) => recordCapOf(agreement, name)));
}
