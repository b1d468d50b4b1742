import { decodePublicKey, encodePublicKey } from '../crypto/public-key.js';
import type { Agreement } from '../session/agreement/types.js';
import { operationOf } from '../session/operations/registry.js';
import type { Identity } from '../session/channel/identity-proof.js';
import type { Store } from './store.js';

interface Tester {
  readonly publicKey: Uint8Array;
  readonly items: number;
}

/** The parties that can find out whether items are on this party's list, and how many each can test at most. */
function testersOfOwn(agreement: Agreement, identity: Pick<Identity, 'publicKey'>): Tester[] {
  const own = encodePublicKey(identity.publicKey);
  const ownName = agreement.parties.find((party) => party.publicKey === own)?.name;
  if (ownName === undefined) return [];
  return operationOf(agreement)
    .testers(agreement, ownName)
    .flatMap(({ name, keys }) => agreement.parties.filter((party) => party.name === name).map((party) => ({ publicKey: decodePublicKey(party.publicKey), items: keys })));
}

/** Throws LEDGER_LIMIT where this party's ledger would not let the others test as much as the agreement asks. */
export async function checkQuota({ ledger }: Pick<Store, 'ledger'>, identity: Pick<Identity, 'publicKey'>, agreement: Agreement): Promise<void> {
  for (const tester of testersOfOwn(agreement, identity)) {
    const refusal = await ledger.wouldRefuse(tester);
    if (refusal !== undefined) throw refusal;
  }
}

/** Enters in the ledger what the others may test, before anything that depends on this party's list leaves. Throws LEDGER_LIMIT. */
export async function chargeQuota({ ledger }: Pick<Store, 'ledger'>, identity: Identity, agreement: Agreement, digest: string, session: string): Promise<void> {
  for (const tester of testersOfOwn(agreement, identity)) await ledger.charge({ ...tester, digest, session });
}
