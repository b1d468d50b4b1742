import { checkNotExpired } from '../session/agreement/canonical.js';
import { hasApprovalOf, signedBytes, withApproval, withoutApproval, type SignedAgreement } from '../session/agreement/signed.js';
import type { Agreement } from '../session/agreement/types.js';
import type { Identity } from '../session/channel/identity-proof.js';
import { seatIn } from '../session/seat.js';
import type { KeyRemark } from '../texts/shapes.js';
import { replaceFile } from '../io/files.js';
import { readAgreementFile } from './agreement-file.js';
import { checkHouseRules } from './house-rules.js';
import { openIdentity, refuseFormerKey, type Unlocking } from './identity.js';
import { Journal } from './journal.js';
import { knownKeys, unverifiedNames } from './known-keys.js';
import type { Store } from './store.js';

/** What whoever decides for this party has before it. */
export interface ApprovalRequest {
  readonly agreement: Agreement;
  readonly digest: string;
  /** Six words, which are the same for all parties of this very session, if it is open already. */
  readonly words: string | undefined;
  /** Whether each other party's key is among this party's known keys, or is one that it expects. */
  readonly keysAreVerified: boolean;
  /** Names of the other parties for which that does not hold. */
  readonly unverified: readonly string[];
  /** What this party's own list says about each key, by the key's text. */
  readonly remarks: ReadonlyMap<string, KeyRemark>;
  /** Parties of a session that is over, whose keys in it were changed since. */
  readonly former: readonly string[];
}

/** Compares an agreement with what this party knows of its parties. `expected`: further keys, by their text, that it expects. `isOver`: as for `knownKeys`. Throws KEY_INVALID. */
export async function approvalRequest(store: Store, identity: Pick<Identity, 'name' | 'publicKey'>, of: Pick<ApprovalRequest, 'agreement' | 'digest' | 'words'>, { expected, isOver = false }: { readonly expected?: ReadonlySet<string>; readonly isOver?: boolean } = {}): Promise<ApprovalRequest> {
  const known = await knownKeys(store, identity, of.agreement, { isOver });
  const unverified = unverifiedNames(known, of.agreement, identity.publicKey, expected);
  return { ...of, remarks: known.remarks, former: known.former, unverified, keysAreVerified: unverified.length === 0 };
}

/** Whether this party approved the agreement in its file, and did not take that back. */
export async function isApprovedAhead({ withdrawals }: Pick<Store, 'withdrawals'>, signed: SignedAgreement, publicKey: Uint8Array): Promise<boolean> {
  return hasApprovalOf(signed, publicKey) && !(await withdrawals.has(signed.digest));
}

/**
 * The bytes of the agreement's file with this party's approval, once `decide` has resolved. An approval that was taken back holds again only when they are kept and `reinstate` is
 * called. Throws NOT_IN_ROSTER, AGREEMENT_EXPIRED, HOUSE_RULE, KEY_INVALID, and what `decide` rejects with.
 */
export async function approveAhead(store: Store, identity: Identity, signed: SignedAgreement, decide: (request: ApprovalRequest) => Promise<unknown>): Promise<Uint8Array> {
  seatIn(signed.agreement, identity);
  checkNotExpired(signed.agreement, Date.now());
  await checkHouseRules(store, signed.agreement);
  await decide(await approvalRequest(store, identity, { agreement: signed.agreement, digest: signed.digest, words: undefined }));
  return signedBytes(withApproval(signed, identity));
}

/** What taking an approval back has changed. */
export interface Withdrawn {
  /** The bytes of the agreement's file without this party's approval; undefined if it held none. */
  readonly without: Uint8Array | undefined;
  /** How often the agreement was already run here. */
  readonly runs: number;
}

/** Takes an approval back, in every copy of the file: this machine refuses them from now on. Throws NOT_IN_ROSTER. */
export async function withdrawApproval({ identity: identities, withdrawals, runs }: Store, signed: SignedAgreement): Promise<Withdrawn> {
  // An approval that was signed with a key which was changed since can still be taken back.
  const identity = (await identities.formerAmong(signed.agreement.parties.map(({ publicKey }) => publicKey))) ?? (await identities.read());
  seatIn(signed.agreement, identity);
  await withdrawals.add(signed.digest);
  const without = hasApprovalOf(signed, identity.publicKey) ? signedBytes(withoutApproval(signed, identity.publicKey)) : undefined;
  return { without, runs: await runs.count(signed.digest) };
}

/** What `approveFile` takes. */
export interface ApproveFileOptions {
  readonly store: Store;
  readonly file: string;
  readonly unlocking: Unlocking;
  /** Who works here, for this party's own history. */
  readonly operator?: string | undefined;
  /** Resolves when this party approves; otherwise rejects. */
  readonly decide: (request: ApprovalRequest) => Promise<unknown>;
}

/** Approves an agreement ahead in its file, which is rewritten, and notes it in the history. Throws as reading, opening the identity and `approveAhead` do. */
export async function approveFile({ store, file, unlocking, operator, decide }: ApproveFileOptions): Promise<{ readonly digest: string }> {
  const signed = await readAgreementFile(file);
  await refuseFormerKey(store, signed.agreement.parties);
  const identity = await openIdentity(store, unlocking);
  const journal = new Journal(store, 'approval ahead', operator);
  await journal.begin(signed.agreement, identity.publicKey);
  const approved = await journal.following(async () => journal.approving(async () => approveAhead(store, identity, signed, decide)));
  await replaceFile(file, approved);
  await store.withdrawals.remove(signed.digest);
  return { digest: signed.digest };
}

/** Takes an approval back, and out of this file. Throws as reading it and `withdrawApproval` do. */
export async function withdrawInFile(store: Store, file: string): Promise<Pick<Withdrawn, 'runs'> & { readonly digest: string; readonly wasInFile: boolean }> {
  const signed = await readAgreementFile(file);
  const { without, runs } = await withdrawApproval(store, signed);
  if (without !== undefined) await replaceFile(file, without);
  return { digest: signed.digest, runs, wasInFile: without !== undefined };
}
