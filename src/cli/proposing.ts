import { generateSecretKey, publicKeyOf } from '../crypto/ed25519.js';
import { encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import { writeNew } from '../io/files.js';
import type { Home } from '../io/home.js';
import { knownOrThrow, listKnownParties } from '../io/known-parties.js';
import { askText } from '../io/prompts.js';
import { checkRelay, digestOf } from '../session/agreement/canonical.js';
import { agreementOf, checkContributors, parseColumn, type Proposal } from '../session/agreement/propose.js';
import { signedBytes } from '../session/agreement/signed.js';
import type { Agreement, EmptyCells, Operation, Party } from '../session/agreement/types.js';
import type { Identity } from '../session/channel/identity-proof.js';
import { createInvite, encodeInvite, type Invite } from '../session/invite.js';
import { parseExpiry } from './duration.js';
import type { ParticipationValues, ProposalValues } from './flags.js';
import { askCsv, type InputTerms } from './input.js';

export type OperationOf = (emptyCells: EmptyCells) => Operation;

/** Asks at the terminal for what a proposal needs and the flags do not say. */
export async function completeByAsking<T extends ProposalValues & ParticipationValues>(flags: T, ownName: string): Promise<T> {
  const complete = { ...flags };
  complete.purpose ??= await askText('What is the purpose, in plain words?', { check: (text) => (text === '' ? 'Every party reads and signs it.' : undefined) });
  complete.column ??= (await askText('Which columns? (NAME or NAME:MIN..MAX:DECIMALS, between commas)', { check: columnProblem })).split(',');
  complete.relay ??= await askText('Address of the relay?', { default: 'ws://127.0.0.1:7766', check: relayProblem });
  if (complete.party === undefined && complete.parties === undefined) {
    complete.parties = Number(await askText('How many parties are there, you counted? They will meet by an invite.', { default: '3', check: (text) => (/^([2-9]|[1-5]\d|6[0-4])$/.test(text) ? undefined : 'A number from 2 to 64.') }));
  }
  if (complete.csv === undefined && !(complete['without-data'] ?? []).includes(ownName)) complete.csv = await askCsv(false);
  return complete;
}

function columnProblem(text: string): string | undefined {
  return problemOf(() => text.split(',').map(parseColumn));
}

function relayProblem(text: string): string | undefined {
  return problemOf(() => checkRelay(text));
}

function problemOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return error instanceof MpcError ? error.message : 'That cannot be.';
  }
}

/** The proposal that the flags describe. Throws USAGE where one is missing or wrong. */
export function proposalOf(flags: ProposalValues, operation: OperationOf, now: number): Proposal {
  if (flags.purpose === undefined || flags.purpose.trim() === '') throw needed('purpose', 'Say what it is for: --purpose "Average salary by sector, for the 2026 report".');
  if (flags.column === undefined || flags.column.length === 0) throw needed('column', 'Name the column of numbers: --column salary, or with its range --column salary:0..500000:2.');
  if (flags.relay === undefined) throw needed('relay', 'Give the address of a relay, such as --relay wss://relay.example.org, or set MPC_RELAY. `mpc relay` runs one.');
  checkRelayFlag(flags.relay);
  const columns = flags.column.map(parseColumn);
  const twice = columns.find((column, i) => columns.findIndex((other) => other.name === column.name) !== i);
  if (twice !== undefined) throw usage(`--column names "${twice.name}" twice.`, 'Name each column once.');
  return {
    // What a word processor puts between words is a space here.
    purpose: flags.purpose.replace(/\p{Z}+/gu, ' ').trim(),
    legalBasis: flags['legal-basis'],
    operation: operation(flags.empty as EmptyCells),
    columns,
    recipients: flags.to ?? [],
    withoutData: flags['without-data'] ?? [],
    threshold: flags.threshold,
    holders: flags.holder ?? [],
    maxRows: flags['max-rows'],
    allowTwo: flags['allow-two'],
    relay: flags.relay,
    created: now,
    expires: parseExpiry(flags.expires, now),
    runs: flags.runs,
  };
}

function checkRelayFlag(relay: string): void {
  const problem = relayProblem(relay);
  if (problem !== undefined) throw usage(`--relay ${relay}: not a ws:// or wss:// address without user name, password, query or fragment.`, 'Write, for example, wss://relay.example.org or ws://127.0.0.1:7766.');
}

