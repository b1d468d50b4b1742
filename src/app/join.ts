import { MpcError } from '../errors.js';
import { refuseOwnKinds } from './file-kind.js';
import { recogniseData } from '../io/csv/index.js';
import type { Notice } from '../io/notices.js';
import type { DateOrder } from '../linkage/index.js';
import { parseSigned } from '../session/agreement/signed.js';
import type { Agreement } from '../session/agreement/types.js';
import type { Identity } from '../session/channel/identity-proof.js';
import { decodeInvite } from '../session/invite.js';
import { operationOf } from '../session/operations/registry.js';
import type { Entry, Outcome, Phase } from '../session/participation.js';
import { receiptText } from '../session/receipt.js';
import { approveAhead, isApprovedAhead, type ApprovalRequest } from './approve-ahead.js';
import { identityOf, storeOf, type AtHome } from './at-home.js';
import { graceOf } from './grace.js';
import { readInput } from './input.js';
import type { OwnFile } from './own-file.js';
import { leavesResult, participate } from './participate.js';
import { regionsOf, type Regions } from './regions.js';
import type { Store } from './store.js';

const USUAL_TIMEOUT_MS = 600_000;

/** What whoever decides answers: `'compared'` also vouches that the session's words were compared with every other party. */
export type Decision = boolean | 'compared';

/** How this party's file is to be read, where that cannot be seen from it. */
export interface FileReading extends Omit<OwnFile, 'file' | 'held' | 'map' | 'dateOrders' | 'regions' | 'input' | 'others'> {
  /** The headers in the file of the agreement's columns. */
  readonly map?: Readonly<Record<string, string>> | undefined;
  /** How dates of a key column are written in the file. */
  readonly dateOrders?: Readonly<Record<string, DateOrder>> | undefined;
  /** The country of phone numbers and postcodes in the file: one for all columns, or by column. */
  readonly region?: Regions | undefined;
}

/** The path of a file, or the bytes of CSV. */
export type OwnSource = string | Uint8Array;

/** What `join` takes. */
export interface JoinOptions extends AtHome {
  /** The text of an agreement file. Give either this or `invite`. */
  readonly agreement?: string | Uint8Array | undefined;
  readonly invite?: string | undefined;
  /**
   * This party's data: the path of a file of any kind that `--data` takes, or the bytes of CSV. For a program that reads several files of a party: an object with one of
   * these, or several, for each name of rows. A party that puts no data in gives none.
   */
  readonly data?: OwnSource | Readonly<Record<string, OwnSource | readonly OwnSource[]>> | undefined;
  readonly reading?: FileReading | undefined;
  /** The digest of the agreement that this party approves, or the function that decides. Without it, only an agreement that this party signed ahead goes on. */
  readonly approve?: string | ((request: ApprovalRequest) => Decision | Promise<Decision>) | undefined;
  /** Fingerprints of keys that must be in the roster, each as its 12 words. */
  readonly expectedFingerprints?: readonly string[] | undefined;
  /** Who works here, for this party's own history. Never sent. */
  readonly operator?: string | undefined;
  /** File with certificates (PEM) of further authorities that a relay's certificate may be signed by. */
  readonly ca?: string | undefined;
  /** From start to end; default 10 minutes. */
  readonly timeoutMs?: number | undefined;
  /** How long to wait for another party that lost its connection; default 2 minutes. */
  readonly graceMs?: number | undefined;
  /** Aborting it ends the session and tells the others. */
  readonly signal?: AbortSignal | undefined;
  readonly onPhase?: ((phase: Phase) => void) | undefined;
}

/** What a session gave this party. */
export interface Joined {
  readonly agreement: Agreement;
  readonly digest: string;
  /** 64 hex digits. */
  readonly session: string;
  /** The same as `result` in what the program prints under --json; undefined for a party that does not learn it, or if it is sealed. */
  readonly result: object | undefined;
  /** The receipt as it is in `receiptFile`, for `verifyReceipt`. */
  readonly receipt: string;
  readonly receiptFile: string;
  /** The path of this party's share of a sealed result. */
  readonly shareFile: string | undefined;
  /** What was noticed about this party's file. */
  readonly warnings: readonly Notice[];
  /** What else is wrong: signatures that are missing, or a receipt that could not be kept. */
  readonly problem: MpcError | undefined;
}

/**
 * Takes part in a session, as `mpc join` does, with the same checks: known keys, runs, ledger. What a session leaves behind lies in the home folder afterwards.
 *
 * @throws MpcError for every way that it can fail; its `code` is one of docs/errors.md.
 */
export async function join(options: JoinOptions): Promise<Joined> {
  if ((options.agreement === undefined) === (options.invite === undefined)) throw new MpcError('USAGE', 'join takes an agreement or an invite.', 'Give one of the two.');
  const identity = await identityOf(options);
  if (options.agreement === undefined) return joinAs(options, identity, { kind: 'invite', invite: decodeInvite(options.invite ?? '') }, {});
  const signed = parseSigned(bytesOf(options.agreement));
  const signedAhead = await isApprovedAhead(storeOf(options), signed, identity.publicKey);
  return joinAs(options, identity, { kind: 'agreement', agreement: signed.agreement }, { signedAhead });
}

