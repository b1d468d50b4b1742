/** How many sums a plan has, and for which cells. */
import type { Checked, Table, TableKey } from '../../check/program.js';
import { shownValue, type PartyNames, type Shown } from '../../evaluate/results.js';
import { worldOf } from '../../evaluate/run.js';
import { cellsOf } from '../../evaluate/tables.js';
import { fitModel } from '../../evaluate/models.js';
import { valueOfTotal } from '../../evaluate/totals.js';
import type { Cell } from '../../evaluate/world.js';
import { withoutData, type PublicInputs } from './enter.js';
import type { Measure } from './layout.js';

/** The number of sums of each measure: one, or one for each cell. Makes no cells, since there may be a million of them. */
export function sumCounts(measures: readonly Measure[], known: Pick<PublicInputs, 'counts' | 'lists'>): number[] {
  return measures.map(({ table }) => cellCount(table, known));
}

/** The number of a table's cells; 1 without a table. */
export function cellCount(table: Table | undefined, { counts, lists }: Pick<PublicInputs, 'counts' | 'lists'>): number {
  return (table?.keys ?? []).reduce((size, key) => size * keySize(key, counts.get(table?.rows.role.name ?? '') ?? 0, lists), 1);
}

function keySize({ kind, size, info: { type } }: TableKey, members: number, lists: PublicInputs['lists']): number {
  if (kind === 'party') return members;
  return type.kind === 'category' && type.list !== undefined ? (lists.get(type.list)?.length ?? 0) : size;
}

/** The keys of each cell, with their values. */
export function cellKeys(checked: Checked, table: Table, known: PublicInputs, names: PartyNames): Record<string, Shown>[] {
  return emptyCells(checked, table, known).map((cell) => Object.fromEntries(table.keys.map(({ name, info }) => [name, shownValue(cell.values.get(name) ?? null, info.type, names)])));
}

function emptyCells(checked: Checked, table: Table, known: PublicInputs): readonly Cell[] {
  return cellsOf(worldOf(checked, withoutData(known), { makeKey: () => undefined, watch: undefined, totalOf: valueOfTotal, fitOf: fitModel }), table);
}
