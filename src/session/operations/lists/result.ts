import { LongArray } from '../../../long-array.js';
import type { Block } from '../result-view.js';
import { hasGroups, isNear } from './key-rules.js';
import type { MatchedRows, MatchingResult } from './matched-rows.js';
import type { MatchingAgreement } from './types.js';

/** The most row numbers in a sentence. */
const MOST_NAMED_ROWS = 10;

/** `result` in the output of --json: schemas/session.schema.json. */
export interface MatchingJson {
  readonly count: string;
  readonly matches?: LongArray<MatchJson> | readonly MatchJson[];
  /** Set if more rows match than the agreement allows the recipient's program to show. */
  readonly withheld?: true;
  /** Rows without a key: it is unknown whether another list has them. */
  readonly notTested: { readonly count: string; readonly rows: LongArray<number> | readonly number[] };
  /** For every list, how many rows it has and how many of them make keys, as its owner says. Only if the agreement lets owners tell. */
  readonly tested?: readonly { readonly name: string; readonly rows: string; readonly tested: string }[];
}

/** One matching row of the recipient's own: its number, its key columns by name, and the payload. */
export type MatchJson = { readonly row: number; readonly rules?: readonly string[]; readonly groups?: readonly string[]; readonly payload?: Readonly<Record<string, string>> } & Readonly<Record<string, unknown>>;

/** @param isCount whether only the number was agreed. */
export function matchingJson({ count, matches, notTested, tested }: MatchingResult, isCount: boolean): MatchingJson {
  const untested = { count: notTested.count.toString(), rows: new LongArray(() => notTested.rows()) };
  const told = tested === undefined ? {} : { tested: tested.map((each) => ({ name: each.name, rows: each.rows.toString(), tested: each.tested.toString() })) };
  if (matches === undefined) return { count: count.toString(), ...(isCount ? {} : { withheld: true }), notTested: untested, ...told };
  return { count: count.toString(), matches: new LongArray(() => matchObjects(matches)), notTested: untested, ...told };
}

function* matchObjects(matches: MatchedRows): Generator<MatchJson> {
  const { columns, hasRules, payloadColumns } = matches;
  for (const { row, cells, rules, groups, payload } of matches) {
    // Built from entries, because a column may have any name, even "__proto__".
    const entries: [string, unknown][] = [['row', row]];
    for (let i = 0; i < columns.length; i++) entries.push([columns[i] as string, cells[i] ?? '']);
    if (hasRules) entries.push(['rules', rules]);
    if (groups !== undefined) entries.push(['groups', groups]);
    if (payload !== undefined) entries.push(['payload', Object.fromEntries(payloadColumns.map((name, i) => [name, payload[i] ?? '']))]);
    yield Object.fromEntries(entries) as MatchJson;
  }
}

export function* matchingView(agreement: MatchingAgreement, { count, matches, tested }: MatchingJson, isCount: boolean): Generator<Block> {
  if (isCount) {
    yield { kind: 'line', text: `Keys in common: ${count}` };
  } else if (matches === undefined) {
    yield { kind: 'line', text: `Rows that match: ${count}. More than the agreement lets this program show.` };
  } else {
    if (count !== '0') yield matchTable(agreement, Number(count), membersOf(matches));
    yield { kind: 'line', text: `Rows that match: ${count}` };
  }
  if (tested !== undefined) yield { kind: 'line', text: `Rows that could be tested, as each party says of its own list: ${tested.map((each) => `${each.name} ${each.tested} of ${each.rows}`).join(', ')}` };
}

function matchTable({ operation, columns }: MatchingAgreement, count: number, matches: Iterable<MatchJson>): Block {
  const names = columns.map(({ name }) => name);
  const payload = operation.payload?.columns ?? [];
  const cellsOf = (match: MatchJson) => [String(match.row), ...names.map((name) => String(match[name])), ...(match.rules === undefined ? [] : [surest(match.rules, match.groups)]), ...payload.map((name) => match.payload?.[name] ?? '')];
  function* rows(): Generator<string[]> {
    for (const match of matches) yield cellsOf(match);
  }
  return { kind: 'texts', head: ['row', ...names, ...(isNear(operation) || hasGroups(columns) ? ['matched by'] : []), ...payload], count, rows: rows() };
}

/** For people: the strictest rule, and how many more agree. */
function surest(rules: readonly string[], groups: readonly string[] | undefined): string {
  const first = groups === undefined ? (rules[0] ?? '') : `${groups[0] ?? ''}: ${rules[0] ?? ''}`;
  return rules.length === 1 ? first : `${first} (and ${rules.length - 1} more)`;
}

/** Warns that rows without a key are not rows that do not match. */
export function untestedWarnings({ notTested: { count, rows } }: MatchingJson): string[] {
  if (count === '0') return [];
  const first: number[] = [];
  for (const row of membersOf(rows)) {
    if (first.length === MOST_NAMED_ROWS) break;
    first.push(row);
  }
  const more = Number(count) > first.length ? ', …' : '';
  return [`NOT TESTED: ${count === '1' ? '1 row makes' : `${count} rows make`} no key (${count === '1' ? 'row' : 'rows'} ${first.join(', ')}${more}). Whether another list has ${count === '1' ? 'it' : 'them'} is not known.`];
}

function membersOf<T>(array: LongArray<T> | readonly T[]): Iterable<T> {
  return array instanceof LongArray ? array.members() : array;
}
