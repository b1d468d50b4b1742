import { MpcError } from '../errors.js';
import { checkNotExpired } from '../session/agreement/canonical.js';
import { describeAgreement, type Clause } from '../session/agreement/describe.js';
import type { SignedAgreement } from '../session/agreement/signed.js';
import type { Texts } from '../texts/texts.js';
import { brokenHouseRules } from './house-rules.js';
import { knownKeys } from './known-keys.js';
import type { Store } from './store.js';

/** An agreement as this party reads it. */
export interface AgreementInWords {
  readonly clauses: readonly Clause[];
  /** Names of those who signed this copy ahead. */
  readonly approvedBy: readonly string[];
  /** What is wrong with its names and keys according to this party's own list, in words for the user. */
  readonly attention: string | undefined;
  /** What this party's house rules refuse in it, in words for the user. */
  readonly houseRules: string | undefined;
  /** Set if it has expired, in words for the user. */
  readonly expired: string | undefined;
}

/** Reading needs no identity; with one, the words also tell which keys are known. The clauses are in the language of `texts`, English unless given; what is wrong is in English. */
export async function agreementInWords(store: Store, { agreement, approvals }: SignedAgreement, texts?: Texts): Promise<AgreementInWords> {
  const approvedBy = approvals.map(({ publicKey }) => agreement.parties.find((party) => party.publicKey === publicKey)?.name ?? publicKey);
  const known = await problemOf(async () => (await knownKeys(store, await store.identity.read(), agreement)).remarks);
  const expiry = await problemOf(() => checkNotExpired(agreement, Date.now()));
  const attention = known.problem === undefined || known.problem.code === 'IDENTITY_MISSING' ? undefined : `${known.problem.message} ${known.problem.next}`;
  return { clauses: describeAgreement(agreement, { texts, remarks: known.value }), approvedBy, attention, houseRules: await brokenHouseRules(store, agreement), expired: expiry.problem?.message };
}

async function problemOf<T>(look: () => T | Promise<T>): Promise<{ readonly value?: T; readonly problem?: MpcError }> {
  try {
    return { value: await look() };
  } catch (error) {
    if (error instanceof MpcError) return { problem: error };
    throw error;
  }
}
