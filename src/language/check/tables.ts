/** Tables. */
import { Fault, type At } from '../fault.js';
import type { KeyTree, Named, TableStatement } from '../syntax/tree.js';
import { walk } from '../syntax/tree.js';
import { knowing, type Context, type Scope, type TableScope } from './context.js';
import { condition } from './demands.js';
import { isTotal } from './functions.js';
import { meant } from './nearest.js';
import type { Rows, TableColumn, TableKey } from './program.js';
import { numberType } from './ranges.js';
import { NO_SOURCES, publicValue, typeName, type Info, type Type } from './types.js';

const MAX_CELLS = 65_536;
const MAX_CELLS_TOGETHER = 1_000_000;
const MAX_KEY_VALUES = 1000;

export function checkTable(context: Context, tree: TableStatement): void {
  const { name, where } = tree;
  const rows = rowsNamed(context, tree.of);
  if (rows.isSingle) throw new Fault('E054', tree.of.at, `"${tree.of.text}" has single values, and a table is over rows.`, 'Use totals: count(… where …).');
  context.declare(name.text, name.at, 'a table');
  let inner: Scope = { row: rows, vars: rows.fields };
  if (where) {
    condition(context.type(where, inner), where.at);
    inner = knowing(inner, where);
  }
  const keys = tree.keys.map((key) => checkKey(context, rows, inner, key));
  const twice = tree.keys.find((key, i) => tree.keys.findIndex((each) => each.name.text === key.name.text) !== i);
  if (twice) throw new Fault('E030', twice.name.at, `"${twice.name.text}" stands twice among the keys.`, 'Take one out.');
  const size = keys.reduce((product, key) => product * key.size, 1);
  const grouped = (cells: number) => String(cells).replace(/\B(?=(\d{3})+$)/g, ' ');
  if (size > MAX_CELLS) throw new Fault('E094', name.at, `This table has ${grouped(size)} cells; 65 536 are the most.`, 'Take fewer keys, or coarser ones.');
  const together = [...context.tables.values()].reduce((sum, table) => sum + table.size, size);
  if (together > MAX_CELLS_TOGETHER) throw new Fault('E094', name.at, 'All tables together have more than 1 000 000 cells.', 'Split the program.');
  const byParty = keys.some((key) => key.kind === 'party');
  const keyVars = new Map(keys.map((key) => [key.name, key.info]));
  const cell: TableScope = { rows, keys, byParty, where, keyVars };
  const columns = new Map<string, TableColumn>();
  const vars = new Map<string, Info>(keyVars);
  for (const { name: column, value } of tree.columns) {
    const done = context.problems.catch(() => {
      checkColumnName(context, rows, vars, column);
      const hasTotal = [...walk(value)].some(isTotal);
      const info = context.type(value, { cell, vars, ...(hasTotal ? {} : { open: true }) });
      if (info.type.kind === 'text' || info.type.kind === 'key' || info.type.kind === 'label') throw new Fault('E100', value.at, `A column cannot be ${typeName(info.type)}.`, 'Write a number, a category, a condition, a day or a month.');
      columns.set(column.text, { name: column.text, value, info, hasTotal });
      vars.set(column.text, info);
      return true;
    });
    if (done === undefined) context.fail(column.text);
  }
  const place = rows.role.isGroup && !byParty ? 'together' : (`home:${rows.role.name}` as const);
  context.tables.set(name.text, { name: name.text, rows, keys, columns, size, byParty, place, where, tree });
}

function checkColumnName(context: Context, rows: Rows, vars: ReadonlyMap<string, Info>, { text, at }: Named): void {
  const what = rows.fields.has(text) ? `a field of ${rows.name}` : vars.has(text) ? 'a key or column of this table' : undefined;
  if (what !== undefined) throw new Fault('E030', at, `"${text}" is already ${what}.`, 'Give the column another name.');
  context.refuseUsed(text, at);
}

function checkKey(context: Context, rows: Rows, scope: Scope, { name, counter }: KeyTree): TableKey {
  const { text, at } = name;
  if (counter) {
    context.refuseUsed(text, at);
    if (rows.fields.has(text)) throw new Fault('E030', at, `"${text}" is already a field of ${rows.name}.`, 'Give the counter another name.');
    if ([counter.low, counter.high, counter.step].some((each) => each !== undefined && each.decimals > 0)) throw new Fault('E012', counter.low.at, 'A counter goes in whole numbers.', 'Write start in 0..54 step 6, say.');
    const step = counter.step?.value ?? 1n;
    if (step === 0n) throw new Fault('E016', counter.step?.at ?? at, 'A step is more than 0.', 'Write step 1.');
    const [low, high] = [counter.low.value, counter.high.value];
    if (low > high) throw new Fault('E036', counter.low.at, 'The range is empty: its end is before its beginning.', 'Write the smaller end first.');
    const size = Number((high - low) / step + 1n);
    return { name: text, kind: 'counter', info: publicValue(numberType(low, low + (high - low) / step * step)), size, step };
  }
  if (text === 'party') {
    if (!rows.role.isGroup) throw new Fault('E078', at, 'One party has all of these rows.', 'Leave this key out.');
    return { name: text, kind: 'party', info: publicValue({ kind: 'party', group: rows.role.name }), size: rows.role.most, step: 1n };
  }
  const field = rows.fields.get(text);
  if (!field) throw context.unknown(text, () => new Fault('E051', at, `"${rows.name}" has no "${text}".`, meant(text, rows.fields.keys(), `It has ${[...rows.fields.keys()].join(', ')}.`)));
  if (field.empty && scope.given?.has(text) !== true) throw new Fault('E092', at, `"${text}" can be empty.`, `Write of ${rows.name} where ${text} is given, or give empty cells a value: empty as "unknown".`);
  return { name: text, kind: 'field', info: { ...field, empty: false, place: 'public', sources: NO_SOURCES }, size: keySize(field.type, text, at), step: 1n };
}

function keySize(type: Type, name: string, at: At): number {
  if (type.kind === 'category') return type.size;
  if (type.kind === 'bool') return 2;
  if (type.kind === 'month' || (type.kind === 'number' && type.decimals === 0)) {
    const values = type.high - type.low + 1n;
    if (values <= BigInt(MAX_KEY_VALUES)) return Number(values);
  }
  const next =
    type.kind === 'number' ? 'Make bands of it: band = bands(x, 30, 45, 60).'
    : type.kind === 'day' ? 'Group by month_of(…), made in the from block.'
    : type.kind === 'label' ? 'Declare it as one of …, or make categories of it with if.'
    : 'Group by a category.';
  throw new Fault('E093', at, `"${name}" has no short list of values to group by.`, next);
}

export function rowsNamed(context: Context, { text, at }: Named): Rows {
  const rows = context.rows.get(text);
  if (rows) return rows;
  const names = [...context.rows.values()].filter((each) => !each.isSingle).map((each) => each.name);
  throw context.unknown(text, () => new Fault('E054', at, `No rows are called "${text}".`, meant(text, names, names.length > 0 ? `There are ${names.join(', ')}.` : 'Write from …, at most N rows as NAME:')));
}
