import { formatDecimal, parseDecimal } from '../../crypto/decimal.js';
import { toHex } from '../../crypto/bytes.js';
import { randomBytes } from '../../crypto/random.js';
import { MpcError } from '../../errors.js';
import { validateAgreement } from './canonical.js';
import { FORMAT, type Agreement, type Column, type Operation, type Party, type Threshold } from './types.js';

/** Wide enough for money and head counts: ± 10^13 with two decimals. */
const DEFAULT_DECIMALS = 2;
const DEFAULT_LIMIT = '10000000000000';

export const DEFAULT_MAX_ROWS = 100_000_000;
/** The least number of contributors whose total says nothing certain about any one of them to another. */
export const USUAL_MIN_CONTRIBUTORS = 3;

/** What a proposer decides; the roster comes with it, or, in a session by invite, once everyone is there. */
export interface Proposal {
  readonly purpose: string;
  readonly legalBasis?: string | undefined;
  readonly operation: Operation;
  readonly columns: readonly Column[];
  /** Names; empty means every party. */
  readonly recipients: readonly string[];
  /** Names of parties that put no data in. */
  readonly withoutData: readonly string[];
  /** How many holders open the result, where nobody is to learn it in the session. */
  readonly threshold?: number | undefined;
  /** Names; empty means every party. */
  readonly holders?: readonly string[];
  readonly maxRows: number;
  readonly allowTwo: boolean;
  readonly relay: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly expires: number;
  readonly runs: number;
}

/** Throws USAGE where the proposal does not fit the roster, AGREEMENT_INVALID where it contradicts itself. */
export function agreementOf(proposal: Proposal, parties: readonly Party[], meeting: Agreement['meeting']): Agreement {
  const names = parties.map((party) => party.name);
  for (const name of [...proposal.recipients, ...proposal.withoutData, ...(proposal.holders ?? [])]) {
    if (!names.includes(name)) throw usage(`"${name}" is named with --to, --without-data or --holder, but is not a party: the parties are ${names.join(', ')}.`);
  }
  const contributors = names.filter((name) => !proposal.withoutData.includes(name));
  checkContributors(contributors.length, proposal.allowTwo);
  return validateAgreement({
    format: FORMAT,
    id: toHex(randomBytes(16)),
    purpose: proposal.purpose.normalize('NFC'),
    ...(proposal.legalBasis === undefined ? {} : { legalBasis: proposal.legalBasis.normalize('NFC') }),
    operation: proposal.operation,
    columns: proposal.columns,
    parties,
    contributors,
    recipients: proposal.recipients.length === 0 ? names : names.filter((name) => proposal.recipients.includes(name)),
    ...thresholdOf(proposal, names),
    limits: { maxRows: proposal.maxRows, minContributors: proposal.allowTwo ? 2 : USUAL_MIN_CONTRIBUTORS },
    meeting,
    relay: proposal.relay,
    created: toInstant(proposal.created),
    expires: toInstant(proposal.expires),
    runs: proposal.runs,
  });
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

/**
 * Reads NAME[:MIN..MAX[:DECIMALS]]. MIN and MAX are in the column's own units; with a range but without DECIMALS,
 * integers; without a range, two decimals and ± 10^13. Throws USAGE.
 */
export function parseColumn(text: string): Column {
  const [name = '', range, decimals, ...more] = text.split(':');
  if (name.trim() === '' || more.length > 0) throw badColumn(text, 'it is not NAME or NAME:MIN..MAX or NAME:MIN..MAX:DECIMALS');
  if (range === undefined) return columnOf(text, name, `-${DEFAULT_LIMIT}`, DEFAULT_LIMIT, DEFAULT_DECIMALS);
  const [min, max, ...rest] = range.split('..');
  if (min === undefined || max === undefined || rest.length > 0) throw badColumn(text, `"${range}" is not MIN..MAX`);
  if (decimals !== undefined && !/^\d{1,2}$/.test(decimals)) throw badColumn(text, 'DECIMALS is not a whole number from 0 to 30');
  return columnOf(text, name, min, max, decimals === undefined ? 0 : Number(decimals));
}

function columnOf(text: string, name: string, min: string, max: string, decimals: number): Column {
  if (decimals > 30) throw badColumn(text, 'DECIMALS is not a whole number from 0 to 30');
  const low = parseDecimal(min.trim(), decimals);
  const high = parseDecimal(max.trim(), decimals);
  if (low === undefined || high === undefined) throw badColumn(text, `MIN and MAX are not numbers with at most ${decimals} decimals`);
  if (low > high) throw badColumn(text, 'MIN is greater than MAX');
  return { name: name.normalize('NFC').trim(), type: 'number', decimals, min: formatDecimal(low, decimals), max: formatDecimal(high, decimals) };
}

function badColumn(text: string, why: string): MpcError {
  return new MpcError('USAGE', `--column ${text}: ${why}.`, 'Write, for example, --column salary:0..500000:2 for numbers from 0 to 500000 with two decimals.');
}

function usage(message: string): MpcError {
  return new MpcError('USAGE', message, 'See the command with --help.');
}
