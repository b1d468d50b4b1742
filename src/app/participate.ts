import { checkNotExpired, digestOf } from '../session/agreement/canonical.js';
import type { Agreement } from '../session/agreement/types.js';
import type { RelayAccess } from '../session/channel/relay-access.js';
import type { Identity } from '../session/channel/identity-proof.js';
import type { Entry, Outcome, Phase } from '../session/participation.js';
import { receiptText } from '../session/receipt.js';
import { seatIn } from '../session/seat.js';
import { takePart } from '../session/take-part.js';
import { MpcError, type ErrorCode } from '../errors.js';
import { readHeader } from '../io/csv/index.js';
import { approvalRequest, type ApprovalRequest } from './approve-ahead.js';
import { checkFingerprints, expectedKeys } from './expected-keys.js';
import { checkHouseRules } from './house-rules.js';
import { checkColumns, needsData } from './input.js';
import { Journal } from './journal.js';
import { knownKeys } from './known-keys.js';
import { saveList } from './list-file.js';
import { filesIn, type OwnFile, type ReadInput } from './own-file.js';
import { chargeQuota, checkQuota } from './quota.js';
import { wayTo } from './relay-way.js';
import { saveShare } from './share-file.js';
import type { Store } from './store.js';

/** What `participate` takes. */
export interface ParticipateOptions extends Pick<RelayAccess, 'patienceMs' | 'relayPatienceMs'> {
  readonly store: Store;
  readonly identity: Identity;
  readonly entry: Entry;
  /** This party's files; undefined for a party that puts no data in. */
  readonly source: OwnFile | undefined;
  /** Who works here, for this party's own history. Never sent. */
  readonly operator?: string | undefined;
  /** File with certificates of further authorities that a relay's certificate may be signed by. */
  readonly ca?: string | undefined;
  /** Reads that file, whole, under an agreement. */
  readonly read: (agreement: Agreement, ownName: string, source: OwnFile) => Promise<ReadInput>;
  /** For a proposer: an agreement that asks the same of its file as the session's agreement will, known before anyone comes. */
  readonly trial?: Agreement | undefined;
  /** Fingerprints of keys that must be in the roster, each as its words. */
  readonly expectedFingerprints: readonly string[];
  /** Resolves when this party approves, and tells whether its user vouches for the identities; otherwise rejects. */
  readonly approve: (request: ApprovalRequest) => Promise<{ identitiesVerified: boolean }>;
  /** Awaited when everything of this party is in order, right before the call to the relay. */
  readonly beforeConnecting?: (() => Promise<void>) | undefined;
  readonly watch: (phase: Phase) => void;
  /** Aborted with an MpcError as its reason: out of time, or interrupted. */
  readonly signal: AbortSignal;
}

/**
 * One party's whole session on this machine: holds the agreement against what this party keeps (known keys, runs, ledger), reads its file, takes part, and keeps
 * the run, the share and the receipt. Every way that it can fail ends in an MpcError; an `Outcome` with a `problem` is of a session that came to its end.
 */
export async function participate(options: ParticipateOptions): Promise<Outcome> {
  const journal = new Journal(options.store, 'session', options.operator);
  const outcome = await participateAs(options, journal).catch(async (error: unknown) => journal.failed(error));
  const unnoted = await failureOf(journal.ended(outcome.problem));
  return { ...outcome, problem: outcome.problem ?? unnoted };
}

