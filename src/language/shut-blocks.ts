/** By whom and why something is shut, for people. */
import type { Result, ResultRow } from './evaluate/results.js';
import type { ResultBlock } from './result-block.js';

type Because = Pick<Extract<Result, { value: unknown }>, 'why' | 'by' | 'of'>;

/** What a reader is told of cells and numbers that are not there, in the reader's language. */
export interface HiddenWords {
  /** What the sign in place of a cell means. */
  readonly sign: (sign: string) => string;
  readonly cells: (count: string) => string;
  readonly condition: string;
  readonly none: string;
  /** Of a single value: parties without whose rows the condition does not hold. */
  readonly byParties: (parties: readonly string[]) => string;
  /** Of a total over the rows of tables in which cells are shut. */
  readonly ofTotal: (tables: readonly string[], parties: readonly string[]) => string;
  readonly cellsByParty: (party: string, cells: readonly string[]) => string;
  readonly cellsWithTable: (table: string, cells: readonly string[]) => string;
}

/** For a single value. */
export function shutText({ by = [], of = [] }: Because, words: HiddenWords): string {
  return of.length > 0 ? words.ofTotal(of, by) : words.byParties(by);
}

/** Lines below a table: each party with the cells that it shut, and cells that are shut with those of other tables. */
export function shutLines(keys: readonly string[], rows: readonly ResultRow[], words: HiddenWords): ResultBlock[] {
  const byParty = new Map<string, string[]>();
  const byTable = new Map<string, string[]>();
  for (const row of rows) {
    const cell = keys.map((key) => String(row[key])).join(' ');
    const [by, of] = [namesIn(row['by']), namesIn(row['of'])];
    for (const [found, names] of of.length > 0 ? [[byTable, of] as const] : [[byParty, by] as const]) for (const name of names) found.set(name, [...(found.get(name) ?? []), cell]);
  }
  return [
    ...[...byParty].map(([name, cells]) => line(words.cellsByParty(name, cells))),
    ...[...byTable].map(([name, cells]) => line(words.cellsWithTable(name, cells))),
  ];
}

function line(text: string): ResultBlock {
  return { kind: 'line', text };
}

function namesIn(value: ResultRow[string] | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
