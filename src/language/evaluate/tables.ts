/** The cells of a table: one for every combination of keys, with the last key changing fastest. */
import type { Table, TableKey } from '../check/program.js';
import { rational } from '../numbers/rational.js';
import { valueKey, type Row, type Value } from './value.js';
import { evaluate, isTrue, membersOf, type Cell, type World } from './world.js';

export function workOutTable(world: World, table: Table): void {
  const cells = cellsOf(world, table);
  world.cells.set(table.name, cells);
  for (const column of table.columns.values()) for (const cell of cells) cell.values.set(column.name, evaluate(world, column.value, { cell, table }));
}

/** The cells with their keys and rows, before any column is computed. */
export function cellsOf(world: World, table: Table): readonly Cell[] {
  const members = membersOf(world, table.rows.role.name).length;
  const combinations = table.keys.reduce<Value[][]>((so, key) => so.flatMap((values) => keyValues(world, key, members).map((value) => [...values, value])), [[]]);
  const found = rowsByKey(world, table);
  return combinations.map((values, index): Cell => {
    const named: Row = new Map(table.keys.map((key, i) => [key.name, values[i] ?? null]));
    const ofFields = fieldKeys(table).map((key) => valueKey(named.get(key.name) ?? null)).join('|');
    const rows = found.get(ofFields) ?? [];
    const party = named.get('party');
    const isShown = (member: number) => !table.byParty || (typeof party === 'object' && party !== null && 'member' in party && party.member === member);
    return { index, values: named, rows: Array.from({ length: members }, (_, member) => (isShown(member) ? (rows[member] ?? []) : [])) };
  });
}

function fieldKeys(table: Table): readonly TableKey[] {
  return table.keys.filter((key) => key.kind === 'field');
}

export function keyValues(world: World, { kind, info: { type }, size, step }: TableKey, members: number): Value[] {
  if (kind === 'party') return Array.from({ length: members }, (_, member) => ({ member }));
  const many = <T>(make: (i: bigint) => T) => Array.from({ length: size }, (_, i) => make(BigInt(i)));
  switch (type.kind) {
    case 'bool':
      return [false, true];
    case 'category':
      return [...(type.values ?? world.lists.get(type.list ?? '') ?? [])];
    case 'month':
      return many((i) => type.low + i);
    case 'number':
      return many((i) => rational(type.low + i * step));
    default:
      return [];
  }
}

/** The rows of each member, by combination of the fields among the keys. */
function rowsByKey(world: World, table: Table): Map<string, Row[][]> {
  const found = new Map<string, Row[][]>();
  const keys = fieldKeys(table);
  membersOf(world, table.rows.role.name).forEach(({ rows }, member) => {
    for (const row of rows.get(table.rows.name) ?? []) {
      if (table.where !== undefined && !isTrue(world, table.where, { row })) continue;
      const key = keys.map(({ name }) => valueKey(row.get(name) ?? null)).join('|');
      const cell = found.get(key) ?? [];
      found.set(key, cell);
      (cell[member] ??= []).push(row);
    }
  });
  return found;
}
