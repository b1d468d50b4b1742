/** Parties, lists, parameters, and what each party reads and works out at home. */
import { looksOf } from '../../look-alike.js';
import { Fault, type At } from '../fault.js';
import { dayNumber, monthNumber } from '../numbers/calendar.js';
import { power10 } from '../numbers/rational.js';
import type { FromBlock, Line, Literal, TypeTree } from '../syntax/tree.js';
import { comparable } from './comparisons.js';
import { factsOf, type Context, type Scope } from './context.js';
import { condition, unrounded } from './demands.js';
import { meant } from './nearest.js';
import type { Role, Rows } from './program.js';
import { fitting, isWithin, numberType } from './ranges.js';
import { NO_SOURCES, publicValue, typeName, type Info, type Type } from './types.js';

const MAX_DECIMALS = 30;

export function declareRoles(context: Context): void {
  const { parties, groups, lists, unread } = context.program;
  const declare = (name: string, at: At, what: string, role: Role) =>
    context.problems.catch(() => {
      context.declare(name, at, what);
      context.roles.set(name, role);
    });
  for (const { text, at } of parties) declare(text, at, 'a party', { name: text, isGroup: false, least: 1, most: 1 });
  for (const { name, least, most } of groups) declare(name.text, name.at, 'a group', { name: name.text, isGroup: true, least, most });
  for (const list of lists) {
    context.problems.catch(() => {
      context.declare(list.name.text, list.name.at, 'a list');
      context.lists.set(list.name.text, list);
    });
  }
  if (context.roles.size === 0 && unread.size === 0 && context.problems.list.length === 0) {
    context.problems.add(new Fault('E032', { line: 3, column: 1 }, 'No party takes part.', 'Name the parties: parties Alice, Bob, or group employers of 3..64.'));
  }
}

export function declareParameters(context: Context): void {
  for (const { name, type, eachRun } of context.program.parameters) {
    const done = context.problems.catch(() => {
      if (type.orEmpty) throw new Fault('E038', type.at, 'A parameter cannot be empty.', 'Take "or empty" out.');
      const info = publicValue(typeOf(context, type));
      if (info.type.kind === 'label') throw new Fault('E038', type.at, 'A parameter is a number, a category, yes/no, a day or a month.', 'Take one of those types.');
      context.declare(name.text, name.at, 'a parameter', info);
      context.parameters.set(name.text, { name: name.text, info, eachRun });
      return true;
    });
    if (done === undefined) context.fail(name.text);
  }
}

export function typeOf(context: Context, { base, unit, at }: TypeTree): Type {
  if (unit !== undefined && base.kind !== 'number') throw new Fault('E041', at, 'Numbers alone have a unit.', 'Take "unit" out.');
  switch (base.kind) {
    case 'bool':
      return { kind: 'bool' };
    case 'label':
      return { kind: 'label', label: base.label };
    case 'values':
      if (new Set(base.values).size !== base.values.length) throw new Fault('E034', at, 'A value stands twice.', 'Write each once.');
      refuseLookAlikes(base.values, at);
      return { kind: 'category', values: base.values, list: undefined, size: base.values.length };
    case 'list': {
      const { text } = base.list;
      const list = context.lists.get(text);
      if (!list) throw context.unknown(text, () => new Fault('E033', base.list.at, `No list is called "${text}".`, meant(text, context.lists.keys(), `Declare it: list ${text}: at most 1_000 entries.`)));
      return { kind: 'category', values: undefined, list: text, size: list.most };
    }
    case 'day':
    case 'month': {
      const [low, high] = [base.low, base.high].map(base.kind === 'day' ? dayNumber : monthNumber);
      if (low === undefined || high === undefined) throw new Fault('E035', at, `There is no ${base.kind} ${low === undefined ? base.low : base.high}.`, 'Years go from 1600 to 2999.');
      return ordered({ kind: base.kind, low, high }, at);
    }
    case 'number': {
      const decimals = Math.max(base.low.decimals, base.high.decimals);
      if (base.low.percent !== base.high.percent) throw new Fault('E041', at, 'One end of this range is a percentage, and the other is not.', 'Write 0%..100%, or 0.00..1.00.');
      if (decimals > MAX_DECIMALS) throw new Fault('E037', at, 'A number has at most 30 decimals.', 'Leave some out.');
      const [low, high] = [base.low, base.high].map((end) => end.value * power10(decimals - end.decimals)) as [bigint, bigint];
      return fitting(ordered(numberType(low, high, decimals, unit, base.low.percent && base.high.percent), at), at);
    }
  }
}

