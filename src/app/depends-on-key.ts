import { parseBoundedJson } from '../bounded-json.js';
import { readPrivate } from '../io/private-file.js';
import { digestOf, parseAgreement } from '../session/agreement/canonical.js';
import type { Agreement } from '../session/agreement/types.js';
import type { Store } from './store.js';

/** A share file of this machine, and the key of the party that holds it, by which alone it can be used. */
export interface KeptShare {
  readonly path: string;
  readonly holderKey: string;
  readonly purpose: string;
  /** The last day on which its result may be kept, if the agreement says one. */
  readonly retainUntil: string | undefined;
}

/** An agreement that was run here and may be run again, by the key that it names. */
export interface OpenAgreement {
  readonly digest: string;
  readonly purpose: string;
  readonly runsLeft: number;
}

/** What this party can do only with one of its keys. */
export interface DependsOnKey {
  readonly shares: readonly KeptShare[];
  readonly agreements: readonly OpenAgreement[];
}

/** Receipts that are looked through. Nobody who keeps more would miss an older one here. */
const MAX_RECEIPTS = 10_000;
const MAX_RECEIPT_BYTES = 4 * 1024 * 1024;

/** What on this machine depends on a key, given as text. Files that cannot be read are left out: nothing can be done with them. */
export async function dependsOnKey(store: Store, publicKey: string, now: number): Promise<DependsOnKey> {
  const shares = (await keptShares(store)).filter(({ holderKey }) => holderKey === publicKey);
  const found = new Map<string, OpenAgreement>();
  for (const { agreement } of await receiptAgreements(store)) {
    if (agreement.meeting !== 'known keys' || Date.parse(agreement.expires) <= now || !agreement.parties.some((party) => party.publicKey === publicKey)) continue;
    const digest = digestOf(agreement);
    const runsLeft = agreement.runs - (await store.runs.count(digest));
    if (runsLeft > 0) found.set(digest, { digest, purpose: agreement.purpose, runsLeft });
  }
  return { shares, agreements: [...found.values()] };
}

/** The agreements of the sessions whose receipts lie here. Files that cannot be read are left out. */
export async function receiptAgreements({ receipts }: Pick<Store, 'receipts'>): Promise<{ readonly session: string; readonly agreement: Agreement }[]> {
  const found: { session: string; agreement: Agreement }[] = [];
  for (const session of (await receipts.names(/^[0-9a-f]{64}$/)).slice(0, MAX_RECEIPTS)) {
    const agreement = await agreementIn(receipts.pathOf(session));
    if (agreement !== undefined) found.push({ session, agreement });
  }
  return found;
}

/** The share files of this machine. Those that cannot be read are left out. */
export async function keptShares(store: Pick<Store, 'shares'>): Promise<KeptShare[]> {
  const paths = await store.shares.paths();
  if (paths.length === 0) return [];
  const { MAX_SHARE_BYTES, parseShare } = await import('../session/share/file.js');
  const shares: KeptShare[] = [];
  for (const path of paths) {
    try {
      const { holder, receipt } = parseShare(await readPrivate(path, MAX_SHARE_BYTES));
      const holderKey = receipt.agreement.parties.find((party) => party.name === holder)?.publicKey ?? '';
      shares.push({ path, holderKey, purpose: receipt.agreement.purpose, retainUntil: receipt.agreement.retainUntil });
    } catch {
      // `mpc share verify` says what is wrong with it.
    }
  }
  return shares;
}

async function agreementIn(path: string): Promise<Agreement | undefined> {
  try {
    const { agreement } = parseBoundedJson(await readPrivate(path, MAX_RECEIPT_BYTES), { maxBytes: MAX_RECEIPT_BYTES }) as { agreement?: object };
    return parseAgreement(new TextEncoder().encode(JSON.stringify(agreement)));
  } catch {
    return undefined;
  }
}
