import { equalBytes } from '../crypto/bytes.js';
import { decodePublicKey, encodePublicKey } from '../crypto/public-key.js';
import { sessionWords } from '../crypto/words.js';
import { MpcError } from '../errors.js';
import { canonicalBytes, digestOf, MAX_AGREEMENT_BYTES, parseAgreement } from './agreement/canonical.js';
import type { Agreement, Party } from './agreement/types.js';
import type { Identity } from './channel/identity-proof.js';
import type { Meeting } from './channel/meeting.js';
import type { Mesh } from './channel/mesh.js';
import type { MeshParty } from './channel/mesh-party.js';
import { failureOf, namingAwaited, withinMesh } from './channel/within-mesh.js';
import { compute, type Concluded } from './compute.js';
import { roomOfInvite, type Invite } from './invite.js';
import { meetingByKeys } from './meeting-by-keys.js';
import { openSession } from './opened-session.js';
import type { Preparation } from './operations/outcome.js';
import type { Contribution } from './operations/reading.js';
import { operationOf } from './operations/registry.js';
import type { Entry, Outcome, TakePartOptions } from './participation.js';
import { seatIn } from './seat.js';
import { tellRefusal } from './tell-refusal.js';
import { invalid } from './agreement/invalid.js';

/** One party's whole session: meet, agree, approve, compute, sign. Every failure is an MpcError. */
export async function takePart(options: TakePartOptions): Promise<Outcome> {
  let prepared: Preparation | undefined;
  const prepare = async (agreement: Agreement, seat: number) => (prepared = await operationOf(agreement).prepare(agreement, seat));
  const { entry } = options;
  try {
    return await withResult(entry.kind === 'agreement' ? await takePartByAgreement(options, entry.agreement, prepare) : await takePartByInvite(options, entry, prepare));
  } finally {
    await prepared?.close();
  }
}

/** Begins the part of an operation that needs no data, as soon as this party knows the operation and accepts it. */
type Prepare = (agreement: Agreement, seat: number) => Promise<Preparation | undefined>;

/** Only now, when no other party hears from this one any more: the time to read a result would reveal something about it. */
async function withResult({ outcome, readResult }: Concluded): Promise<Outcome> {
  try {
    return { ...outcome, result: await readResult?.() };
  } catch (error) {
    if (!(error instanceof MpcError)) throw error;
    return { ...outcome, result: undefined, problem: error };
  }
}

/** If the agreement is known, data and approval are ready before this party contacts anyone. */
async function takePartByAgreement(options: TakePartOptions, agreement: Agreement, prepare: Prepare): Promise<Concluded> {
  if (agreement.meeting !== 'known keys') throw invalid('it was made in a session by invite, and holds for that session alone');
  const seat = seatIn(agreement, options.identity);
  const meeting = meetingByKeys(agreement, seat);
  const { prepared, contribution, identitiesVerified } = await becomeReady(options, agreement, seat, prepare).catch(async (error: unknown) => {
    await tellRefusal(error, { relay: agreement.relay, meeting, identity: options.identity, admissionToken: options.admissionToken, way: options.way });
    throw error;
  });
  return withMesh(options, agreement.relay, meeting, false, async (mesh) => {
    await meet(options, mesh, agreement);
    options.watch({ step: 'comparing' });
    const opened = await openSession(mesh, agreement, options.identity);
    return compute(options, mesh, { agreement, opened, identitiesVerified, contribute: () => Promise.resolve(contribution), prepared });
  });
}

/** Everything that can keep this party from taking part, before it contacts anyone. */
async function becomeReady(options: TakePartOptions, agreement: Agreement, seat: number, prepare: Prepare): Promise<{ prepared: Preparation | undefined; contribution: Contribution | undefined; identitiesVerified: boolean }> {
  await options.check(agreement);
  const prepared = await prepare(agreement, seat);
  const contribution = await options.contribute(agreement);
  options.signal.throwIfAborted();
  const { identitiesVerified } = await options.approve(agreement, digestOf(agreement));
  return { prepared, contribution, identitiesVerified };
}

