import { LongArray } from '../../../long-array.js';
import type { Block } from '../result-view.js';
import { hasGroups, isNear } from './key-rules.js';
import type { MatchedRows, MatchingResult } from './matched-rows.js';
import type { MatchingAgreement } from './types.js';

/** Numbers of rows in a sentence. */
const MOST_NAMED_ROWS = 10;

/** What `result` is in what --json prints: schemas/session.schema.json. */
export interface MatchingJson {
  readonly count: string;
  readonly matches?: LongArray<MatchJson> | readonly MatchJson[];
  /** More rows match than the agreement lets the recipient's program show. */
  readonly withheld?: true;
  /** Rows of which no key could be made: whether another list has them is not known. */
  readonly notTested: { readonly count: string; readonly rows: LongArray<number> | readonly number[] };
  /** How many rows every list has and how many of them make keys, as its owner says; only where the agreement lets owners tell. */
  readonly tested?: readonly { readonly name: string; readonly rows: string; readonly tested: string }[];
}

/** One row of the recipient's own that matches: its number, its key columns by their names, and what goes with them. */
export type MatchJson = { readonly row: number; readonly rules?: readonly string[]; readonly groups?: readonly string[]; readonly payload?: Readonly<Record<string, string>> } & Readonly<Record<string, unknown>>;

/** @param isCount whether the number alone is what was agreed. */
export function matchingJson({ count, matches, notTested, tested }: MatchingResult, isCount: boolean): MatchingJson {
  const untested = { count: notTested.count.toString(), rows: new LongArray(() => notTested.rows()) };
  const told = tested === undefined ? {} : { tested: tested.map((each) => ({ name: each.name, rows: each.rows.toString(), tested: each.tested.toString() })) };
  if (matches === undefined) return { count: count.toString(), ...(isCount ? {} : { withheld: true }), notTested: untested, ...told };
  return { count: count.toString(), matches: new LongArray(() => matchObjects(matches)), notTested: untested, ...told };
}

function* matchObjects(matches: MatchedRows): Generator<MatchJson> {
  const { columns, hasRules, payloadColumns } = matches;
  for (const { row, cells, rules, groups, payload } of matches) {
    // Own names only: a column may be called anything, "__proto__" too.
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

/** For people: the rule that says most, and how many more agree. */
function surest(rules: readonly string[], groups: readonly string[] | undefined): string {
  const first = groups === undefined ? (rules[0] ?? '') : `${groups[0] ?? ''}: ${rules[0] ?? ''}`;
  return rules.length === 1 ? first : `${first} (and ${rules.length - 1} more)`;
}

/** Rows of which no key could be made must not be taken for rows that do not match. */
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
