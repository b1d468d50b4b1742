import { encodePublicKey, periodInWords, type KnownParty, type Limit, type Standing } from '../library/home.js';
import { grouped } from '../library/text.js';
import { table } from './terminal/table.js';

const DAY_MINUTES = 'YYYY-MM-DDTHH:MM'.length;

export function limitJson({ items, periodMs }: Limit): { limit: number; periodSeconds: number } {
  return { limit: items, periodSeconds: Math.floor(periodMs / 1000) };
}

export function standingJson(standing: Standing): object {
  const { used, remaining, freesAt } = standing;
  return { used, ...limitJson(standing), remaining, freesAt: freesAt === undefined ? null : new Date(freesAt).toISOString() };
}

export function partyStandingJson(standing: Standing & { party: KnownParty }): object {
  return { name: standing.party.name, publicKey: encodePublicKey(standing.party.publicKey), ...standingJson(standing) };
}

/** One line for each known party, and one for all others together. */
export function ledgerTable(parties: readonly (Standing & { party: KnownParty })[], others: Standing): string {
  const rows = [...parties.map((each): [string, Standing] => [each.party.name, each]), ['all others together', others] as const];
  return table(
    ['party', 'items used', 'limit', 'in', 'remaining', 'next frees up (UTC)'],
    rows.map(([name, { used, items, periodMs, remaining, freesAt }]) => [
      name,
      grouped(String(used)),
      grouped(String(items)),
      periodInWords(periodMs),
      grouped(String(remaining)),
      freesAt === undefined ? '' : new Date(freesAt).toISOString().slice(0, DAY_MINUTES).replace('T', ' '),
    ]),
  );
}