async function participateAs(options: ParticipateOptions, journal: Journal): Promise<Outcome> {
  const { store, identity, entry, source, trial } = options;
  checkFingerprints(options.expectedFingerprints);
  await checkKeepable(store);
  const way = await wayTo(relayOf(entry), options.ca);
  const read = async (agreement: Agreement, file: OwnFile) => {
    const input = await options.read(agreement, ownName(agreement, identity), file);
    journal.hasRows(input.rows);
    return input;
  };
  const expected = (agreement: Agreement) => expectedKeys(agreement, identity.publicKey, options.expectedFingerprints);

  const readAhead = trial === undefined || source === undefined ? undefined : await read(trial, source);
  // An invited party learns the columns only later. It learns at once that the file is there and has a header.
  if (entry.kind === 'invite' && source !== undefined) for (const file of filesIn(source)) await readHeader(file);
  await options.beforeConnecting?.();
  let unsaved: MpcError | undefined;
  const outcome = await takePart({
    identity,
    entry,
    patienceMs: options.patienceMs,
    relayPatienceMs: options.relayPatienceMs,
    admissionToken: await store.relayTokens.tokenFor(relayOf(entry)),
    way,
    signal: options.signal,
    check: async (agreement) => {
      await journal.begin(agreement, identity.publicKey);
      checkNotExpired(agreement, Date.now());
      await store.runs.check(digestOf(agreement), agreement.runs);
      await knownKeys(store, identity, agreement);
      expected(agreement);
      needsData(agreement, ownName(agreement, identity), source?.file);
      if (entry.kind === 'invite' && source !== undefined) await checkColumns(agreement, ownName(agreement, identity), source);
      await checkHouseRules(store, agreement);
      await checkQuota(store, identity, agreement);
    },
    contribute: async (agreement) => (source === undefined ? undefined : (readAhead ?? (await read(agreement, source))).contribution),
    approve: async (agreement, digest, words) => journal.approving(async () => options.approve(await approvalRequest(store, identity, { agreement, digest, words }, { expected: expected(agreement) }))),
    recordRun: async (agreement, digest, session) => {
      await store.runs.record(digest, session, agreement.runs);
      await chargeQuota(store, identity, agreement, digest, session);
      await store.records.count();
      await journal.computing(session);
    },
    keepShare: async (share) => {
      await saveShare(store, share, identity);
    },
    keepForOpening: async (kept, { agreement, session }) => saveList(store, kept, { agreement, session, identity }),
    keepReceipt: async (each) => {
      unsaved = await keepReceipt(store, identity, each);
    },
    watch: options.watch,
  });
  return { ...outcome, problem: outcome.problem ?? unsaved };
}

/** What this party is called in the agreement. Throws NOT_IN_ROSTER. */
export function ownName(agreement: Agreement, identity: Identity): string {
  const party = agreement.parties[seatIn(agreement, identity)];
  if (party === undefined) throw new MpcError('NOT_IN_ROSTER', 'This identity is not a party to the agreement.', '');
  return party.name;
}

/** Problems that leave the result valid. */
const LEAVE_RESULT: readonly ErrorCode[] = ['RECEIPT_INCOMPLETE', 'OUTPUT_UNSAVED'];

/** Whether the session gave what it should, if perhaps not every signature. */
export function leavesResult({ problem }: Pick<Outcome, 'problem'>): boolean {
  return problem === undefined || LEAVE_RESULT.includes(problem.code);
}

/** What went wrong in a write after a session, as a problem that leaves the result standing. */
export async function failureOf(write: Promise<unknown>): Promise<MpcError | undefined> {
  try {
    await write;
    return undefined;
  } catch (error) {
    const why = error instanceof MpcError ? error.message : String(error);
    return new MpcError('OUTPUT_UNSAVED', `The session is done, but not everything of it could be kept: ${why}`, 'Keep what is printed here: the agreement cannot be run for it again.', { cause: error });
  }
}

/** The program should know before the session what it could not keep afterwards: the run counts, and the result comes once. */
async function checkKeepable({ receipts, shares }: Store): Promise<void> {
  await receipts.prepare();
  await shares.prepare();
}

/** Keeps share and receipt. If a disk fails now, the user still gets the result, and is told. */
async function keepReceipt(store: Store, identity: Identity, { session, share, receipt }: Omit<Outcome, 'result'>): Promise<MpcError | undefined> {
  const ofShare = share === undefined ? undefined : await failureOf(saveShare(store, share, identity));
  const ofReceipt = await failureOf(store.receipts.save(session, receiptText(receipt)));
  return ofShare ?? ofReceipt;
}

function relayOf(entry: Entry): string {
  return entry.kind === 'agreement' ? entry.agreement.relay : entry.invite.relay;
}
