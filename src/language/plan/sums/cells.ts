/** How many sums a plan has, and of which cells. */
import type { Checked, Table } from '../../check/program.js';
import { shownValue, type PartyNames, type Shown } from '../../evaluate/results.js';
import { worldOf } from '../../evaluate/run.js';
import { cellsOf } from '../../evaluate/tables.js';
import { valueOfTotal } from '../../evaluate/totals.js';
import type { Cell } from '../../evaluate/world.js';
import { withoutData, type PublicInputs } from './enter.js';
import type { Measure } from './layout.js';

/** Of each measure the number of its sums: one, or one a cell. */
export function sumCounts(checked: Checked, measures: readonly Measure[], known: PublicInputs): number[] {
  const sizes = new Map<Table, number>();
  return measures.map(({ table }) => {
    if (table === undefined) return 1;
    const size = sizes.get(table) ?? emptyCells(checked, table, known).length;
    sizes.set(table, size);
    return size;
  });
}

/** Of each cell its keys with their values. */
export function cellKeys(checked: Checked, table: Table, known: PublicInputs, names: PartyNames): Record<string, Shown>[] {
  return emptyCells(checked, table, known).map((cell) => Object.fromEntries(table.keys.map(({ name, info }) => [name, shownValue(cell.values.get(name) ?? null, info.type, names)])));
}

function emptyCells(checked: Checked, table: Table, known: PublicInputs): readonly Cell[] {
  return cellsOf(worldOf(checked, withoutData(known), { makeKey: () => undefined, watch: undefined, totalOf: valueOfTotal }), table);
}
