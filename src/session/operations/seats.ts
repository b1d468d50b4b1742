import type { Agreement } from '../agreement/types.js';
import type { Holding } from '../protocol/dealing.js';

/** The seats in the roster of the named parties. */
export function seatsOf(agreement: Agreement, names: readonly string[]): number[] {
  return names.map((name) => agreement.parties.findIndex((party) => party.name === name));
}

export function holdingOf(agreement: Agreement): Holding | undefined {
  const { threshold } = agreement;
  return threshold === undefined ? undefined : { needed: threshold.needed, holders: seatsOf(agreement, threshold.holders) };
}
