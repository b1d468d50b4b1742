import { MpcError } from '../errors.js';
import { asAgreed, groupsOf, parseKeys, parsePlaceholders } from '../linkage/index.js';
import type { AverageOperation } from '../session/operations/average/index.js';
import type { CompareTerms } from '../session/operations/compare/index.js';
import type { Learned } from '../session/operations/compare/types.js';
import { parseColumn, refuseTwice } from '../session/operations/linear/column.js';
import type { LinearTerms } from '../session/operations/linear/propose.js';
import type { LinearOperation } from '../session/operations/linear/types.js';
import { keyRulesOf } from '../session/operations/lists/key-rules.js';
import type { MatchingTerms } from '../session/operations/lists/propose.js';
import type { KeyRules, MatchingOperation } from '../session/operations/lists/types.js';
import type { MatchOperation } from '../session/operations/match/types.js';
import { usualProtocol } from '../session/operations/psi/protocol.js';
import type { PsiOperation, PsiProtocol } from '../session/operations/psi/types.js';
import type { EmptyCells } from '../session/operations/reading.js';
import type { SumOperation } from '../session/operations/sum/index.js';
import { regionsOf, type Regions } from './regions.js';

/** What is summed. Each member is the flag of that name of `mpc sum`, and has its default. */
export interface NumberTerms {
  /** Each as NAME, NAME:MIN..MAX or NAME:MIN..MAX:DECIMALS. */
  readonly columns: readonly string[];
  readonly empty?: EmptyCells | undefined;
  readonly maxRows?: number | undefined;
  readonly allowTwo?: boolean | undefined;
  readonly allowNoRows?: boolean | undefined;
}

const USUAL_MAX_ROWS = 100_000_000;
const USUAL_MAX_COMPARED = 1_000_000;
const USUAL_DIGITS = 6;
const USUAL_PSI_CAP = 5000;
const USUAL_MATCH_CAP = 1000;

/** The exact sum of columns over all rows of all contributors. Throws USAGE. */
export function sum(terms: NumberTerms): LinearTerms<SumOperation> {
  return numbers(terms, { name: 'sum', emptyCells: terms.empty ?? 'refuse' });
}

/** The exact average of columns over all rows of all contributors; `digits` beyond a column's decimals, default 6. Throws USAGE. */
export function average(terms: NumberTerms & { readonly digits?: number | undefined }): LinearTerms<AverageOperation> {
  return numbers(terms, { name: 'average', emptyCells: terms.empty ?? 'refuse', digits: terms.digits ?? USUAL_DIGITS });
}

function numbers<O extends LinearOperation>(terms: NumberTerms, operation: O): LinearTerms<O> {
  const columns = terms.columns.map(parseColumn);
  refuseTwice(columns);
  return { operation, columns, maxRows: terms.maxRows ?? USUAL_MAX_ROWS, allowTwo: terms.allowTwo ?? false, allowNoRows: terms.allowNoRows };
}

/** How one number of each party is compared. Each member is the flag of that name of `mpc compare`, and has its default. */
export interface CompareOptions extends Pick<NumberTerms, 'empty' | 'maxRows'> {
  /** As NAME, NAME:MIN..MAX or NAME:MIN..MAX:DECIMALS. */
  readonly column: string;
  readonly learn: readonly Learned[];
  /** With `more`: the name of the proposer, whose number is compared with the other's. */
  readonly proposer?: string | undefined;
}

/** Who has most or least, the order, the greatest, the smallest or the median of one number of each party, or whether the proposer has more. Throws USAGE. */
export function compare(terms: CompareOptions): CompareTerms {
  const learn = [...new Set(terms.learn)];
  if (learn.includes('more') && terms.proposer === undefined) throw usage('learn has "more", and it is not said who proposes.', 'Give proposer: your own name.');
  const first = learn.includes('more') && terms.proposer !== undefined ? { first: terms.proposer } : {};
  return { operation: { name: 'compare', emptyCells: terms.empty ?? 'refuse', learn, ...first }, column: parseColumn(terms.column), maxRows: terms.maxRows ?? USUAL_MAX_COMPARED };
}