function ordered<T extends { readonly low: bigint; readonly high: bigint }>(type: T, at: At): T {
  if (type.low > type.high) throw new Fault('E036', at, 'The range is empty: its end is before its beginning.', 'Write the smaller end first.');
  return type;
}

export function declareBlocks(context: Context): void {
  for (const block of context.program.blocks) {
    const rows = context.problems.catch(() => openBlock(context, block));
    const names = [block.rows?.name.text ?? block.role.text, ...block.lines.flatMap((line) => (line.kind === 'keep' ? [] : [line.name.text]))];
    if (!rows) {
      for (const name of names) context.fail(name);
      continue;
    }
    const scope: Scope = { vars: rows.fields, home: rows.role.name };
    for (const line of block.lines) {
      const done = context.problems.catch(() => checkLine(context, rows, line, scope));
      if (done === undefined && line.kind !== 'keep') context.fail(line.name.text);
    }
    context.rows.set(rows.name, rows);
  }
}

function openBlock(context: Context, block: FromBlock): Rows {
  const { role: named, each, rows } = block;
  const role = context.roles.get(named.text);
  if (!role) throw context.unknown(named.text, () => new Fault('E083', named.at, `"${named.text}" is neither a party nor a group.`, meant(named.text, context.roles.keys(), `Declare it: party ${named.text}.`)));
  if (each !== role.isGroup) {
    throw new Fault('E084', named.at, role.isGroup ? `"${role.name}" is a group.` : `"${role.name}" is one party.`, role.isGroup ? `Write "from each of ${role.name}".` : `Write "from ${role.name}".`);
  }
  if (!rows && context.rows.has(role.name)) throw new Fault('E085', named.at, `There is already a block of single values from ${role.name}.`, 'Put all of them into one block.');
  if (rows) context.declare(rows.name.text, rows.name.at, 'the name of rows');
  return { name: rows?.name.text ?? role.name, role, most: rows?.most ?? 1, isSingle: !rows, fields: new Map(), block, lines: new Map() };
}

function checkLine(context: Context, rows: Rows, line: Line, scope: Scope): true {
  if (line.kind === 'keep') {
    if (rows.isSingle) throw new Fault('E091', line.at, '"keep where" is for rows.', 'Single values are always kept.');
    const found = condition(context.type(line.condition, scope), line.condition.at);
    demandHome(rows, found, line.condition.at);
    rows.lines.set(line, found);
    for (const name of factsOf(line.condition)) {
      const field = rows.fields.get(name);
      if (field) rows.fields.set(name, { ...field, empty: false });
    }
    return true;
  }
  const { text, at } = line.name;
  if (rows.fields.has(text)) throw new Fault('E030', at, `"${text}" stands twice in this block.`, 'Give one of them another name.');
  context.refuseUsed(text, at);
  const info = line.kind === 'field' ? fieldInfo(context, rows, line) : derivedInfo(context, rows, line, scope);
  rows.lines.set(line, info);
  rows.fields.set(text, info);
  return true;
}

/** No data of others are available when a party reads its own rows. */
function demandHome(rows: Rows, { place }: Info, at: At): void {
  if (place !== `home:${rows.role.name}` && place !== 'public') throw new Fault('E072', at, `${rows.role.name} cannot compute this alone.`, 'Use let, or the "where" of a total outside this block.');
}

function atHome(rows: Rows, type: Type, empty: boolean): Info {
  const role = rows.role.name;
  return { type, empty, place: `home:${role}`, sources: { ...NO_SOURCES, roles: new Set([role]) }, openOnly: false };
}

