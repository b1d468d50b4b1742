import { MpcError } from '../errors.js';
import { checkNotExpired } from '../session/agreement/canonical.js';
import { checklist } from '../session/agreement/checklist.js';
import { describeAgreement, prefaceOf, type Clause } from '../session/agreement/describe.js';
import type { Agreement } from '../session/agreement/types.js';
import type { SignedAgreement } from '../session/agreement/signed.js';
import { english } from '../texts/en/index.js';
import type { Texts } from '../texts/texts.js';
import { brokenHouseRules } from './house-rules.js';
import { knownKeys, unverifiedNames } from './known-keys.js';
import type { Store } from './store.js';

/** An agreement as this party reads it. */
export interface AgreementInWords {
  /** With what to look twice at, after the purpose. */
  readonly clauses: readonly Clause[];
  /** Names of parties whose keys this party has not checked; undefined where it has no identity. */
  readonly unverified: readonly string[] | undefined;
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
  const known = await problemOf(async () => {
    const own = await store.identity.read();
    const keys = await knownKeys(store, own, agreement);
    return { remarks: keys.remarks, unverified: unverifiedNames(keys, agreement, own.publicKey) };
  });
  const expiry = await problemOf(() => checkNotExpired(agreement, Date.now()));
  const attention = known.problem === undefined || known.problem.code === 'IDENTITY_MISSING' ? undefined : `${known.problem.message} ${known.problem.next}`;
  return { clauses: forApprover(agreement, describeAgreement(agreement, { texts, remarks: known.value?.remarks }), known.value?.unverified, texts), unverified: known.value?.unverified, approvedBy, attention, houseRules: await brokenHouseRules(store, agreement), expired: expiry.problem?.message };
}

/** The words of an agreement, with the approver's list after its purpose. `texts`: of the clauses. */
export function forApprover(agreement: Agreement, clauses: readonly Clause[], unverified: readonly string[] | undefined, texts: Texts = english): Clause[] {
  const before = prefaceOf(texts).length + 1;
  return [...clauses.slice(0, before), checklist(agreement, unverified, texts), ...clauses.slice(before)];
}

async function problemOf<T>(look: () => T | Promise<T>): Promise<{ readonly value?: T; readonly problem?: MpcError }> {
  try {
    return { value: await look() };
  } catch (error) {
    if (error instanceof MpcError) return { problem: error };
    throw error;
  }
}
