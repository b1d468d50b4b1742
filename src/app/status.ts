import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { encodePublicKey } from '../crypto/public-key.js';
import { keyFingerprint } from '../crypto/words.js';
import { MpcError } from '../errors.js';
import { readBounded, readRegular } from '../io/files.js';
import { MAX_AGREEMENT_BYTES } from '../session/agreement/canonical.js';
import { parseSigned, type SignedAgreement } from '../session/agreement/signed.js';
import { isApprovedAhead } from './approve-ahead.js';
import { attemptsOf, type Attempt } from './attempts.js';
import { dependsOnKey, keptShares } from './depends-on-key.js';
import { pastRetention, type PastRetention } from './retention.js';
import type { Store } from './store.js';

const MAX_FILE_BYTES = MAX_AGREEMENT_BYTES + 64 * 1024;
/** JSON files of a folder that are looked at, at most. */
const MAX_FILES = 500;
const LAST_RESULTS = 5;

/** What an agreement waits for, the first that applies. */
export type WaitsFor = 'nothing: it has expired' | 'nothing: it was run as often as it may be' | 'another key' | 'your approval' | 'a session: everybody has approved' | 'a session: others approve when they join';

/** Where an agreement stands at this party. */
export interface AgreementStatus {
  /** Undefined if only a receipt tells of it. */
  readonly file: string | undefined;
  readonly digest: string;
  readonly purpose: string;
  readonly operation: string | undefined;
  readonly expires: string | undefined;
  /** The last day on which the result may be kept, if the agreement says one. */
  readonly retainUntil: string | undefined;
  readonly runs: { readonly left: number; readonly of: number | undefined };
  /** Names of those whose signatures the file holds, and names of the others. */
  readonly approved: readonly string[];
  readonly notApproved: readonly string[];
  readonly waitsFor: WaitsFor;
}

export interface SealedStatus {
  readonly file: string;
  readonly session: string;
  readonly purpose: string;
  /** Whether this party took part in an opening. */
  readonly isOpened: boolean;
}

/** The state of this party: its identity, agreements, shares and last results. */
export interface Status {
  readonly identity: { readonly name: string; readonly publicKey: string; readonly fingerprint: string; readonly isEncrypted: boolean } | undefined;
  /** Names of known parties. */
  readonly parties: { readonly verified: readonly string[]; readonly unchecked: readonly string[] };
  readonly agreements: readonly AgreementStatus[];
  readonly sealed: readonly SealedStatus[];
  /** Attempts for which no end is noted. */
  readonly open: readonly Attempt[];
  /** The last sessions that ended well, newest first. */
  readonly last: readonly Attempt[];
  /** Sessions whose results should be gone, as their agreements say. */
  readonly pastRetention: readonly PastRetention[];
}

/** The state of this party. `files`: agreement files; undefined for those in `folder`. */
export async function statusOf(store: Store, folder: string, files: readonly string[] | undefined, now: number): Promise<Status> {
  const identity = await store.identity.read().catch((error: unknown) => {
    if (error instanceof MpcError && error.code === 'IDENTITY_MISSING') return undefined;
    throw error;
  });
  const inFiles = await Promise.all((await agreementFiles(folder, files)).map(async ({ file, signed }) => agreementStatus(store, file, signed, identity?.publicKey, now)));
  const inFolder = new Set(inFiles.map(({ digest }) => digest));
  const dependent = identity === undefined ? [] : (await dependsOnKey(store, encodePublicKey(identity.publicKey), now)).agreements;
  const fromReceipts = dependent.filter(({ digest }) => !inFolder.has(digest)).map(({ digest, purpose, runsLeft }): AgreementStatus => ({ file: undefined, digest, purpose, operation: undefined, expires: undefined, retainUntil: undefined, runs: { left: runsLeft, of: undefined }, approved: [], notApproved: [], waitsFor: 'a session: others approve when they join' }));
  const known = await store.parties.list();
  const attempts = attemptsOf((await store.history.read()).entries);
  return {
    identity: identity === undefined ? undefined : { name: identity.name, publicKey: encodePublicKey(identity.publicKey), fingerprint: keyFingerprint(identity.publicKey).join(' '), isEncrypted: identity.isEncrypted },
    parties: { verified: known.filter(({ verified }) => verified !== undefined).map(({ name }) => name), unchecked: known.filter(({ verified }) => verified === undefined).map(({ name }) => name) },
    agreements: [...inFiles, ...fromReceipts],
    sealed: await sealedResults(store),
    open: attempts.filter(({ outcome }) => outcome === null),
    last: attempts.filter(({ attempted, outcome }) => attempted === 'session' && (outcome === 'done' || outcome === 'RECEIPT_INCOMPLETE')).slice(-LAST_RESULTS).reverse(),
    pastRetention: await pastRetention(store, now),
  };
}

async function agreementStatus(store: Store, file: string, signed: SignedAgreement, publicKey: Uint8Array | undefined, now: number): Promise<AgreementStatus> {
  const { agreement, digest } = signed;
  const left = Math.max(0, agreement.runs - (await store.runs.count(digest)));
  const hasApproved = (key: string) => signed.approvals.some((approval) => approval.publicKey === key);
  const [approved, notApproved] = [agreement.parties.filter((party) => hasApproved(party.publicKey)), agreement.parties.filter((party) => !hasApproved(party.publicKey))];
  const isParty = publicKey !== undefined && agreement.parties.some((party) => party.publicKey === encodePublicKey(publicKey));
  const waitsFor = async (): Promise<WaitsFor> => {
    if (Date.parse(agreement.expires) <= now) return 'nothing: it has expired';
    if (left === 0) return 'nothing: it was run as often as it may be';
    if (!isParty) return 'another key';
    if (!(await isApprovedAhead(store, signed, publicKey))) return 'your approval';
    return notApproved.length === 0 ? 'a session: everybody has approved' : 'a session: others approve when they join';
  };
  return { file, digest, purpose: agreement.purpose, operation: agreement.operation.name, expires: agreement.expires, retainUntil: agreement.retainUntil, runs: { left, of: agreement.runs }, approved: approved.map(({ name }) => name), notApproved: notApproved.map(({ name }) => name), waitsFor: await waitsFor() };
}

/** Files that are named must be agreements; from a folder, only agreements are taken. */
async function agreementFiles(folder: string, files: readonly string[] | undefined): Promise<{ file: string; signed: SignedAgreement }[]> {
  if (files !== undefined) return Promise.all(files.map(async (file) => ({ file, signed: parseSigned(await readBounded(file, MAX_FILE_BYTES, 'USAGE', 'agreement')) })));
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort().slice(0, MAX_FILES);
  const found = await Promise.all(names.map(async (name) => agreementIn(join(folder, name))));
  return found.flatMap((each) => (each === undefined ? [] : [each]));
}

async function agreementIn(file: string): Promise<{ file: string; signed: SignedAgreement } | undefined> {
  try {
    const bytes = await readRegular(file, MAX_FILE_BYTES);
    return bytes !== undefined && Buffer.from(bytes).includes('"mpc-agreement/') ? { file, signed: parseSigned(bytes) } : undefined;
  } catch {
    return undefined;
  }
}

async function sealedResults(store: Store): Promise<SealedStatus[]> {
  const openings = await store.receipts.names(/-reveal-/);
  return (await keptShares(store)).map(({ path, purpose }) => {
    const session = basename(path).slice(0, 64);
    return { file: path, session, purpose, isOpened: openings.some((name) => name.startsWith(`${session}-reveal-`)) };
  });
}
