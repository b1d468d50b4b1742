/** What each reveal shows, in the form of section 14 of the specification. */
import type { Checked, Reveal, TableReveal, ValueReveal } from '../check/program.js';
import type { Type } from '../check/types.js';
import { dayText, monthText } from '../numbers/calendar.js';
import { compare, decimalText, type Rational } from '../numbers/rational.js';
import { hiddenIn, hiddenOf } from './hidden.js';
import type { ShutReveal } from '../shut/shut.js';
import { modelResult, type ModelResult } from './model-results.js';
import { isMember, isNumber, type Value } from './value.js';
import { evaluate, isTrue, membersOf, type Cell, type World } from './world.js';

export type Shown = string | boolean | null;

/** Keys and columns of a cell. Of a cell that parties shut, also who they are (`by`), and of which table it is shut with (`of`): no names of a program. */
export type ResultRow = Readonly<Record<string, Shown | readonly string[]>>;

export type Result =
  | { readonly value: Shown; readonly unit?: string; readonly why?: 'condition' | 'empty' | 'rest' | 'cells'; readonly by?: readonly string[]; readonly of?: readonly string[] }
  | { readonly each: Readonly<Record<string, Result>> }
  | { readonly keys: readonly string[]; readonly columns: readonly string[]; readonly rows: readonly ResultRow[]; readonly hiddenCells?: number }
  | ModelResult;

/** Names of the parties of each role. */
export type PartyNames = ReadonlyMap<string, readonly string[]>;

export function resultOf(world: World, reveal: Reveal, names: PartyNames): Result {
  if (!reveal.onlyIf.every(({ value }) => isTrue(world, value, {}))) return { value: null, why: 'condition' };
  const shut = world.shut.reveals.get(reveal);
  if (shut !== undefined) return { value: null, why: shut.why, ...shutWords(shut) };
  switch (reveal.kind) {
    case 'value':
      return valueResult(world, reveal, names);
    case 'table':
      return tableResult(world, reveal, names);
    case 'model':
      return modelResult(reveal.model, world.fitOf(world, reveal));
  }
}

function valueResult(world: World, { own, value, info, name, tree }: ValueReveal, names: PartyNames): Result {
  if (own !== undefined) {
    const results = membersOf(world, own).map((member, i) => [names.get(own)?.[i] ?? `${own} ${i + 1}`, single(evaluate(world, value, { own: member.single }), info.type, names)] as const);
    return { each: Object.fromEntries(results) };
  }
  const found = evaluate(world, value, {});
  if (tree.value !== undefined) world.values.set(name, found);
  return single(found, info.type, names);
}

function single(value: Value, type: Type, names: PartyNames): Result {
  const unit = 'unit' in type && type.unit !== undefined ? { unit: type.unit } : {};
  return value === null ? { value: null, why: 'empty' } : { value: shownValue(value, type, names), ...unit };
}

export function shownValue(value: Value, type: Type, names: PartyNames): Shown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'bigint') return type.kind === 'month' ? monthText(value) : dayText(value);
  if (isMember(value)) return (type.kind === 'party' ? names.get(type.group)?.[value.member] : undefined) ?? `member ${value.member + 1}`;
  return decimalText(value, type.kind === 'number' ? type.decimals : 0);
}

function tableResult(world: World, reveal: TableReveal, names: PartyNames): Result {
  const { table, columns, tree } = reveal;
  const all = world.cells.get(table.name) ?? [];
  const hiding = hiddenIn(world, reveal);
  const shut = new Set(all.filter((cell) => hiddenOf(hiding, cell).wholeCell));
  const keys = table.keys.map((key) => key.name);
  const isListed = table.keys.some((key) => key.info.type.kind === 'category' && key.info.type.list !== undefined);
  const byParties = world.shut.cells.get(reveal);
  // Of a list’s many cells, those that counts hide are not named.
  const open = tree.top === undefined && !isListed ? all : all.filter((cell) => !shut.has(cell) || (tree.top === undefined && byParties?.has(cell.index) === true));
  const cells = tree.top === undefined ? open : largest(open, tree.top.by.text, tree.top.number);
  const rows = cells.map((cell): ResultRow => {
    const why = shutWords(byParties?.get(cell.index));
    const ofKeys = table.keys.map((key) => [key.name, shownValue(cell.values.get(key.name) ?? null, key.info.type, names)] as const);
    if (tree.top === undefined && shut.has(cell)) return { ...Object.fromEntries(ofKeys), hidden: true, ...why };
    const hidden = columns.filter((name) => hiddenOf(hiding, cell).columns.has(name));
    const shown = columns.filter((name) => !hidden.includes(name)).map((name) => [name, shownValue(cell.values.get(name) ?? null, table.columns.get(name)?.info.type ?? { kind: 'bool' }, names)] as const);
    return { ...Object.fromEntries([...ofKeys, ...shown]), ...(hidden.length > 0 ? { hidden: hidden.join(', '), ...why } : {}) };
  });
  return { keys, columns, rows, ...(isListed && tree.top === undefined ? { hiddenCells: all.length - open.length } : {}) };
}

function shutWords({ by, of }: Pick<ShutReveal, 'by' | 'of'> = { by: [], of: [] }): { readonly by?: readonly string[]; readonly of?: readonly string[] } {
  return { ...(by.length === 0 ? {} : { by }), ...(of.length === 0 ? {} : { of }) };
}

function largest(cells: readonly Cell[], by: string, number: number): Cell[] {
  const ranked = cells.filter((cell) => isNumber(cell.values.get(by) ?? null));
  ranked.sort((a, b) => compare(b.values.get(by) as Rational, a.values.get(by) as Rational) || a.index - b.index);
  return ranked.slice(0, number);
}

/** Role and number of each member, if nobody has said what the parties are called. */
export function standInNames(checked: Checked, counts: ReadonlyMap<string, number>): Map<string, readonly string[]> {
  return new Map([...checked.roles.values()].map(({ name, isGroup }) => [name, isGroup ? Array.from({ length: counts.get(name) ?? 0 }, (_, i) => `${name}.${i + 1}`) : [name]]));
}
