import { toHex } from '../../crypto/bytes.js';
import { randomBytes } from '../../crypto/random.js';
import { MpcError } from '../../errors.js';
import { validateAgreement } from './canonical.js';
import { excessiveTester } from '../operations/lists/testers.js';
import type { KeyColumn } from '../../linkage/index.js';
import { FORMAT, type Agreement, type Column, type LinearAgreement, type LinearOperation, type MatchingAgreement, type MatchingOperation, type Party, type Threshold } from './types.js';

/** The least number of contributors whose total says nothing certain about any one of them to another. */
export const USUAL_MIN_CONTRIBUTORS = 3;

/** What a proposer decides; the roster comes with it, or, in a session by invite, once everyone is there. */
export interface Proposal {
  readonly purpose: string;
  readonly legalBasis?: string | undefined;
  readonly terms: LinearTerms | MatchingTerms;
  /** Names; empty means whoever the operation has for recipients. */
  readonly recipients: readonly string[];
  /** Names of parties that put no data in. */
  readonly withoutData: readonly string[];
  /** How many holders open the result, where nobody is to learn it in the session. */
  readonly threshold?: number | undefined;
  /** Names; empty means every party. */
  readonly holders?: readonly string[];
  readonly relay: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly expires: number;
  readonly runs: number;
}

export interface LinearTerms {
  readonly kind: 'linear';
  readonly operation: LinearOperation;
  readonly columns: readonly Column[];
  readonly maxRows: number;
  readonly allowTwo: boolean;
  readonly allowNoRows?: boolean | undefined;
}

export interface MatchingTerms {
  readonly kind: 'matching';
  readonly operation: MatchingOperation;
  readonly columns: readonly KeyColumn[];
  readonly caps: CapsWanted;
  readonly maxMatches?: number | undefined;
  /** Whether the party that mixes last may be able to test more keys than the recipient. */
  readonly allowLargerLast?: boolean | undefined;
  readonly minUsable?: number | undefined;
}

/** Records a list, for everyone and for those that are named. */
export interface CapsWanted {
  readonly general: number;
  readonly byName: ReadonlyMap<string, number>;
}

/** Throws USAGE where the proposal does not fit the roster, AGREEMENT_INVALID where it contradicts itself. */
export function agreementOf(proposal: Proposal, parties: readonly Party[], meeting: Agreement['meeting']): Agreement {
  const { terms } = proposal;
  const names = parties.map((party) => party.name);
  const caps = terms.kind === 'matching' ? [...terms.caps.byName.keys()] : [];
  for (const name of [...proposal.recipients, ...proposal.withoutData, ...(proposal.holders ?? []), ...caps]) {
    if (!names.includes(name)) throw usage(`"${name}" is named with --to, --without-data, --holder or --cap, but is not a party: the parties are ${names.join(', ')}.`);
  }
  const contributors = names.filter((name) => !proposal.withoutData.includes(name));
  const recipients = proposal.recipients.length === 0 ? usualRecipients(terms, names, contributors) : names.filter((name) => proposal.recipients.includes(name));
  return validateAgreement({
    format: FORMAT,
    id: toHex(randomBytes(16)),
    purpose: proposal.purpose.normalize('NFC'),
    ...(proposal.legalBasis === undefined ? {} : { legalBasis: proposal.legalBasis.normalize('NFC') }),
    parties,
    contributors,
    recipients,
    ...(terms.kind === 'linear' ? linearPart(terms, contributors) : matchingPart(terms, contributors, recipients)),
    ...thresholdOf(proposal, names),
    meeting,
    relay: proposal.relay,
    created: toInstant(proposal.created),
    expires: toInstant(proposal.expires),
    runs: proposal.runs,
  });
}

/** Everyone, where nothing is matched; otherwise who has a list, and of several lists the proposer alone, who stands first in the roster. */
function usualRecipients({ operation }: LinearTerms | MatchingTerms, names: readonly string[], contributors: readonly string[]): readonly string[] {
  if (operation.name === 'match') return contributors.slice(0, 1);
  return operation.name === 'psi' ? contributors : names;
}

function linearPart({ operation, columns, maxRows, allowTwo, allowNoRows }: LinearTerms, contributors: readonly string[]): Pick<LinearAgreement, 'operation' | 'columns' | 'limits'> {
  checkContributors(contributors.length, allowTwo);
  return { operation, columns, limits: { maxRows, minContributors: allowTwo ? 2 : USUAL_MIN_CONTRIBUTORS, ...(allowNoRows === true ? { allowNoRows } : {}) } };
}

function matchingPart({ operation, columns, caps, maxMatches, minUsable, allowLargerLast = false }: MatchingTerms, contributors: readonly string[], recipients: readonly string[]): Pick<MatchingAgreement, 'operation' | 'columns' | 'limits'> {
  const limits = { caps: contributors.map((name) => ({ name, records: caps.byName.get(name) ?? caps.general })), ...(maxMatches === undefined ? {} : { maxMatches }), ...(minUsable === undefined ? {} : { minUsable }) };
  const excessive = excessiveTester({ operation, contributors, recipients, limits });
  if (excessive === undefined) return { operation, columns, limits };
  if (allowLargerLast) return { operation, columns, limits: { ...limits, lastMayTest: excessive } };
  throw new MpcError(
    'USAGE',
    `${excessive.name} mixes last, and by its cap could test ${excessive.keys} keys against the other lists unseen: more than the recipient may.`,
    'Let a party that has no list mix last (name it last, with --cap NAME=0), or give the last one a cap no larger than the recipient’s; if all know it and mean it, --allow-larger-last.',
  );
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

/** Throws USAGE where a total would show one contributor what another put in, and nobody said that this is meant. */
export function checkContributors(contributors: number, allowTwo: boolean): void {
  if (contributors < 2) throw usage('A joint computation needs at least two parties that put data in.');
  if (contributors >= USUAL_MIN_CONTRIBUTORS || allowTwo) return;
  throw new MpcError(
    'USAGE',
    'With two contributors, each can subtract its own total from the result and learns exactly what the other put in.',
    'If that is what both want, say so with --allow-two; otherwise find a third contributor.',
  );
}

function toInstant(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function usage(message: string): MpcError {
  return new MpcError('USAGE', message, 'See the command with --help.');
}
