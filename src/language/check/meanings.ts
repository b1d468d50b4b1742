/** What names stand for. */
import { walk, type Expr } from '../syntax/tree.js';
import type { Checked, Table } from './program.js';

/** A column of the table, or a let. */
export function meaningOf(checked: Checked, name: string, table: Table | undefined): Expr | undefined {
  return table?.columns.get(name)?.value ?? checked.lets.get(name)?.tree.value;
}

/** The parts of an expression, and those of what its names stand for. A name that is used twice is looked into once, because chains of names would double the work with each link. */
export function* throughNames(expr: Expr, meaning: (name: string) => Expr | undefined, seen = new Set<string>()): Generator<Expr> {
  for (const each of walk(expr)) {
    yield each;
    if (each.kind !== 'name' || seen.has(each.name)) continue;
    seen.add(each.name);
    const behind = meaning(each.name);
    if (behind !== undefined) yield* throughNames(behind, meaning, seen);
  }
}
