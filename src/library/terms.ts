import { MpcError } from '../errors.js';
import { parseKey, parsePlaceholders, type KeyColumn } from '../linkage/index.js';
import type { AverageOperation } from '../session/operations/average/index.js';
import { parseColumn } from '../session/operations/linear/column.js';
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

/** How rows are compared. Each member is the flag of that name of `mpc psi`, and has its default. */
export interface KeyTerms {
  /** Each as COLUMN or COLUMN:KIND; together they are one key. */
  readonly key: readonly string[];
  readonly near?: boolean | undefined;
  /** Texts that stand for no value, beside what is known. */
  readonly placeholders?: readonly string[] | undefined;
  /** Rows a list, for all lists, or by the names of parties. */
  readonly cap?: number | Readonly<Record<string, number>> | undefined;
  readonly maxMatches?: number | undefined;
  /** Rows in a hundred that must make keys. */
  readonly minUsable?: number | undefined;
}

export interface PsiTerms extends KeyTerms {
  /** Reveal only how many keys both lists have. */
  readonly count?: boolean | undefined;
  readonly protocol?: 'auto' | Exclude<PsiProtocol, 'dh-count'> | undefined;
  /** Columns of the other list that a recipient also gets, for rows that match, and how many bytes those of a row may take. */
  readonly payload?: { readonly columns: readonly string[]; readonly bytes?: number | undefined } | undefined;
  /** The recipients and those without data, as they stand in the proposal: the usual protocol depends on them. */
  readonly recipients?: readonly string[] | undefined;
  readonly withoutData?: readonly string[] | undefined;
}

/** Which rows stand in both of two lists, or only how many. Throws USAGE. */
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
  return { ...matching(terms, USUAL_MATCH_CAP, (keys): MatchOperation => ({ name: 'match', protocol: 'mix', keys })), allowLargerLast: terms.allowLargerLast };
}

function matching<O extends MatchingOperation>(terms: KeyTerms, usualCap: number, operationOf: (keys: KeyRules, caps: MatchingTerms['caps']) => O): MatchingTerms<O> {
  const columns = terms.key.map(parseKey).map((column): KeyColumn => (column.type === 'date' ? { ...column, order: column.order ?? 'ymd' } : column));
  if (columns.length === 0) throw usage('key names no column.', 'Name the columns that say who a row is.');
  refuseTwice(columns);
  const keys = keyRulesOf(columns, terms.near ?? false, parsePlaceholders([...(terms.placeholders ?? [])]));
  if (terms.near === true && keys.rules.length === 1) throw usage('near: nothing can be written a little differently in columns of these kinds.', 'Leave near out, or give the kinds of the columns.');
  const { cap } = terms;
  const caps = { general: typeof cap === 'number' ? cap : usualCap, byName: new Map(typeof cap === 'object' ? Object.entries(cap) : []) };
  return { operation: operationOf(keys, caps), columns, caps, maxMatches: terms.maxMatches, minUsable: terms.minUsable };
}

function refuseTwice(columns: readonly { readonly name: string }[]): void {
  const twice = columns.find((column, i) => columns.findIndex((other) => other.name === column.name) !== i);
  if (twice !== undefined) throw usage(`The column "${twice.name}" is named twice.`, 'Name each column once.');
}

function usage(message: string, next: string): MpcError {
  return new MpcError('USAGE', message, next);
}