/**
 * Approves an agreement ahead, as `mpc agreement sign` does: with the text that is returned this party joins without being asked.
 *
 * @param options `digest`: of the agreement that was read and is approved.
 * @throws MpcError APPROVAL_MISMATCH where the text is of another agreement.
 */
export async function approve(options: AtHome & { readonly agreement: string | Uint8Array; readonly digest: string }): Promise<string> {
  const store = storeOf(options);
  const signed = parseSigned(bytesOf(options.agreement));
  const approved = await approveAhead(store, await identityOf(options), signed, async (request) => decide(options.digest, false, request));
  await store.withdrawals.remove(signed.digest);
  return Buffer.from(approved).toString('utf8');
}

/** The session of one party, however it comes into it. */
export async function joinAs(options: JoinOptions, identity: Identity, entry: Entry, { trial, signedAhead = false }: { trial?: Agreement; signedAhead?: boolean }): Promise<Joined> {
  const store = storeOf(options);
  const end = endOf(options);
  let warnings: readonly Notice[] = [];
  try {
    const outcome = await participate({
      store,
      identity,
      entry,
      source: await sourceOf(options),
      read: async (agreement, ownName, source) => {
        const input = await readInput(agreement, ownName, source, { signal: end.signal });
        warnings = input.warnings;
        return input;
      },
      trial,
      expectedFingerprints: options.expectedFingerprints ?? [],
      ca: options.ca,
      operator: options.operator,
      ...graceOf(options.graceMs),
      approve: async (request) => decide(options.approve, signedAhead, request),
      watch: options.onPhase ?? (() => undefined),
      signal: end.signal,
    });
    if (!leavesResult(outcome) && outcome.problem !== undefined) throw outcome.problem;
    return joined(store, outcome, warnings);
  } finally {
    end.clear();
  }
}

function joined({ receipts, shares }: Store, { agreement, digest, session, result, receipt, share, problem }: Outcome, warnings: readonly Notice[]): Joined {
  return {
    agreement,
    digest,
    session,
    result: result === undefined ? undefined : operationOf(agreement).result.json(agreement, result),
    receipt: receiptText(receipt),
    receiptFile: receipts.pathOf(session),
    shareFile: share === undefined ? undefined : shares.pathOf(session),
    warnings,
    problem,
  };
}

async function decide(approval: JoinOptions['approve'], signedAhead: boolean, request: ApprovalRequest): Promise<{ identitiesVerified: boolean }> {
  if (typeof approval === 'string') {
    checkDigest(approval, request.digest);
    return { identitiesVerified: request.keysAreVerified };
  }
  if (approval === undefined) {
    if (signedAhead) return { identitiesVerified: request.keysAreVerified };
    throw new MpcError('APPROVAL_MISSING', 'The agreement is not approved by this party.', 'Give approve: the digest of the agreement that was read, or a function that decides.');
  }
  const decision = await approval(request);
  if (decision === false) throw new MpcError('DECLINED', 'This party declined the agreement. Nothing of its data was sent.', '');
  return { identitiesVerified: request.keysAreVerified || decision === 'compared' };
}

function checkDigest(approved: string, digest: string): void {
  if (approved.toLowerCase() !== digest) throw new MpcError('APPROVAL_MISMATCH', 'The digest that is approved is not the digest of this agreement.', 'Read the agreement (`describeAgreement`), and approve the digest that it has.');
}

async function sourceOf({ data, reading: { map = {}, dateOrders = {}, region, ...reading } = {} }: JoinOptions): Promise<OwnFile | undefined> {
  if (data === undefined) return undefined;
  const common = { ...reading, map: new Map(Object.entries(map)), dateOrders: new Map(Object.entries(dateOrders)), regions: regionsOf(region) };
  const files: OwnFile[] = [];
  for (const { input, source } of namedSources(data)) {
    if (typeof source === 'string') await refuseOwnKinds(source, 'this party’s own data', 'INPUT_INVALID');
    files.push({ ...common, ...(typeof source === 'string' ? await recogniseData(source) : { file: input ?? 'data', held: source }), ...(input === undefined ? {} : { input }) });
  }
  const [first, ...others] = files;
  return first === undefined ? undefined : { ...first, others };
}

function namedSources(data: NonNullable<JoinOptions['data']>): { readonly input?: string; readonly source: OwnSource }[] {
  if (typeof data === 'string' || data instanceof Uint8Array) return [{ source: data }];
  return Object.entries(data).flatMap(([input, sources]) => [sources].flat().map((source) => ({ input, source })));
}

/** The time of a session, and the caller's own wish to end it, as one signal whose reason is an MpcError. */
function endOf({ timeoutMs = USUAL_TIMEOUT_MS, signal }: JoinOptions): { signal: AbortSignal; clear: () => void } {
  const controller = new AbortController();
  const interrupt = () => {
    controller.abort(new MpcError('INTERRUPTED', 'Interrupted.', ''));
  };
  const timer = setTimeout(() => {
    controller.abort(new MpcError('TIMEOUT', `The session was not done within ${timeoutMs / 1000} s.`, 'Check that every party joins at the same time, and give timeoutMs more if that is needed.'));
  }, timeoutMs);
  if (signal?.aborted === true) interrupt();
  else signal?.addEventListener('abort', interrupt, { once: true });
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', interrupt);
    },
  };
}

function bytesOf(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? new Uint8Array(Buffer.from(text, 'utf8')) : text;
}
