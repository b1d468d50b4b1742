import { grouped, table, textTable } from '../io/table.js';
import { isNear } from '../session/operations/lists/checks.js';
import { isMatching, type Agreement, type LinearAgreement, type MatchingAgreement } from '../session/agreement/types.js';
import { cleaned } from '../session/clean.js';
import type { LinearResult } from '../session/operations/linear/totals.js';
import type { MatchedRows } from '../session/operations/lists/matched-rows.js';
import type { OperationResult } from '../session/operations/run.js';
import { LongArray } from './json.js';

/** More rows than this are printed as they come, in lines: a table measures all of them first. */
const MOST_TABLE_ROWS = 1000;
const MOST_CELL_CHARS = 200;
/** Numbers of rows in a sentence. */
const MOST_NAMED_ROWS = 10;

/** What `result` is in what --json prints. `schemas/` describes it. */
export type ResultJson = LinearResult | MatchingJson;

export interface MatchingJson {
  readonly count: string;
  readonly matches?: LongArray<MatchJson> | readonly MatchJson[];
  /** More rows match than the agreement lets the recipient's program show. */
  readonly withheld?: true;
  /** Rows of which no key could be made: whether another list has them is not known. */
  readonly notTested: { readonly count: string; readonly rows: LongArray<number> | readonly number[] };
}

/** One row of the recipient's own that matches: its number, its key columns by their names, and what goes with them. */
export type MatchJson = { readonly row: number; readonly rules?: readonly string[]; readonly payload?: Readonly<Record<string, string>> } & Readonly<Record<string, unknown>>;

export function resultJson(agreement: Agreement, result: OperationResult): ResultJson {
  if ('columns' in result) return result;
  const { count, matches } = result;
  const notTested = { count: result.notTested.count.toString(), rows: new LongArray(() => result.notTested.rows()) };
  if (matches === undefined) return { count: count.toString(), ...(isCountOnly(agreement) ? {} : { withheld: true }), notTested };
  return { count: count.toString(), matches: new LongArray(() => matchObjects(matches)), notTested };
}

function* matchObjects(matches: MatchedRows): Generator<MatchJson> {
  const { columns, isNear: withRules, payloadColumns } = matches;
  for (const { row, cells, rules, payload } of matches) {
    // Own names only: a column may be called anything, "__proto__" too.
    const entries: [string, unknown][] = [['row', row]];
    for (let i = 0; i < columns.length; i++) entries.push([columns[i] as string, cells[i] ?? '']);
    if (withRules) entries.push(['rules', rules]);
    if (payload !== undefined) entries.push(['payload', Object.fromEntries(payloadColumns.map((name, i) => [name, payload[i] ?? '']))]);
    yield Object.fromEntries(entries) as MatchJson;
  }
}

/** The result as people read it, in pieces; from what --json prints of it. */
export function resultText(agreement: Agreement, result: ResultJson): Iterable<string> {
  if (isMatching(agreement) !== 'count' in result) throw new TypeError('a result of another agreement');
  return isMatching(agreement) ? matchingText(agreement, result as MatchingJson) : [`${linearTable(agreement, result as LinearResult)}\n`];
}

function linearTable(agreement: LinearAgreement, result: LinearResult): string {
  const columns = agreement.columns.map(({ name }) => ({ name, cells: result.columns[name] }));
  if (agreement.operation.name === 'sum') {
    return table(['column', 'sum'], columns.map(({ name, cells }) => [name, grouped(cells?.sum ?? '')]));
  }
  return table(
    ['column', 'average', 'count', 'sum'],
    columns.map(({ name, cells }) => {
      const { sum, count, average } = cells as { sum: string; count: string; average: string | null };
      return [name, average === null ? '(no rows)' : grouped(average), grouped(count), grouped(sum)];
    }),
  );
}

function* matchingText(agreement: MatchingAgreement, result: MatchingJson): Generator<string> {
  yield* foundText(agreement, result);
  const { count, rows } = result.notTested;
  if (count === '0') return;
  const first: number[] = [];
  for (const row of rows instanceof LongArray ? rows.members() : rows) {
    if (first.length === MOST_NAMED_ROWS) break;
    first.push(row);
  }
  const more = Number(count) > first.length ? ', …' : '';
  yield `NOT TESTED: ${count === '1' ? '1 row makes' : `${count} rows make`} no key (${count === '1' ? 'row' : 'rows'} ${first.join(', ')}${more}). Whether another list has ${count === '1' ? 'it' : 'them'} is not known.\n`;
}

function* foundText(agreement: MatchingAgreement, { count, matches }: MatchingJson): Generator<string> {
  if (isCountOnly(agreement)) {
    yield `Keys in common: ${count}\n`;
  } else if (matches === undefined) {
    yield `Rows that match: ${count}. More than the agreement lets this program show.\n`;
  } else {
    if (count !== '0') yield* rowsText(agreement, Number(count), matches instanceof LongArray ? matches.members() : matches);
    yield `Rows that match: ${count}\n`;
  }
}

function* rowsText({ operation, columns }: MatchingAgreement, count: number, rows: Iterable<MatchJson>): Generator<string> {
  const names = columns.map(({ name }) => name);
  const payload = operation.name === 'psi' ? (operation.payload?.columns ?? []) : [];
  const head = ['row', ...names, ...(isNear(operation) ? ['matched by'] : []), ...payload];
  const cellsOf = (match: MatchJson) => {
    const cells = [String(match.row), ...names.map((name) => String(match[name])), ...(match.rules === undefined ? [] : [surest(match.rules)]), ...payload.map((name) => match.payload?.[name] ?? '')];
    // What the other side wrote, and what stands in a file, must not steer the terminal.
    return cells.map((cell) => cleaned(cell, MOST_CELL_CHARS));
  };
  if (count <= MOST_TABLE_ROWS) {
    yield `${textTable(head, [...rows].map(cellsOf))}\n`;
    return;
  }
  yield `${head.join('\t')}\n`;
  for (const row of rows) yield `${cellsOf(row).join('\t')}\n`;
}

/** For people: the rule that says most, and how many more agree. */
function surest([first = '', ...more]: readonly string[]): string {
  return more.length === 0 ? first : `${first} (and ${more.length} more)`;
}

function isCountOnly({ operation }: Agreement): boolean {
  return operation.name === 'psi' && operation.reveals === 'count';
}
