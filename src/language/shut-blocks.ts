/** By whom and why something is shut, for people. */
import type { Result, ResultRow } from './evaluate/results.js';
import type { ResultBlock } from './result-block.js';
import { listed } from './words/numerals.js';

type Because = Pick<Extract<Result, { value: unknown }>, 'why' | 'by' | 'of'>;

/** For a single value. */
export function shutText({ by = [], of = [] }: Because): string {
  if (of.length > 0) return `not revealed: a total over the rows of ${listed(of)}, where cells are shut${by.length === 0 ? '' : `, some by ${listed(by)}`}`;
  return `not revealed: ${listed(by)} shut it, since the condition does not hold without ${by.length > 1 ? 'their' : 'its'} own rows`;
}

/** Lines below a table: each party with the cells that it shut, and cells that are shut with those of other tables. */
export function shutLines(keys: readonly string[], rows: readonly ResultRow[]): ResultBlock[] {
  const byParty = new Map<string, string[]>();
  const byTable = new Map<string, string[]>();
  for (const row of rows) {
    const cell = keys.map((key) => String(row[key])).join(' ');
    const [by, of] = [namesIn(row['by']), namesIn(row['of'])];
    for (const [found, names] of of.length > 0 ? [[byTable, of] as const] : [[byParty, by] as const]) for (const name of names) found.set(name, [...(found.get(name) ?? []), cell]);
  }
  return [
    ...[...byParty].map(([name, cells]) => line(`Shut by ${name}, since the condition hides them without its own rows: ${cells.join('; ')}.`)),
    ...[...byTable].map(([name, cells]) => line(`Shut with cells of ${name}, which are over the same rows: ${cells.join('; ')}.`)),
  ];
}

function line(text: string): ResultBlock {
  return { kind: 'line', text };
}

function namesIn(value: ResultRow[string] | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
