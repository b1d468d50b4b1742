/** What a table's reveal hides, by its conditions and by parties that shut more: whole cells, columns by name, and what follows from either. */
import type { TableReveal } from '../check/program.js';
import { walk, type Expr } from '../syntax/tree.js';
import { isTrue, type Cell, type World } from './world.js';

export interface Hidden {
  readonly wholeCell: boolean;
  /** Columns of the table that are hidden in a cell that is not hidden as a whole. */
  readonly columns: ReadonlySet<string>;
}

const RUNNING: ReadonlySet<string> = new Set(['running_sum', 'running_product']);

/** For each cell of the table, in order. */
export function hiddenIn(world: World, reveal: TableReveal): Hidden[] {
  const { table, hide } = reveal;
  const shut = world.shut.cells.get(reveal);
  const cells = world.cells.get(table.name) ?? [];
  // The last key runs through all its values before another changes: running totals go on that far.
  const last = table.keys.at(-1)?.size ?? 1;
  const columns = [...table.columns.values()].map(({ name, value }) => ({ name, ...namesIn(value) }));
  const all: Hidden[] = [];
  for (const cell of cells) {
    const isHidden = (value: Expr): boolean => isTrue(world, value, { cell, table });
    const byParties = shut?.get(cell.index);
    const wholeCell = byParties?.isWhole === true || hide.some((each) => each.columns === undefined && isHidden(each.value));
    const hidden = new Set([...(byParties?.columns ?? []), ...hide.flatMap((each) => (each.columns !== undefined && isHidden(each.value) ? each.columns.map(({ text }) => text) : []))]);
    const before = cell.index % last === 0 ? undefined : all[cell.index - 1];
    for (const { name, uses, runs } of columns) {
      // Once a part of it is hidden, a running total stays hidden: two visible totals would show what lies between them.
      const ran = runs.length > 0 && before !== undefined && (before.wholeCell || before.columns.has(name) || runs.some((each) => before.columns.has(each)));
      if (ran || uses.some((each) => hidden.has(each))) hidden.add(name);
    }
    all.push({ wholeCell, columns: hidden });
  }
  return all;
}

export function hiddenOf(all: readonly Hidden[], cell: Cell): Hidden {
  return all[cell.index] ?? { wholeCell: true, columns: new Set() };
}

/** Names that a column uses, and names that it uses of earlier cells, including the column itself. */
function namesIn(value: Expr): { readonly uses: readonly string[]; readonly runs: readonly string[] } {
  const uses: string[] = [];
  const runs: string[] = [];
  for (const each of walk(value)) {
    if (each.kind === 'name') uses.push(each.name);
    if (each.kind === 'call' && RUNNING.has(each.name)) runs.push(each.name, ...[...walk(each)].flatMap((part) => (part.kind === 'name' ? [part.name] : [])));
  }
  return { uses, runs };
}