/** How rows are compared. Each member is the flag of that name of `mpc psi`, and has its default. */
export interface KeyTerms {
  /** Each as COLUMN or COLUMN:KIND; together they are one key. With GROUP/ in front, any one of several keys. */
  readonly key: readonly string[];
  /** The country of phone numbers and postcodes: one for all columns, or by column. */
  readonly region?: Regions | undefined;
  readonly near?: boolean | undefined;
  /** Further texts that mean that a cell has no value. */
  readonly placeholders?: readonly string[] | undefined;
  /** Rows in each list, for all lists, or by the names of parties. */
  readonly cap?: number | Readonly<Record<string, number>> | undefined;
  /** The cap of lists whose parties `cap` does not name. */
  readonly otherCap?: number | undefined;
  readonly maxMatches?: number | undefined;
  /** Rows in a hundred that must make keys. */
  readonly minUsable?: number | undefined;
  /** Let recipients also learn how many rows each list has, and how many of them make keys. */
  readonly tellTested?: boolean | undefined;
}

/** How two lists are compared. Each member is the flag of that name of `mpc psi`, and has its default. */
export interface PsiTerms extends KeyTerms {
  /** Reveal only how many keys both lists have. */
  readonly count?: boolean | undefined;
  readonly protocol?: 'auto' | Exclude<PsiProtocol, 'dh-count'> | undefined;
  /** Columns of the other list that a recipient also gets for rows that match, and how many bytes those of a row may take. */
  readonly payload?: { readonly columns: readonly string[]; readonly bytes?: number | undefined } | undefined;
  /** The recipients and those without data, as in the proposal: the usual protocol depends on them. */
  readonly recipients?: readonly string[] | undefined;
  readonly withoutData?: readonly string[] | undefined;
}

/** Which rows are on both of two lists, or only how many. Throws USAGE. */
export function psi(terms: PsiTerms): MatchingTerms<PsiOperation> {
  const { count = false, protocol = 'auto', payload } = terms;
  if (count && (terms.near === true || payload !== undefined || terms.maxMatches !== undefined || protocol !== 'auto')) {
    throw usage('count excludes near, payload, maxMatches and protocol: who learns only a number has no row to be told more of.', 'Leave count out, or the others.');
  }
  return matching(terms, USUAL_PSI_CAP, (keys, caps) => ({
    name: 'psi',
    protocol: count ? 'dh-count' : protocol === 'auto' ? usualProtocol(caps, terms.recipients ?? [], terms.withoutData ?? [], keys.rules.length) : protocol,
    reveals: count ? 'count' : 'matches',
    keys,
    ...(payload === undefined ? {} : { payload: { columns: payload.columns.map((name) => name.normalize('NFC').trim()), bytes: payload.bytes ?? 256 } }),
  }));
}

/** Which rows of one list stand in any of several others. Throws USAGE. */
export function match(terms: KeyTerms & { readonly allowLargerLast?: boolean | undefined }): MatchingTerms<MatchOperation> {
  return { ...matching(terms, USUAL_MATCH_CAP, (keys): MatchOperation => ({ name: 'match', protocol: 'block-mix', keys })), allowLargerLast: terms.allowLargerLast };
}

function matching<O extends MatchingOperation>(terms: KeyTerms, usualCap: number, operationOf: (keys: KeyRules, caps: MatchingTerms['caps']) => O): MatchingTerms<O> {
  if (terms.key.length === 0) throw usage('key names no column.', 'Name the columns that say who a row is.');
  const columns = asAgreed(parseKeys(terms.key), { regions: regionsOf(terms.region) });
  const keys = keyRulesOf(columns, terms.near ?? false, parsePlaceholders(terms.placeholders));
  if (terms.near === true && keys.rules.length === groupsOf(columns).length) throw usage('--near: nothing can be written a little differently in columns of these kinds.', 'Leave --near out, or give the kinds, such as --key surname:name --key born:date.');
  const { cap } = terms;
  const caps = { general: typeof cap === 'number' ? cap : (terms.otherCap ?? usualCap), byName: new Map(typeof cap === 'object' ? Object.entries(cap) : []) };
  return { operation: operationOf(keys, caps), columns, caps, maxMatches: terms.maxMatches, minUsable: terms.minUsable, tellTested: terms.tellTested };
}

function usage(message: string, next: string): MpcError {
  return new MpcError('USAGE', message, next);
}
