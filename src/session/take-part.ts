import { equalBytes, fromHex, toHex } from '../crypto/bytes.js';
import { decodePublicKey, encodePublicKey } from '../crypto/public-key.js';
import { bug, MpcError } from '../errors.js';
import { canonicalBytes, checkNotExpired, digestOf, MAX_AGREEMENT_BYTES, parseAgreement } from './agreement/canonical.js';
import type { Agreement, Party } from './agreement/types.js';
import { exchangeApprovals, type Approved } from './approvals.js';
import { abortOf } from './channel/abort.js';
import type { Identity } from './channel/identity-proof.js';
import { Mesh, type MeshParty } from './channel/mesh.js';
import { compareAgreements } from './compare.js';
import { roomOfAgreement, roomOfInvite, type Invite } from './invite.js';
import { MeshNetwork } from './mesh-network.js';
import type { ColumnTotal } from './operations/linear.js';
import { runOperation, type OperationResult } from './operations/run.js';
import type { ReceiptBody, Receipt } from './receipt.js';
import { exchangeReceipts } from './receipts.js';

/** Where a session stands, for whoever watches. */
export type Phase =
  | { readonly step: 'connecting'; readonly relay: string }
  | { readonly step: 'meeting'; readonly present: readonly string[]; readonly expected: number }
  | { readonly step: 'comparing' }
  | { readonly step: 'approving' }
  | { readonly step: 'computing' }
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
  /** Reads and checks this party's own data; undefined for a party that puts none in. Before any connection where the agreement is known. */
  readonly prepare: (agreement: Agreement) => Promise<readonly ColumnTotal[] | undefined>;
  /** Resolves when this party approves, and tells whether its user vouches for the identities; otherwise rejects. */
  readonly approve: (agreement: Agreement, digest: string) => Promise<{ identitiesVerified: boolean }>;
  /** Records durably that this agreement is being run, before anything that depends on data leaves. Rejects when it was run too often. */
  readonly recordRun: (digest: string, session: string, runs: number) => Promise<void>;
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
  /** Undefined for a party that is not a recipient. */
  readonly result: OperationResult | undefined;
  readonly receipt: Receipt;
  /** Why some signatures are missing from the receipt, where they are. */
  readonly incomplete: MpcError | undefined;
}

/** How long the end of a session is waited for, so that the others get this party's last words. */
const FAREWELL_MS = 5_000;

/** One party's whole session: meet, agree, approve, compute, sign. Every way that it can fail ends in an MpcError. */
export async function takePart(options: TakePartOptions): Promise<Outcome> {
  return options.entry.kind === 'agreement' ? takePartByAgreement(options, options.entry.agreement) : takePartByInvite(options, options.entry);
}

async function takePartByAgreement(options: TakePartOptions, agreement: Agreement): Promise<Outcome> {
  const seat = seatIn(agreement, options.identity);
  const prepared = await prepareAndApprove(options, agreement);
  const others = agreement.parties.map((party) => decodePublicKey(party.publicKey)).filter((_, i) => i !== seat);
  const meeting = { mode: 'keys' as const, ...roomOfAgreement(fromHex(agreement.id)), others };
  return withMesh(options, agreement.relay, meeting, false, async (mesh) => {
    await meet(options, mesh, agreement);
    return compute(options, mesh, agreement, prepared);
  });
}

async function takePartByInvite(options: TakePartOptions, entry: Exclude<Entry, { kind: 'agreement' }>): Promise<Outcome> {
  const { invite } = entry;
  const proposes = entry.kind === 'proposal';
  const meeting = { mode: 'invite' as const, ...roomOfInvite(invite), seats: invite.seats };
  return withMesh(options, invite.relay, meeting, proposes, async (mesh) => {
    const agreement = proposes ? await propose(options, mesh, invite.seats, entry.write) : await hear(options, mesh, invite);
    // Whoever reads and decides at the keyboard hears nothing of the room: a session that fails meanwhile must end that, too.
    const prepared = await Promise.race([prepareAndApprove(options, agreement), failureOf(mesh)]);
    return compute(options, mesh, agreement, prepared);
  });
}

