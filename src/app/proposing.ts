import { generateSecretKey, publicKeyOf } from '../crypto/ed25519.js';
import { encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import { knownOrThrow } from '../io/known-parties.js';
import { agreementOf, namesIn, type Proposal } from '../session/agreement/propose.js';
import type { Agreement, Party } from '../session/agreement/types.js';
import type { Identity } from '../session/channel/identity-proof.js';
import { createInvite, encodeInvite, type Invite } from '../session/invite.js';
import type { Store } from './store.js';

type Own = Pick<Identity, 'name' | 'publicKey'>;

/** What a proposer says, with what is usual left out. */
export type Wanted = Pick<Proposal, 'purpose' | 'relay'> & { readonly [K in 'legalBasis' | 'reference' | 'contacts' | 'retainUntil' | 'recipients' | 'withoutData' | 'threshold' | 'holders' | 'expires' | 'runs']?: Proposal[K] | undefined };

const USUAL_MS = 30 * 86_400_000;

/** The proposal of what is wanted, made now: for 30 days, for one run, by the usual recipients, where nothing else is said. */
export function completeProposal(wanted: Wanted, terms: Proposal['terms'], now: number): Proposal {
  return {
    // What a word processor puts between words counts as a space here.
    purpose: plainSpaces(wanted.purpose),
    legalBasis: wanted.legalBasis,
    reference: wanted.reference === undefined ? undefined : plainSpaces(wanted.reference),
    contacts: wanted.contacts?.map(({ name, contact }) => ({ name, contact: plainSpaces(contact) })),
    retainUntil: wanted.retainUntil,
    terms,
    recipients: wanted.recipients ?? [],
    withoutData: wanted.withoutData ?? [],
    threshold: wanted.threshold,
    holders: wanted.holders ?? [],
    relay: wanted.relay,
    created: now,
    expires: wanted.expires ?? now + USUAL_MS,
    runs: wanted.runs ?? 1,
  };
}

function plainSpaces(text: string): string {
  return text.replace(/\p{Z}+/gu, ' ').trim();
}

/** This party and those named, by the keys that it knows them by. Throws PARTY_UNKNOWN or USAGE. */
export async function rosterOf({ parties }: Pick<Store, 'parties'>, identity: Own, names: readonly string[]): Promise<Party[]> {
  const known = await parties.list();
  const others = names.map((name) => knownOrThrow(known, name));
  const roster = [identity, ...others].map(({ name, publicKey }) => ({ name, publicKey: encodePublicKey(publicKey) }));
  const twice = roster.find((party, i) => roster.findIndex((other) => other.publicKey === party.publicKey || other.name.toLowerCase() === party.name.toLowerCase()) !== i);
  if (twice !== undefined) throw usage(`The party "${twice.name}" is named twice, or has your own name.`, 'Name each of the others once with --party; you are a party anyway.');
  return roster;
}

/** A session by invite, whose agreement is written when everyone is there. */
export interface OpenSession {
  readonly invite: Invite;
  readonly text: string;
  readonly write: (parties: readonly Party[]) => Agreement;
  /** The agreement as it will be, except for who comes: it asks the same of this party's file. */
  readonly trial: Agreement;
}

/** Throws USAGE or AGREEMENT_INVALID where no agreement could be made of the proposal, before anyone comes. */
export async function openByInvite({ relayTokens }: Pick<Store, 'relayTokens'>, identity: Own, proposal: Proposal, seats: number): Promise<OpenSession> {
  const trial = agreementOf(proposal, withStrangers(identity, seats, proposal), 'invite');
  const invite = createInvite(proposal.relay, seats, await relayTokens.tokenFor(proposal.relay));
  return { invite, text: encodeInvite(invite), trial, write: (parties) => agreementOf(proposal, parties, 'invite') };
}

/**
 * This party, and stand-ins for parties that have not come yet, under the names that the proposal knows. Whether the proposal is valid does not depend on who
 * they are.
 */
function withStrangers(identity: Own, seats: number, proposal: Proposal): Party[] {
  const named = [...new Set(namesIn(proposal))].filter((name) => name !== identity.name);
  if (named.length > seats - 1) throw usage(`--seats ${seats}, and ${named.length} others are named: ${named.join(', ')}.`, 'Give --seats the number of all parties, you counted.');
  const others = Array.from({ length: seats - 1 }, (_, i) => ({ name: named[i] ?? `party ${i + 2}`, publicKey: encodePublicKey(publicKeyOf(generateSecretKey())) }));
  return [{ name: identity.name, publicKey: encodePublicKey(identity.publicKey) }, ...others];
}

function usage(message: string, next: string): MpcError {
  return new MpcError('USAGE', message, next);
}
