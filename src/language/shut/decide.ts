/** From gates that are shut, by counts or by parties, to everything that is shut with them. */
import { throughNames } from '../check/meanings.js';
import type { Checked, Reveal, Table, ValueReveal } from '../check/program.js';
import { workOutTable } from '../evaluate/tables.js';
import { valueKey } from '../evaluate/value.js';
import { evaluate, isTrue, type Cell, type World } from '../evaluate/world.js';
import type { Gate } from './gates.js';
import { NOTHING_SHUT, type Shut, type ShutCell, type ShutReveal } from './shut.js';
import type { Gates } from './ties.js';

/** For each gate whether it is shut: one decision, or one for each cell. */
export type Decisions = readonly (readonly boolean[])[];

/** The same for each party that shuts something itself: names by gate and cell. */
export type Vetoes = readonly (readonly (readonly string[])[])[];

/** The world with these totals alone, and all tables and lets of them. Whatever else a column is made of is empty. */
export function worldOfCounts(world: World, totalOf: World['totalOf']): World {
  const counted: World = { ...world, totalOf, watch: undefined, shut: NOTHING_SHUT, values: new Map(), cells: new Map(), running: new Map() };
  for (const statement of world.checked.program.statements) {
    const table = statement.kind === 'table' ? world.checked.tables.get(statement.name.text) : undefined;
    if (table !== undefined) workOutTable(counted, table);
    if (statement.kind === 'let') counted.values.set(statement.name.text, evaluate(counted, statement.value, {}));
  }
  return counted;
}

/** What the counts of this world shut. */
export function decisionsIn(world: World, gates: readonly Gate[]): Decisions {
  return gates.map(({ table, conditions }) => {
    if (table === undefined) return [!conditions.every((each) => isTrue(world, each, {}))];
    return cellsOf(world, table).map((cell) => conditions.some((each) => isTrue(world, each, { cell, table })));
  });
}

/** `world`: with the counts of all. `byCounts`: what these shut. Vetoes of what they shut mean nothing. */
export function shutBy(world: World, { gates, ties }: Gates, byCounts: Decisions, vetoes: Vetoes): Shut {
  const vetoers = (gate: number, cell: number): readonly string[] => (byCounts[gate]?.[cell] === true ? [] : (vetoes[gate]?.[cell] ?? []));
  const reveals = new Map<Reveal, ShutReveal>();
  const cells = new Map<Reveal, Map<number, ShutCell>>();
  const shutReveal = (reveal: Reveal, more: ShutReveal) => {
    const before = reveals.get(reveal);
    reveals.set(reveal, { why: before?.why ?? more.why, by: merged(before?.by, more.by), of: merged(before?.of, more.of) });
  };
  const shutCell = (reveal: Reveal, index: number, more: ShutCell) => {
    const all = cells.get(reveal) ?? new Map<number, ShutCell>();
    const before = all.get(index);
    cells.set(reveal, all.set(index, { isWhole: before?.isWhole === true || more.isWhole, columns: new Set([...(before?.columns ?? []), ...more.columns]), by: merged(before?.by, more.by), of: merged(before?.of, more.of) }));
  };

  gates.forEach(({ reveal, table, columns }, gate) => {
    if (table === undefined) {
      if (vetoers(gate, 0).length > 0) shutReveal(reveal, { why: 'rest', by: vetoers(gate, 0), of: [] });
      return;
    }
    cellsOf(world, table).forEach(({ index }) => {
      const by = vetoers(gate, index);
      if (by.length > 0) shutCell(reveal, index, { isWhole: columns === undefined, columns: new Set(columns), by, of: [] });
    });
  });
  for (const { reveal, gate, table } of ties) {
    const { table: fine, reveal: ofCells } = gates[gate] as Gate;
    const shut = fine === undefined ? [] : cellsOf(world, fine).filter(({ index }) => byCounts[gate]?.[index] === true || vetoers(gate, index).length > 0);
    const of = [ofCells.name];
    if (table === undefined) {
      if (shut.length > 0) shutReveal(reveal, { why: 'cells', by: shut.reduce<readonly string[]>((by, { index }) => merged(by, vetoers(gate, index)), []), of });
      continue;
    }
    const totals = new Map(cellsOf(world, table).map((cell) => [keysOf(cell, table), cell.index]));
    for (const cell of shut) {
      const index = totals.get(keysOf(cell, table));
      if (index !== undefined) shutCell(reveal, index, { isWhole: true, columns: new Set(), by: vetoers(gate, cell.index), of });
    }
  }
  for (const reveal of world.checked.reveals) {
    if (reveal.kind !== 'value' || !reveal.isOpen) continue;
    for (const source of sourcesOf(world.checked, reveal)) {
      const whole = reveals.get(source);
      if (whole !== undefined) shutReveal(reveal, whole);
      for (const { by, of } of cells.get(source)?.values() ?? []) shutReveal(reveal, { why: 'cells', by, of: merged(of, [source.name]) });
    }
  }
  return { reveals, cells };
}

/** The reveals that one follows from, by name. */
function sourcesOf({ reveals, lets }: Checked, { value, tree }: ValueReveal): Reveal[] {
  const parts = [...throughNames(value, (name) => lets.get(name)?.tree.value)];
  const names = new Set(parts.map((each) => (each.kind === 'name' ? each.name : each.kind === 'call' ? each.of?.text : undefined)));
  return [...names].flatMap((name) => reveals.filter((reveal) => reveal.name === name && reveal.tree !== tree));
}

function cellsOf(world: World, table: Table): readonly Cell[] {
  return world.cells.get(table.name) ?? [];
}

/** The values of the table's keys in a cell of it, or in a cell of a table with more keys. */
function keysOf({ values }: Cell, { keys }: Table): string {
  return keys.map(({ name }) => valueKey(values.get(name) ?? null)).join('|');
}

function merged(one: readonly string[] = [], other: readonly string[] = []): string[] {
  return [...new Set([...one, ...other])];
}