/**
 * An invited party learns from the proposer what is asked of its data. It reads the data only after everyone has approved: whether they fit the ranges would
 * tell the proposer about them, and it could ask again and again.
 */
async function takePartByInvite(options: TakePartOptions, entry: Exclude<Entry, { kind: 'agreement' }>, prepare: Prepare): Promise<Concluded> {
  const { invite } = entry;
  const proposes = entry.kind === 'proposal';
  const meeting = { mode: 'invite' as const, ...roomOfInvite(invite), seats: invite.seats };
  return withMesh(options, invite.relay, meeting, proposes, async (mesh) => {
    // A user who reads and decides at the keyboard hears nothing of the room: if the session fails meanwhile, the wait must end too.
    const unlessItFails = async <T>(work: Promise<T>) => Promise.race([work, failureOf(mesh)]);
    const agreement = await unlessItFails(proposes ? propose(options, mesh, invite.seats, entry.write) : hear(options, mesh, invite));
    await options.check(agreement);
    options.watch({ step: 'comparing' });
    const opened = await openSession(mesh, agreement, options.identity);
    const { identitiesVerified } = await unlessItFails(options.approve(agreement, digestOf(agreement), sessionWords(opened.sid)));
    const prepared = await prepare(agreement, seatIn(agreement, options.identity));
    return compute(options, mesh, { agreement, opened, identitiesVerified, contribute: async () => unlessItFails(options.contribute(agreement)), prepared });
  });
}

async function withMesh(options: TakePartOptions, relay: string, meeting: Meeting, proposes: boolean, run: (mesh: Mesh) => Promise<Concluded>): Promise<Concluded> {
  const { signal, identity, patienceMs, relayPatienceMs, entry } = options;
  signal.throwIfAborted();
  options.watch({ step: 'connecting', relay });
  return withinMesh({
    relay,
    meeting,
    identity,
    proposes,
    patienceMs,
    relayPatienceMs,
    admissionToken: (entry.kind === 'agreement' ? undefined : entry.invite.admissionToken) ?? options.admissionToken,
    way: options.way,
    onParty: (name, waitMs) => options.watch({ step: 'party', name, waitMs }),
    onRelay: (problem, retryMs, leftMs) => options.watch({ step: 'relay', problem: problem?.text, retryMs, leftMs }),
    signal,
    explain: namingAwaited,
    run: async (mesh) => {
      const concluded = await run(mesh);
      options.watch({ step: 'done' });
      return concluded;
    },
    // The receipt is written while the others are told goodbye.
    whileLeaving: async ({ outcome }) => options.keepReceipt?.(outcome),
  });
}

/** Waits for every other party of the roster, then admits nobody else. */
async function meet(options: TakePartOptions, mesh: Mesh, agreement: Agreement): Promise<void> {
  const own = encodePublicKey(options.identity.publicKey);
  const keys = agreement.parties.map((party) => decodePublicKey(party.publicKey)).filter((key) => encodePublicKey(key) !== own);
  await mesh.until((parties) => {
    const cameWith = (key: Uint8Array) => parties.find((party) => equalBytes(party.publicKey, key));
    const present = agreement.parties.filter((party) => party.publicKey === own || cameWith(decodePublicKey(party.publicKey))?.isHere === true).map((party) => party.name);
    mesh.missing = agreement.parties.map((party) => party.name).filter((name) => !present.includes(name));
    if (mesh.addressesHere !== undefined) options.watch({ step: 'meeting', present, expected: agreement.parties.length, awaited: mesh.missing, lacksProposer: false });
    // A party that lost its connection comes back, or is missed later.
    return keys.every((key) => cameWith(key) !== undefined) ? true : undefined;
  });
  nameByRoster(mesh.freeze(keys), agreement);
}

/** Messages call a party by its name in the agreement, not by the name that it claims. */
function nameByRoster(parties: readonly MeshParty[], agreement: Agreement): void {
  for (const party of parties) {
    party.channel.name = agreement.parties.find((each) => each.publicKey === encodePublicKey(party.publicKey))?.name ?? party.name;
  }
}

