import { toHex } from '../../crypto/bytes.js';
import { randomBytes } from '../../crypto/random.js';
import { MpcError } from '../../errors.js';
import type { ProposedTerms } from '../operations/operation.js';
import { operationOf } from '../operations/registry.js';
import { validateAgreement } from './canonical.js';
import { FORMAT, type Agreement, type Contact, type Party, type Threshold } from './types.js';

/** The proposer's decisions. The roster comes with them or, in a session by invite, once all parties are there. */
export interface Proposal<T extends ProposedTerms = ProposedTerms> {
  readonly purpose: string;
  readonly legalBasis?: string | undefined;
  readonly reference?: string | undefined;
  /** In any order. */
  readonly contacts?: readonly Contact[] | undefined;
  /** Milliseconds since 1970, on the last day on which the result may be kept. */
  readonly retainUntil?: number | undefined;
  readonly terms: T;
  /** Names. If empty, the operation's usual recipients. */
  readonly recipients: readonly string[];
  /** Names of parties that contribute no data. */
  readonly withoutData: readonly string[];
  /** The number of holders that open the result, if nobody is to learn it in the session. */
  readonly threshold?: number | undefined;
  /** Names. If empty, every party. */
  readonly holders?: readonly string[];
  readonly relay: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly expires: number;
  readonly runs: number;
}

/** Throws USAGE if the proposal does not fit the roster, AGREEMENT_INVALID if it contradicts itself. */
export function agreementOf<T extends ProposedTerms>(proposal: Proposal<T>, parties: readonly Party[], meeting: Agreement['meeting']): Agreement {
  const { terms } = proposal;
  const { proposing } = operationOf(terms);
  const names = parties.map((party) => party.name);
  for (const name of namesIn(proposal)) {
    if (!names.includes(name)) throw usage(`"${name}" is named with --to, --without-data, --holder, --cap or --contact, but is not a party: the parties are ${names.join(', ')}.`);
  }
  const contributors = names.filter((name) => !proposal.withoutData.includes(name));
  const recipients = proposal.recipients.length === 0 ? proposing.usualRecipients(names, contributors) : names.filter((name) => proposal.recipients.includes(name));
  return validateAgreement({
    format: FORMAT,
    id: toHex(randomBytes(16)),
    purpose: proposal.purpose.normalize('NFC'),
    ...(proposal.legalBasis === undefined ? {} : { legalBasis: proposal.legalBasis.normalize('NFC') }),
    ...(proposal.reference === undefined ? {} : { reference: proposal.reference.normalize('NFC') }),
    ...contactsOf(proposal, names),
    ...(proposal.retainUntil === undefined ? {} : { retainUntil: toInstant(proposal.retainUntil).slice(0, 10) }),
    parties,
    contributors,
    recipients,
    ...proposing.terms(terms, contributors, recipients),
    ...thresholdOf(proposal, names),
    meeting,
    relay: proposal.relay,
    created: toInstant(proposal.created),
    expires: toInstant(proposal.expires),
    runs: proposal.runs,
  });
}

/** Names of the parties that the proposal mentions. */
export function namesIn({ recipients, withoutData, holders = [], contacts = [], terms }: Proposal): string[] {
  return [...recipients, ...withoutData, ...holders, ...contacts.map(({ name }) => name), ...operationOf(terms).proposing.names(terms)];
}

function contactsOf({ contacts = [] }: Proposal, names: readonly string[]): { contacts?: readonly Contact[] } {
  const twice = contacts.find(({ name }, i) => contacts.findIndex((other) => other.name === name) !== i);
  if (twice !== undefined) throw usage(`--contact names "${twice.name}" twice.`);
  const inOrder = names.flatMap((name) => contacts.filter((each) => each.name === name).map(({ contact }) => ({ name, contact: contact.normalize('NFC') })));
  return inOrder.length === 0 ? {} : { contacts: inOrder };
}

function thresholdOf({ threshold, holders = [] }: Proposal, names: readonly string[]): { threshold?: Threshold } {
  if (threshold === undefined) {
    if (holders.length > 0) throw usage('--holder says who holds shares of the result, and without --threshold there are none.');
    return {};
  }
  const chosen = holders.length === 0 ? names : names.filter((name) => holders.includes(name));
  if (threshold > chosen.length) throw usage(`--threshold ${threshold}: only ${chosen.length} parties hold shares.`);
  return { threshold: { needed: threshold, holders: [...chosen] } };
}

function toInstant(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function usage(message: string): MpcError {
  return new MpcError('USAGE', message, 'See the command with --help.');
}
