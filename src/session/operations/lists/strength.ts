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
  const firstBy = rowsBySlot(keys, slots.length, isMatched);
  return rules.map((rule) => {
    const own = names.flatMap((name, i) => (name === rule ? [i] : []));
    const pairs = ownPairs(keys, own);
    return { rule, rows: own.reduce((sum, slot) => sum + (firstBy[slot] ?? 0), 0), ownPairs: pairs, byChance: keys.rows < 2 ? undefined : (2 * pairs * others) / (keys.rows - 1), otherRows: others };
  });
}

/** For each slot the rows that match by it, and by no slot before it. */
function rowsBySlot({ rows, slots, itemOf }: Keys, count: number, isMatched: Uint8Array): Uint32Array {
  const firstBy = new Uint32Array(count);
  for (let first = 0; first < rows * slots; first += slots) {
    for (let slot = 0; slot < count; slot++) {
      const item = itemOf[first + slot] ?? NO_KEY;
      if (item === NO_KEY || isMatched[item] !== 1) continue;
      firstBy[slot] = (firstBy[slot] as number) + 1;
      break;
    }
  }
  return firstBy;
}

/** Pairs of rows that share a key of these slots. Each key counts by itself, and once a row. */
function ownPairs({ rows, slots, count, itemOf }: Keys, places: readonly number[]): number {
  const seen = new Uint32Array(count);
  const lastRow = places.length > 1 ? new Uint32Array(count) : undefined;
  let pairs = 0;
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < places.length; i++) {
      const item = itemOf[row * slots + (places[i] as number)] ?? NO_KEY;
      if (item === NO_KEY) continue;
      if (lastRow !== undefined) {
        if (lastRow[item] === row + 1) continue;
        lastRow[item] = row + 1;
      }
      const before = seen[item] as number;
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