/** Parties named with --party, and this one. Throws PARTY_UNKNOWN or USAGE. */
export async function rosterOf(home: Home, identity: { name: string; publicKey: Uint8Array }, names: readonly string[]): Promise<Party[]> {
  const known = await listKnownParties(home);
  const others = names.map((name) => knownOrThrow(known, name));
  const parties = [identity, ...others].map(({ name, publicKey }) => ({ name, publicKey: encodePublicKey(publicKey) }));
  const twice = parties.find((party, i) => parties.findIndex((other) => other.publicKey === party.publicKey || other.name.toLowerCase() === party.name.toLowerCase()) !== i);
  if (twice !== undefined) throw usage(`The party "${twice.name}" is named twice, or has your own name.`, 'Name each of the others once with --party; you are a party anyway.');
  return parties;
}

export interface WrittenAgreement {
  readonly agreement: Agreement;
  readonly digest: string;
  readonly file: string;
}

/** Writes the agreement that the others need, and does not sign it. */
export async function writeAgreement(agreement: Agreement, path: string | undefined): Promise<WrittenAgreement> {
  const digest = digestOf(agreement);
  const file = await writeNew(path ?? `mpc-${agreement.operation.name}-${digest.slice(0, 8)}.json`, signedBytes({ agreement, approvals: [] }));
  return { agreement, digest, file };
}

/** The agreement with known parties that flags describe. */
export async function agreementWithKnown(home: Home, identity: Pick<Identity, 'name' | 'publicKey'>, flags: ProposalValues, operation: OperationOf): Promise<Agreement> {
  const proposal = proposalOf(flags, operation, Date.now());
  const roster = await rosterOf(home, identity, flags.party ?? []);
  return authored(() => agreementOf(proposal, roster, 'known keys'));
}

export interface OpenSession {
  readonly invite: Invite;
  readonly text: string;
  readonly write: (parties: readonly Party[]) => Agreement;
  /** What the agreement will ask of this party's file, whoever comes. */
  readonly terms: InputTerms;
}

/** A session by invite: the agreement is written when everyone is there. Throws USAGE where none could be, before anyone comes. */
export function openSession(flags: ProposalValues, operation: OperationOf): OpenSession {
  const seats = flags.parties ?? 0;
  const proposal = proposalOf(flags, operation, Date.now());
  const { withoutData } = proposal;
  if (withoutData.length >= seats) throw usage('--without-data names as many parties as there are.', 'Somebody has to put data in.');
  checkContributors(seats - withoutData.length, proposal.allowTwo);
  const terms = authored(() => agreementOf({ ...proposal, recipients: [], withoutData: [] }, strangers(seats), 'invite'));
  const invite = createInvite(proposal.relay, seats);
  return { invite, text: encodeInvite(invite), terms, write: (parties) => agreementOf(proposal, parties, 'invite') };
}

/** Stand-ins for those who have not come yet: whether a proposal holds does not hang on who they are. */
function strangers(seats: number): Party[] {
  return Array.from({ length: seats }, (_, i) => ({ name: `party ${i + 1}`, publicKey: encodePublicKey(publicKeyOf(generateSecretKey())) }));
}

/** To whoever writes an agreement, what is wrong with it is a matter of the flags. */
function authored<T>(write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof MpcError) || error.code !== 'AGREEMENT_INVALID') throw error;
    throw usage(error.message.replace('The agreement is not valid', 'No agreement can be made of this'), 'Correct the flags: --column with its range, --max-rows, --purpose, --relay, --expires.');
  }
}

/** Throws USAGE unless it is said how the parties are found, in one way only. */
export function checkParties(flags: ProposalValues): void {
  if (flags.parties !== undefined && flags.party !== undefined) throw usage('--party and --parties exclude each other.', 'Name known parties with --party, or give the number of seats of a session by invite with --parties.');
  if (flags.propose !== undefined && flags.party === undefined) throw usage('--propose needs --party: an agreement in a file names its parties by their keys.', 'Add the others with `mpc party add NAME KEY`, then name them with --party.');
  if (flags.propose === undefined && flags.parties === undefined && flags.party === undefined) throw usage('It is not said who takes part.', 'Name known parties with --party NAME, or give the number of seats with --parties N for a session by invite.');
  if (flags['invite-file'] !== undefined && flags.parties === undefined) throw usage('--invite-file is for a session by invite.', 'Give --parties N, too.');
}

function needed(flag: string, next: string): MpcError {
  return new MpcError('USAGE', `--${flag} is missing.`, next);
}

function usage(message: string, next: string): MpcError {
  return new MpcError('USAGE', message, next);
}