interface Prepared {
  readonly totals: readonly ColumnTotal[] | undefined;
  readonly identitiesVerified: boolean;
}

async function prepareAndApprove(options: TakePartOptions, agreement: Agreement): Promise<Prepared> {
  const totals = await options.prepare(agreement);
  options.signal.throwIfAborted();
  const { identitiesVerified } = await options.approve(agreement, digestOf(agreement));
  return { totals, identitiesVerified };
}

async function withMesh(options: TakePartOptions, relay: string, meeting: ConstructorParameters<typeof Mesh>[0]['meeting'], proposes: boolean, run: (mesh: Mesh) => Promise<Outcome>): Promise<Outcome> {
  const { signal, identity, patienceMs } = options;
  signal.throwIfAborted();
  options.watch({ step: 'connecting', relay });
  const mesh = new Mesh({ relay, meeting, identity, proposes, patienceMs });
  const onAbort = () => mesh.fail(explained(signal.reason as MpcError, mesh));
  signal.addEventListener('abort', onAbort);
  try {
    const outcome = await run(mesh);
    options.watch({ step: 'done' });
    await mesh.end(FAREWELL_MS);
    return outcome;
  } catch (error) {
    const reason = error instanceof MpcError ? error : bug(error instanceof Error ? (error.stack ?? error.message) : String(error));
    await mesh.abort(abortOf(reason));
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    mesh.close();
  }
}

async function failureOf(mesh: Mesh): Promise<never> {
  return mesh.until<never>(() => undefined);
}

/** A time-out is of use only with what was waited for. */
function explained(error: MpcError, mesh: Mesh): MpcError {
  if (error.code !== 'TIMEOUT') return error;
  const awaited = mesh.parties.filter((party) => party.channel.isAwaited).map((party) => party.name);
  const waiting = mesh.missing.length > 0 ? mesh.missing : awaited;
  const parts = [error.message.replace(/\.$/, ''), waiting.length > 0 ? `waiting for ${waiting.join(', ')}` : '', mesh.suspicion];
  return new MpcError('TIMEOUT', `${parts.filter((part) => part !== '').join('; ')}.`, error.next);
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
  const others = await lobby(options, mesh, seats);
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
  seatIn(agreement, options.identity);
  await meet(options, mesh, agreement);
  return agreement;
}

/** From a full room to the result: every step needs the one before it to have succeeded with every party. */
async function compute(options: TakePartOptions, mesh: Mesh, agreement: Agreement, prepared: Prepared): Promise<Outcome> {
  const { identity, watch } = options;
  const digest = digestOf(agreement);
  const network = new MeshNetwork(mesh, agreement, seatIn(agreement, identity));

  watch({ step: 'comparing' });
  await compareAgreements(network, agreement);
  checkNotExpired(agreement, Date.now());

  watch({ step: 'approving' });
  const approved: Approved = await exchangeApprovals(network, agreement, identity);
  const { context } = approved;
  const session = toHex(context.sid);

  watch({ step: 'computing' });
  const { result, commitments } = await runOperation(context, agreement, prepared.totals, () => options.recordRun(digest, session, agreement.runs));

  watch({ step: 'signing' });
  mesh.release();
  const body: ReceiptBody = {
    format: 'mpc-receipt/1',
    agreement,
    digest,
    session,
    approvals: approved.approvals.map(toHex),
    nonces: approved.nonces.map(toHex),
    transcript: toHex(approved.transcript.hash),
    commitments: commitments.map(toHex),
  };
  const { signatures, incomplete } = await exchangeReceipts(network, body, identity, prepared.identitiesVerified, result !== undefined);
  return { agreement, digest, session, result, receipt: { ...body, signatures }, incomplete };
}
