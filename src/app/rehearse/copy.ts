import { toHex } from '../../crypto/bytes.js';
import { randomBytes } from '../../crypto/random.js';
import { validateAgreement } from '../../session/agreement/canonical.js';
import type { Agreement, OwnTerms } from '../../session/agreement/types.js';
import type { MatchingTerms } from '../../session/operations/lists/propose.js';
import type { MatchingAgreement } from '../../session/operations/lists/types.js';
import { operationOf } from '../../session/operations/registry.js';

const HOUR_MS = 3_600_000;

/** What the copy says differently, in words for the user. */
export interface RehearsedCopy {
  readonly agreement: Agreement;
  /** Records of each list, if the agreement allows more: lists are padded to it, and a rehearsal should take seconds. */
  readonly cap: number | undefined;
}

/**
 * The agreement with other keys, at another relay, for an hour from `now` and one run. Nobody's approval of either counts for the other: keys, identifier and so the digest differ.
 *
 * @param publicKeys of the parties, in their order.
 */
export function copyOf(agreement: Agreement, { publicKeys, relay, rows, now }: { readonly publicKeys: readonly string[]; readonly relay: string; readonly rows: number; readonly now: number }): RehearsedCopy {
  const smaller = withSmallLists(agreement, rows);
  const copy = validateAgreement({
    ...agreement,
    ...smaller,
    id: toHex(randomBytes(16)),
    parties: agreement.parties.map(({ name }, i) => ({ name, publicKey: publicKeys[i] })),
    meeting: 'known keys',
    relay,
    created: instant(now),
    expires: instant(now + HOUR_MS),
    runs: 1,
  });
  return { agreement: copy, cap: smaller === undefined ? undefined : rows };
}

/** The same comparison of shorter lists; undefined if it compares no lists, or lists that are short already. */
function withSmallLists(agreement: Agreement, rows: number): OwnTerms | undefined {
  if (!('caps' in agreement.limits)) return undefined;
  const { operation, columns, limits, contributors, recipients } = agreement as MatchingAgreement;
  if (limits.caps.every(({ records }) => records <= rows)) return undefined;
  const byName = new Map(limits.caps.map(({ name, records }) => [name, Math.min(records, rows)]));
  const { maxMatches, minUsable, tellTested } = limits;
  const terms: MatchingTerms = { operation, columns, caps: { general: rows, byName }, maxMatches, minUsable, tellTested, allowLargerLast: true };
  return operationOf(agreement).proposing.terms(terms, contributors, recipients);
}

function instant(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
