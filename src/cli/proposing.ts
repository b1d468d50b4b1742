import { checkRelay, openInvite, propose, type OpenedInvite, type Proposed, type Proposing } from '../library/agreements.js';
import { MpcError } from '../library/errors.js';
import type { Store } from '../library/home.js';
import { relayAdvice, relayArgument } from '../library/relays.js';
import type { ProposedTerms } from '../library/operations.js';
import { parseExpiry } from './duration.js';
import type { ParticipationValues, ProposalValues } from './flags.js';
import { askData, dataFilesOf } from './input.js';
import { writeNew } from './output.js';
import { askText } from './terminal/prompts.js';

/** Asks at the terminal for what a proposal needs and the flags do not say; `askTerms` asks for what the operation needs in addition. */
export async function completeByAsking<T extends ProposalValues & ParticipationValues>(flags: T, ownName: string, seats: string, askTerms: (flags: T) => Promise<void>): Promise<T> {
  const complete = { ...flags };
  complete.purpose ??= await askText('What is the purpose, in plain words?', { check: (text) => (text === '' ? 'Every party reads and signs it.' : undefined) });
  await askTerms(complete);
  complete.relay ??= await askText('Address of the relay?', { default: 'ws://127.0.0.1:7766', check: relayProblem });
  if (complete.party === undefined && complete.seats === undefined) {
    complete.seats = Number(await askText('How many parties are there, you counted? They will meet by an invite.', { default: seats, check: (text) => (/^([2-9]|[1-5]\d|6[0-4])$/.test(text) ? undefined : 'A number from 2 to 64.') }));
  }
  if (dataFilesOf(complete).length === 0 && !(complete['without-data'] ?? []).includes(ownName)) complete.data = listOf(await askData(false));
  return complete;
}

function listOf<T>(value: T | undefined): T[] | undefined {
  return value === undefined ? undefined : [value];
}

function relayProblem(text: string): string | undefined {
  return problemOf(() => checkRelay(text)) === undefined ? undefined : relayAdvice(text);
}

/** What to tell the user who typed it, or undefined. */
export function problemOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return error instanceof MpcError ? error.message : 'That cannot be.';
  }
}

/** What the flags say about a proposal. Throws USAGE if a flag is missing or wrong. */
function wantedOf(store: Store, flags: ProposalValues, terms: ProposedTerms): Proposing {
  if (flags.purpose === undefined || flags.purpose.trim() === '') throw needed('purpose', 'Say what it is for: --purpose "Average salary by sector, for the 2026 report".');
  if (flags.relay === undefined) throw needed('relay', 'Give the address of a relay, such as --relay wss://relay.example.org, or set MPC_RELAY. `mpc relay` runs one.');
  relayArgument(flags.relay, '--relay');
  const { purpose, relay, 'legal-basis': legalBasis, to: recipients, 'without-data': withoutData, threshold, holder: holders, expires, runs, reference } = flags;
  const retainUntil = flags['retain-until'] === undefined ? undefined : new Date(parseExpiry(flags['retain-until'], Date.now(), 'retain-until'));
  return { store, purpose, legalBasis, reference, contacts: flags.contact?.map(contactIn), retainUntil, terms, recipients, withoutData, threshold, holders, relay, expires: new Date(parseExpiry(expires, Date.now())), runs };
}

/** Throws USAGE unless it is NAME=TEXT. */
function contactIn(given: string): { readonly name: string; readonly contact: string } {
  const [, name, contact] = /^([^=]+)=(.+)$/s.exec(given) ?? [];
  if (name === undefined || contact === undefined || name.trim() === '' || contact.trim() === '') throw usage('--contact does not say whose contact it is.', 'Write, for example, --contact "Hospital South=privacy@south.example".');
  return { name: name.normalize('NFC').trim(), contact };
}

/** Writes the agreement that the others need, and does not sign it. Resolves to the file's path. */
export async function writeAgreement({ agreement, digest, text }: Proposed, path: string | undefined): Promise<string> {
  return writeNew(path ?? `mpc-${agreement.operation.name}-${digest.slice(0, 8)}.json`, text);
}

/** The agreement with known parties that flags describe. */
export async function agreementWithKnown(store: Store, flags: ProposalValues, terms: ProposedTerms): Promise<Proposed> {
  const wanted = wantedOf(store, flags, terms);
  return authored(async () => propose({ ...wanted, parties: flags.party ?? [] }));
}

/** A session by invite, as the flags describe it. Throws USAGE if no agreement could be made of them, before anyone comes. */
export async function openSession(store: Store, flags: ProposalValues, terms: ProposedTerms): Promise<OpenedInvite> {
  const wanted = wantedOf(store, flags, terms);
  return authored(async () => openInvite({ ...wanted, seats: flags.seats ?? 0 }));
}

/** For the author of an agreement, what is wrong with it comes from the flags. */
async function authored<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof MpcError) || error.code !== 'AGREEMENT_INVALID') throw error;
    throw usage(error.message.replace('The agreement is not valid', 'No agreement can be made of this'), 'Correct the flags that say so; see the command with --help.');
  }
}

/** Throws USAGE unless the flags say how to find the parties, in one way only. */
export function checkParties(flags: ProposalValues): void {
  if (flags.seats !== undefined && flags.party !== undefined) throw usage('--party and --seats exclude each other.', 'Name known parties with --party, or give the number of seats of a session by invite with --seats.');
  if (flags.propose !== undefined && flags.party === undefined) throw usage('--propose needs --party: an agreement in a file names its parties by their keys.', 'Add the others with `mpc party add NAME KEY`, then name them with --party.');
  if (flags.propose === undefined && flags.seats === undefined && flags.party === undefined) throw usage('It is not said who takes part.', 'Name known parties with --party NAME, or give the number of seats with --seats N for a session by invite.');
  if (flags['invite-file'] !== undefined && flags.seats === undefined) throw usage('--invite-file is for a session by invite.', 'Give --seats N, too.');
}

export function needed(flag: string, next: string): MpcError {
  return new MpcError('USAGE', `--${flag} is missing.`, next);
}

export function usage(message: string, next: string): MpcError {
  return new MpcError('USAGE', message, next);
}
