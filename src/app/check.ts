import { MpcError } from '../errors.js';
import { checkNotExpired } from '../session/agreement/canonical.js';
import type { SignedAgreement } from '../session/agreement/signed.js';
import { seatIn } from '../session/seat.js';
import { refuseFormerKey } from './identity.js';
import { knownKeys } from './known-keys.js';
import { checkQuota } from './quota.js';
import type { Store } from './store.js';

/** What this party may expect of an agreement. */
export interface CheckedAgreement {
  /** What this party is called in it. */
  readonly ownName: string;
  /** Why this machine would refuse to take part as things stand, in sentences for the user. */
  readonly refusals: readonly string[];
}

/** Holds an agreement against what this party keeps, and changes nothing. Throws NOT_IN_ROSTER, AGREEMENT_EXPIRED, KEY_INVALID, or what reading the store does. */
export async function checkAgreement(store: Store, { agreement, digest }: SignedAgreement): Promise<CheckedAgreement> {
  await refuseFormerKey(store, agreement.parties);
  const identity = await store.identity.read();
  const ownName = agreement.parties[seatIn(agreement, identity)]?.name ?? identity.name;
  checkNotExpired(agreement, Date.now());
  const refusals: string[] = [];
  if ((await store.runs.count(digest)) >= agreement.runs) refusals.push(`This agreement may be run ${agreement.runs === 1 ? 'once' : `${agreement.runs} times`}, and was: \`mpc join\` will refuse it.`);
  await knownKeys(store, identity, agreement);
  await checkQuota(store, identity, agreement).catch((error: unknown) => {
    if (!(error instanceof MpcError) || error.code !== 'LEDGER_LIMIT') throw error;
    refusals.push(`As your ledger stands, \`mpc join\` will refuse this: ${error.message}\n  → ${error.next}`);
  });
  return { ownName, refusals };
}
