import { equalBytes, fromHex, toHex } from '../crypto/bytes.js';
import { decodePublicKey, encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import { invalid } from './agreement/bounds.js';
import { canonicalBytes, checkNotExpired, digestOf, MAX_AGREEMENT_BYTES, parseAgreement } from './agreement/canonical.js';
import type { Agreement, Party } from './agreement/types.js';
import { exchangeApprovals } from './approvals.js';
import type { Identity } from './channel/identity-proof.js';
import type { Mesh, Meeting, MeshParty } from './channel/mesh.js';
import { namingAwaited, withinMesh } from './channel/within-mesh.js';
import { compareAgreements } from './compare.js';
import { roomOfAgreement, roomOfInvite, type Invite } from './invite.js';
import { MeshNetwork } from './mesh-network.js';
import { lanesOf, prepareOperation, type Preparation } from './operations/prepare.js';
import { runOperation, type Contribution, type OperationResult } from './operations/run.js';
import type { SealedList } from './operations/sealed-lists.js';
import { RECEIPT_FORMAT, signReceipt, type Receipt, type ReceiptBody } from './receipt.js';
import type { Dealt } from './protocol/dealing.js';
import { exchangeReceipts } from './receipts.js';
import { announceNonce } from './session-nonces.js';
import type { Share } from './share/file.js';

/** Where a session stands, for whoever watches. */
export type Phase =
  | { readonly step: 'connecting'; readonly relay: string }
  | { readonly step: 'meeting'; readonly present: readonly string[]; readonly expected: number }
  | { readonly step: 'comparing' }
  | { readonly step: 'approving' }
  | { readonly step: 'computing'; readonly operation: Agreement['operation']['name'] }
  | { readonly step: 'progress'; readonly what: string; readonly done: number; readonly total: number }
  | { readonly step: 'signing' }
  | { readonly step: 'done' };

/** How this party comes into the session. */
export type Entry =
  | { readonly kind: 'agreement'; readonly agreement: Agreement }
  | { readonly kind: 'invite'; readonly invite: Invite }
  /** The proposer of a session by invite: writes the agreement once the roster is known. */
  | { readonly kind: 'proposal'; readonly invite: Invite; readonly write: (parties: readonly Party[]) => Agreement };

export interface TakePartOptions {
  readonly identity: Identity;
  readonly entry: Entry;
  /** Checks what can be checked without this party's data, before it is asked to approve. */
  readonly check: (agreement: Agreement) => Promise<void>;
  /** Reads and checks this party's own data; undefined for a party that puts none in. */
  readonly contribute: (agreement: Agreement) => Promise<Contribution | undefined>;
  /** Resolves when this party approves, and tells whether its user vouches for the identities; otherwise rejects. */
  readonly approve: (agreement: Agreement, digest: string) => Promise<{ identitiesVerified: boolean }>;
  /** Records durably that this agreement is being run, before anything that depends on data leaves. Rejects when it was run too often, or asks for more than others are let learn. */
  readonly recordRun: (agreement: Agreement, digest: string, session: string) => Promise<void>;
  /** Keeps this party's share of a sealed result, durably. Rejects where it cannot be kept: then this party does not sign. */
  readonly keepShare?: (share: Share) => Promise<void>;
  /** Keeps what this recipient needs to read a sealed comparison once it is opened, durably. Rejects where it cannot be kept. */
  readonly keepList?: (list: SealedList, session: string) => Promise<void>;
  /** Keeps what came of the session. Resolves whatever happens: the session is over by then. */
  readonly keepOutcome?: (outcome: Outcome) => Promise<void>;
  readonly watch: (phase: Phase) => void;
  /** How long a lost connection is waited for, in milliseconds. */
  readonly patienceMs: number;
  /** Aborted with an MpcError as its reason: out of time, or interrupted. */
  readonly signal: AbortSignal;
}

export interface Outcome {
  readonly agreement: Agreement;
  readonly digest: string;
  readonly session: string;
  /** Undefined for a party that is not a recipient, and for one that had to refuse what was opened. */
  readonly result: OperationResult | undefined;
  readonly receipt: Receipt;
  /** What this party holds of a sealed result; undefined where the result is not sealed, or this party holds no share. */
  readonly share: Share | undefined;
  /** What is wrong although the session came to its end: signatures that are missing, or a result that cannot be. */
  readonly problem: MpcError | undefined;
}

/** One party's whole session: meet, agree, approve, compute, sign. Every way that it can fail ends in an MpcError. */
export async function takePart(options: TakePartOptions): Promise<Outcome> {
  return options.entry.kind === 'agreement' ? takePartByAgreement(options, options.entry.agreement) : takePartByInvite(options, options.entry);
}

/** With an agreement at hand, data and approval are in order before anyone is called. */
async function takePartByAgreement(options: TakePartOptions, agreement: Agreement): Promise<Outcome> {
  if (agreement.meeting !== 'known keys') throw invalid('it was made in a session by invite, and holds for that session alone');
  const seat = seatIn(agreement, options.identity);
  await options.check(agreement);
  return withPreparation(agreement, seat, async (prepared) => {
    const contribution = await options.contribute(agreement);
    options.signal.throwIfAborted();
    const { identitiesVerified } = await options.approve(agreement, digestOf(agreement));
    const others = agreement.parties.filter((_, i) => i !== seat);
    const meeting = { mode: 'keys' as const, ...roomOfAgreement(fromHex(agreement.id)), others: others.map((party) => decodePublicKey(party.publicKey)), names: others.map((party) => party.name) };
    return withMesh(options, agreement.relay, meeting, false, async (mesh) => {
      await meet(options, mesh, agreement);
      return compute(options, mesh, agreement, identitiesVerified, () => Promise.resolve(contribution), prepared);
    });
  });
}

/**
 * Whoever is invited learns from the proposer what is asked of its data. It reads them only after everyone has approved:
 * whether they fit the ranges would tell the proposer about them, and it could ask again and again.
 */
async function takePartByInvite(options: TakePartOptions, entry: Exclude<Entry, { kind: 'agreement' }>): Promise<Outcome> {
  const { invite } = entry;
  const proposes = entry.kind === 'proposal';
  const meeting = { mode: 'invite' as const, ...roomOfInvite(invite), seats: invite.seats };
  return withMesh(options, invite.relay, meeting, proposes, async (mesh) => {
    // Whoever reads and decides at the keyboard hears nothing of the room: a session that fails meanwhile must end that, too.
    const unlessItFails = async <T>(work: Promise<T>) => Promise.race([work, failureOf(mesh)]);
    const agreement = await unlessItFails(proposes ? propose(options, mesh, invite.seats, entry.write) : hear(options, mesh, invite));
    await options.check(agreement);
    const { identitiesVerified } = await unlessItFails(options.approve(agreement, digestOf(agreement)));
    const seat = seatIn(agreement, options.identity);
    return withPreparation(agreement, seat, async (prepared) => compute(options, mesh, agreement, identitiesVerified, async () => unlessItFails(options.contribute(agreement)), prepared));
  });
}

/** What needs no data begins early, and ends with the session, however that ends. */
async function withPreparation<T>(agreement: Agreement, seat: number, work: (prepared: Preparation | undefined) => Promise<T>): Promise<T> {
  const prepared = await prepareOperation(agreement, seat);
  try {
    return await work(prepared);
  } finally {
    await prepared?.close();
  }
}

async function withMesh(options: TakePartOptions, relay: string, meeting: Meeting, proposes: boolean, run: (mesh: Mesh) => Promise<Outcome>): Promise<Outcome> {
  const { signal, identity, patienceMs } = options;
  signal.throwIfAborted();
  options.watch({ step: 'connecting', relay });
  return withinMesh({
    relay,
    meeting,
    identity,
    proposes,
    patienceMs,
    signal,
    explain: namingAwaited,
    run: async (mesh) => {
      const outcome = await run(mesh);
      options.watch({ step: 'done' });
      return outcome;
    },
    // What is kept is written while the others are told goodbye.
    whileLeaving: options.keepOutcome,
  });
}

/** Long computations end with the session, and not at the next message that does not come. */
function endOf(mesh: Mesh): AbortSignal {
  const ended = new AbortController();
  failureOf(mesh).catch((error: unknown) => {
    ended.abort(error);
  });
  return ended.signal;
}

async function failureOf(mesh: Mesh): Promise<never> {
  return mesh.until<never>(() => undefined);
}

/** A party's key defines its seat. Throws NOT_IN_ROSTER. */
export function seatIn(agreement: Agreement, identity: Pick<Identity, 'publicKey'>): number {
  const key = encodePublicKey(identity.publicKey);
  const seat = agreement.parties.findIndex((party) => party.publicKey === key);
  if (seat !== -1) return seat;
  throw new MpcError('NOT_IN_ROSTER', 'The key of this identity is not among the parties of the agreement.', 'Check `mpc whoami` against `mpc agreement show FILE`; ask the author to name this key.');
}

/** Waits for every other party of the roster, then closes the door. */
async function meet(options: TakePartOptions, mesh: Mesh, agreement: Agreement): Promise<void> {
  const own = encodePublicKey(options.identity.publicKey);
  const keys = agreement.parties.map((party) => decodePublicKey(party.publicKey)).filter((key) => encodePublicKey(key) !== own);
  await mesh.until((parties) => {
    const isHere = (key: Uint8Array) => parties.some((party) => equalBytes(party.publicKey, key));
    const present = agreement.parties.filter((party) => party.publicKey === own || isHere(decodePublicKey(party.publicKey))).map((party) => party.name);
    mesh.missing = agreement.parties.map((party) => party.name).filter((name) => !present.includes(name));
    options.watch({ step: 'meeting', present, expected: agreement.parties.length });
    return keys.every(isHere) ? true : undefined;
  });
  nameByRoster(mesh.freeze(keys), agreement);
}

/** In messages a party is called what the agreement calls it, not what it calls itself. */
function nameByRoster(parties: readonly MeshParty[], agreement: Agreement): void {
  for (const party of parties) {
    party.channel.name = agreement.parties.find((each) => each.publicKey === encodePublicKey(party.publicKey))?.name ?? party.name;
  }
}

async function lobby(options: TakePartOptions, mesh: Mesh, seats: number): Promise<readonly MeshParty[]> {
  return mesh.until((parties) => {
    options.watch({ step: 'meeting', present: [options.identity.name, ...parties.map((party) => party.name)], expected: seats });
    mesh.missing = parties.length < seats - 1 ? [`${seats - 1 - parties.length} more`] : [];
    return parties.length >= seats - 1 ? [...parties] : undefined;
  });
}

/** The proposer's part of a session by invite: the roster is who came, and everyone gets the agreement. */
async function propose(options: TakePartOptions, mesh: Mesh, seats: number, write: (parties: readonly Party[]) => Agreement): Promise<Agreement> {
  const others = (await lobby(options, mesh, seats)).slice(0, seats - 1);
  const rival = others.find((party) => party.proposes);
  if (rival !== undefined) throw new MpcError('AGREEMENT_MISMATCH', `${rival.name} proposes an agreement in this room, too.`, 'Let one party propose, and the others join.', { party: rival.name });
  const parties = [options.identity, ...others].map(({ name, publicKey }) => ({ name, publicKey: encodePublicKey(publicKey) }));
  const names = parties.map((party) => party.name.toLowerCase());
  const twice = parties.find((party, i) => names.indexOf(party.name.toLowerCase()) !== i);
  if (twice !== undefined) throw new MpcError('AGREEMENT_INVALID', `Two parties call themselves "${twice.name}".`, 'Let one of them take another name (`mpc init --rename NAME`), and start again.');
  const agreement = write(parties);
  mesh.freeze(others.map((party) => party.publicKey));
  for (const party of others) party.channel.send('agreement', canonicalBytes(agreement));
  return agreement;
}

/** The others' part: exactly one party proposes; what it sends must be this session, with this party in it. */
async function hear(options: TakePartOptions, mesh: Mesh, invite: Invite): Promise<Agreement> {
  await lobby(options, mesh, invite.seats);
  const proposer = await mesh.until((parties) => parties.find((party) => party.proposes));
  const agreement = parseAgreement(await proposer.channel.receive('agreement', MAX_AGREEMENT_BYTES));
  const isThisSession = agreement.meeting === 'invite' && agreement.relay === invite.relay && agreement.parties.length === invite.seats;
  if (!isThisSession) throw new MpcError('AGREEMENT_MISMATCH', `${proposer.name} proposed an agreement that does not fit the invite.`, 'Ask that party what it meant to propose.', { party: proposer.name });
  checkNames(agreement, options.identity, mesh.parties, proposer.name);
  await meet(options, mesh, agreement);
  return agreement;
}

/** In a session by invite everyone is called what it calls itself: a proposer that swaps two names would swap what they are to do and to learn. */
function checkNames(agreement: Agreement, identity: Identity, others: readonly MeshParty[], proposer: string): void {
  seatIn(agreement, identity);
  for (const { name, publicKey } of [identity, ...others]) {
    const named = agreement.parties.find((party) => party.publicKey === encodePublicKey(publicKey))?.name;
    if (named === undefined || named === name) continue;
    throw new MpcError('AGREEMENT_MISMATCH', `The agreement that ${proposer} proposed calls "${named}" who calls itself "${name}".`, 'Do not go on. Ask that party, by telephone, what it meant to propose.', { party: proposer });
  }
}

/** From a full room to the result: every step needs the one before it to have succeeded with every party. */
async function compute(
  options: TakePartOptions,
  mesh: Mesh,
  agreement: Agreement,
  identitiesVerified: boolean,
  contribute: () => Promise<Contribution | undefined>,
  prepared: Preparation | undefined,
): Promise<Outcome> {
  const { identity, watch } = options;
  const digest = digestOf(agreement);
  const network = new MeshNetwork(mesh, agreement, seatIn(agreement, identity), lanesOf(agreement));

  watch({ step: 'comparing' });
  const compared = compareAgreements(network, agreement);
  // On its way together with the comparison, which saves a round.
  const nonce = announceNonce(network);
  await compared;
  checkNotExpired(agreement, Date.now());

  watch({ step: 'approving' });
  const { context, transcript, approvals, nonces } = await exchangeApprovals(network, agreement, identity, nonce);
  const session = toHex(context.sid);

  watch({ step: 'computing', operation: agreement.operation.name });
  let counts: Counts = 'not';
  const hooks = {
    beforeCommitting: async () => {
      await options.recordRun(agreement, digest, session);
      counts = 'yes';
    },
    onOpening: () => {
      counts = 'opened';
    },
    onProgress: (what: string, done: number, total: number) => watch({ step: 'progress', what, done, total }),
    signal: AbortSignal.any([options.signal, endOf(mesh)]),
  };
  const run = async () => {
    // While the data are read, where they are read only now.
    prepared?.begin(context, hooks);
    const outcome = await runOperation(context, agreement, await contribute(), hooks, prepared);
    // Its memory is of no more use.
    await prepared?.close();
    return outcome;
  };
  const { commitments, readResult, sealed, list } = await Promise.race([run(), ...(prepared === undefined ? [] : [prepared.failure])]).catch((error: unknown) => {
    throw error instanceof MpcError ? afterApproval(error, counts) : error;
  });

  watch({ step: 'signing' });
  mesh.release();
  const body: ReceiptBody = {
    format: RECEIPT_FORMAT,
    agreement,
    digest,
    session,
    approvals: approvals.map(toHex),
    nonces: nonces.map(toHex),
    transcript: toHex(transcript.hash),
    commitments: commitments.map(toHex),
  };
  const own = signReceipt(body, identity.secretKey, encodePublicKey(identity.publicKey), identitiesVerified, Date.now());
  const shareUnder = (receipt: Receipt) => (sealed === undefined ? undefined : shareOf(receipt, agreement.parties[network.self]?.name ?? '', sealed));
  // On disk before this party signs that all is well: a share that is lost in between does not come back.
  const firstShare = shareUnder({ ...body, signatures: [own] });
  if (firstShare !== undefined) await options.keepShare?.(firstShare);
  if (list !== undefined) await options.keepList?.(list, session);
  const { signatures, problem } = await exchangeReceipts(network, body, own, readResult !== undefined);
  const receipt = { ...body, signatures };
  const share = shareUnder(receipt);
  const outcome = { agreement, digest, session, receipt, share };
  try {
    return { ...outcome, result: readResult?.(), problem: problem === undefined ? undefined : afterApproval(problem, counts) };
  } catch (error) {
    if (!(error instanceof MpcError)) throw error;
    return { ...outcome, result: undefined, problem: error };
  }
}

function shareOf(receipt: Receipt, holder: string, { dealings, shares }: Dealt): Share | undefined {
  const { threshold } = receipt.agreement;
  if (threshold === undefined || shares === undefined) return undefined;
  return { receipt, epoch: 0, needed: threshold.needed, holders: threshold.holders, dealings: dealings.map((dealing) => ({ ...dealing, current: dealing.commitments })), holder, shares };
}

/** Whether a run counts, and whether what this party gives had left. */
type Counts = 'not' | 'yes' | 'opened';

const WARNINGS: Readonly<Record<Counts, string>> = {
  not: '',
  yes: 'This run counts: an agreement that may be run once is spent. ',
  opened: 'What this party gives had left for the recipients, who may have the result; this run counts. ',
};

/** Once everyone has approved, an end has another meaning: nobody may decline any more, and what was opened is out. */
function afterApproval(error: MpcError, counts: Counts): MpcError {
  const code = error.code === 'PEER_DECLINED' ? 'PEER_ABORTED' : error.code;
  const warning = error.code === 'RECEIPT_INCOMPLETE' ? '' : WARNINGS[counts];
  return new MpcError(code, error.message, `${warning}${error.next}`, { cause: error, ...(error.party === undefined ? {} : { party: error.party }) });
}