function fieldInfo(context: Context, rows: Rows, { type: tree, rules, at }: Extract<Line, { kind: 'field' }>): Info {
  const info = atHome(rows, typeOf(context, tree), tree.orEmpty);
  if (rules.others === 'empty' && !tree.orEmpty) throw new Fault('E087', at, '"others as empty" needs "or empty" behind the type.', 'Write or empty, others as empty.');
  if (rules.empty && tree.orEmpty) throw new Fault('E089', at, 'An empty cell is either a value or empty, not both.', 'Take "or empty" or "empty as" out.');
  for (const value of [rules.empty, rules.others]) if (value !== undefined && value !== 'empty') checkStandIn(context, info, value);
  return info;
}

/** A value that replaces cells that are empty or do not fit must fit itself. */
function checkStandIn(context: Context, info: Info, value: Literal): void {
  const given = context.type(value, {});
  const { type } = info;
  if (type.kind === 'label' && given.type.kind === 'text') return;
  if (type.kind === 'category' && value.kind === 'text' && type.values?.includes(value.text) === false) {
    throw new Fault('E058', value.at, `“${value.text}” is not among the values of this column.`, `Add it to them: one of ${type.values.map((each) => `"${each}"`).join(', ')}, "${value.text}". Or let such cells be empty: or empty, others as empty.`);
  }
  comparable({ ...info, empty: false }, given, value.at);
  const isOutside =
    (type.kind === 'number' && given.type.kind === 'number' && (!isWithin(given.type, type) || given.type.decimals > type.decimals)) ||
    ((type.kind === 'day' || type.kind === 'month') && given.type.kind === type.kind && (given.type.low < type.low || given.type.high > type.high));
  if (isOutside) throw new Fault('E088', value.at, 'This value is outside the range.', 'Take one inside it, with no more decimals.');
}

function derivedInfo(context: Context, rows: Rows, line: Extract<Line, { kind: 'derived' }>, scope: Scope): Info {
  const found = context.type(line.value, scope);
  const { at } = line.value;
  if (found.type.kind === 'real') throw unrounded(at);
  if (found.type.kind === 'fraction') throw new Fault('E044', at, 'This is a fraction: round it.', 'Write … rounded to 0.01.');
  if (found.type.kind === 'text') throw new Fault('E090', at, 'This is always the same text.', 'Choose between texts: if … then "a" else "b".');
  if (found.type.kind === 'label') throw new Fault('E090', at, `This is ${typeName(found.type)} once more.`, 'Use the field itself, or make a key of it.');
  demandHome(rows, found, at);
  if (line.type === undefined) return atHome(rows, found.type, found.empty);
  const declared = typeOf(context, line.type);
  if (line.type.orEmpty) throw new Fault('E049', line.type.at, 'Whether a derived column can be empty follows from its expression.', 'Take "or empty" out.');
  if (declared.kind !== found.type.kind) throw new Fault('E049', at, `This is ${typeName(found.type)}, and ${typeName(declared)} is declared.`, 'Declare what it is, or leave the type out.');
  if (declared.kind === 'number' && found.type.kind === 'number' && found.type.decimals > declared.decimals) throw new Fault('E037', at, 'This has more decimals than the type allows.', 'Round it.');
  if (declared.kind === 'category' && found.type.kind === 'category' && declared.values !== undefined && found.type.values?.some((value) => declared.values?.includes(value) !== true) === true) {
    throw new Fault('E058', at, 'This can be a value that is not declared.', 'Declare all of them.');
  }
  return atHome(rows, declared, found.empty);
}


/** Two values that look the same would make a selection of rows look like another. */
function refuseLookAlikes(values: readonly string[], at: At): void {
  const seen = new Map<string, string>();
  for (const value of values) {
    const before = seen.get(looksOf(value));
    if (before !== undefined) throw new Fault('E034', at, `The values “${before}” and “${value}” look alike.`, 'Give one of them another name.');
    seen.set(looksOf(value), value);
  }
}