async function lobby(options: TakePartOptions, mesh: Mesh, seats: number, proposes: boolean): Promise<readonly MeshParty[]> {
  return mesh.until((parties) => {
    const lacksProposer = !proposes && mesh.knowsAll && !parties.some((party) => party.proposes);
    if (mesh.addressesHere !== undefined) options.watch({ step: 'meeting', present: [options.identity.name, ...parties.filter(({ isHere }) => isHere).map((party) => party.name)], expected: seats, awaited: [], lacksProposer });
    const count = seats - 1 - parties.length;
    mesh.missing = count <= 0 ? [] : [`${count} more${lacksProposer ? ', the one who made the invite among them' : ''}`];
    checkDistinct(options.identity, parties);
    // A party that lost its connection keeps its seat, and comes back, or is missed later.
    return count <= 0 ? [...parties] : undefined;
  });
}

/** Everyone who is there sees or hears of the conflict, and which parties it concerns. Throws NAME_TAKEN. */
function checkDistinct(identity: Identity, parties: readonly Pick<MeshParty, 'name' | 'publicKey'>[]): void {
  const all = [identity, ...parties];
  for (const [i, party] of all.entries()) {
    const other = all.slice(0, i).find(({ name }) => name.toLowerCase() === party.name.toLowerCase());
    if (other === undefined) continue;
    const [key = '', otherKey = ''] = [other, party].map(({ publicKey }) => encodePublicKey(publicKey));
    const own = other === identity ? 'The first of these keys is yours. ' : '';
    throw new MpcError('NAME_TAKEN', `Two parties call themselves "${party.name}": the keys are ${key} and ${otherKey}.`, `${own}One of the two takes another name (\`mpc init --rename NAME\`). Then the proposer starts again.`);
  }
}

/** The proposer's part of a session by invite: the roster is the parties that came, and everyone gets the agreement. */
async function propose(options: TakePartOptions, mesh: Mesh, seats: number, write: (parties: readonly Party[]) => Agreement): Promise<Agreement> {
  const others = (await lobby(options, mesh, seats, true)).slice(0, seats - 1);
  const rival = others.find((party) => party.proposes);
  if (rival !== undefined) throw new MpcError('AGREEMENT_MISMATCH', `${rival.name} proposes an agreement in this room, too.`, 'Let one party propose, and the others join.', { party: rival.name });
  const parties = [options.identity, ...others].map(({ name, publicKey }) => ({ name, publicKey: encodePublicKey(publicKey) }));
  const agreement = write(parties);
  mesh.freeze(others.map((party) => party.publicKey));
  for (const party of others) party.channel.send('agreement', canonicalBytes(agreement));
  return agreement;
}

/** The others' part: exactly one party proposes. What it sends must be this session, with this party in it. */
async function hear(options: TakePartOptions, mesh: Mesh, invite: Invite): Promise<Agreement> {
  await lobby(options, mesh, invite.seats, false);
  const proposer = await mesh.until((parties) => parties.find((party) => party.proposes));
  const agreement = parseAgreement(await proposer.channel.receive('agreement', MAX_AGREEMENT_BYTES));
  const isThisSession = agreement.meeting === 'invite' && agreement.relay === invite.relay && agreement.parties.length === invite.seats;
  if (!isThisSession) throw new MpcError('AGREEMENT_MISMATCH', `${proposer.name} proposed an agreement that does not fit the invite.`, 'Ask that party what it meant to propose.', { party: proposer.name });
  checkNames(agreement, options.identity, mesh.parties, proposer.name);
  await meet(options, mesh, agreement);
  return agreement;
}

/** In a session by invite, each party has the name that it claims: a proposer that swapped two names would swap what they are to do and to learn. */
function checkNames(agreement: Agreement, identity: Identity, others: readonly MeshParty[], proposer: string): void {
  seatIn(agreement, identity);
  for (const { name, publicKey } of [identity, ...others]) {
    const named = agreement.parties.find((party) => party.publicKey === encodePublicKey(publicKey))?.name;
    if (named === undefined || named === name) continue;
    throw new MpcError('AGREEMENT_MISMATCH', `The agreement that ${proposer} proposed calls "${named}" who calls itself "${name}".`, 'Do not go on. Ask that party, by telephone, what it meant to propose.', { party: proposer });
  }
}
