import { LongArray } from '../../../long-array.js';
import type { Texts } from '../../../texts/texts.js';
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
  return { count: count.toString(), matches: new LongArray(() => matchObjects(matches), matchTexts(matches)), notTested: untested, ...told };
}

function* matchObjects(matches: MatchedRows): Generator<MatchJson> {
  const { columns, hasRules, payloadColumns } = matches;
  for (const { row, cells, rules, groups, payload } of matches) {
    // Built from entries, because a column may have any name, even "__proto__".
    const entries: [string, unknown][] = [['row', row]];
    for (let i = 0; i < columns.length; i++) entries.push([columns[i] as string, cells[i] ?? '']);
    if (hasRules) entries.push(['rules', rules]);
    if (groups !== undefined) entries.push(['groups', groups]);
    if (payload !== undefined) entries.push(['payload', payloadObject(payloadColumns, payload)]);
    yield Object.fromEntries(entries) as MatchJson;
  }
}

/** The same objects as text, which is several times faster to make: there may be millions. Undefined if an object would order its names in another way. */
function matchTexts(matches: MatchedRows): (() => Generator<string>) | undefined {
  const { columns, hasRules, payloadColumns } = matches;
  if (columns.some((name) => OWN_NAMES.includes(name) || NUMBER.test(name))) return undefined;
  const names = columns.map((name) => `,${JSON.stringify(name)}:`);
  return function* texts() {
    for (const { row, cells, rules, groups, payload } of matches) {
      let text = `{"row":${row}`;
      for (let i = 0; i < names.length; i++) text += (names[i] as string) + JSON.stringify(cells[i] ?? '');
      if (hasRules) text += `,"rules":${JSON.stringify(rules)}`;
      if (groups !== undefined) text += `,"groups":${JSON.stringify(groups)}`;
      if (payload !== undefined) text += `,"payload":${JSON.stringify(payloadObject(payloadColumns, payload))}`;
      yield `${text}}`;
    }
  };
}

/** Names of an object that are not those of columns. */
const OWN_NAMES = ['row', 'rules', 'groups', 'payload'];
/** JavaScript puts such names first. */
const NUMBER = /^\d+$/;

function payloadObject(columns: readonly string[], payload: readonly string[]): object {
  return Object.fromEntries(columns.map((name, i) => [name, payload[i] ?? '']));
}

export function* matchingView(agreement: MatchingAgreement, { count, matches, tested }: MatchingJson, isCount: boolean, { lists: texts }: Texts): Generator<Block> {
  if (isCount) {
    yield { kind: 'line', text: texts.keysInCommon(count) };
  } else if (matches === undefined) {
    yield { kind: 'line', text: texts.withheld(count) };
  } else {
    if (count !== '0') yield matchTable(agreement, Number(count), membersOf(matches), texts);
    yield { kind: 'line', text: texts.rowsMatch(count) };
  }
  if (tested !== undefined) yield { kind: 'line', text: texts.toldTested(tested) };
}

function matchTable({ operation, columns }: MatchingAgreement, count: number, matches: Iterable<MatchJson>, texts: Texts['lists']): Block {
  const names = columns.map(({ name }) => name);
  const payload = operation.payload?.columns ?? [];
  const cellsOf = (match: MatchJson) => [String(match.row), ...names.map((name) => String(match[name])), ...(match.rules === undefined ? [] : [surest(match.rules, match.groups, texts)]), ...payload.map((name) => match.payload?.[name] ?? '')];
  function* rows(): Generator<string[]> {
    for (const match of matches) yield cellsOf(match);
  }
  return { kind: 'texts', head: [texts.head.row, ...names, ...(isNear(operation) || hasGroups(columns) ? [texts.head.matchedBy] : []), ...payload], count, rows: rows() };
}

/** For people: the strictest rule, and how many more agree. */
function surest(rules: readonly string[], groups: readonly string[] | undefined, texts: Texts['lists']): string {
  const rule = texts.ruleName(rules[0] ?? '');
  const first = groups === undefined ? rule : `${groups[0] ?? ''}: ${rule}`;
  return rules.length === 1 ? first : texts.andMore(first, rules.length - 1);
}

/** Warns that rows without a key are not rows that do not match. */
export function untestedWarnings({ notTested: { count, rows } }: MatchingJson, { lists: texts }: Texts): string[] {
  if (count === '0') return [];
  const first: number[] = [];
  for (const row of membersOf(rows)) {
    if (first.length === MOST_NAMED_ROWS) break;
    first.push(row);
  }
  return [texts.notTested({ count, first, isAll: Number(count) <= first.length })];
}

function membersOf<T>(array: LongArray<T> | readonly T[]): Iterable<T> {
  return array instanceof LongArray ? array.members() : array;
}
