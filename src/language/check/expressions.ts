/** The kind, range and place of every expression, with one rule for each kind of expression. */
import { Fault, type At } from '../fault.js';
import { dayNumber, monthNumber } from '../numbers/calendar.js';
import type { Expr, ExprKind } from '../syntax/tree.js';
import { comparable, onlyAsKey, sameKeys, union } from './comparisons.js';
import { knowing, type Context, type Scope } from './context.js';
import { condition, exactNumber, numeric, present, sameUnit, unrounded } from './demands.js';
import { meant, nearest } from './nearest.js';
import { asFraction, fitting, fractionProduct, fractionQuotient, fractionSum, holdsZero, negatedRange, numberType, productRange, realRange, roundedRange, sumRange, valueBounds } from './ranges.js';
import { inferTotal } from './totals.js';
import { joinPlaces, madeOf, mergeSources, publicValue, typeName, type Info, type Type } from './types.js';
import { inferValue } from './values.js';
import { isTotal, OPTIONS, TOTALS, VALUES, FOREIGN_FUNCTIONS } from './functions.js';

const BOOL: Type = { kind: 'bool' };

type Rules = { readonly [K in ExprKind]: (context: Context, expr: Expr & { readonly kind: K }, scope: Scope) => Info };

const RULES: Rules = {
  number: (_, { value, decimals, percent, at }) => publicValue(fitting(numberType(value, value, decimals, undefined, percent), at)),
  text: (_, { text }) => publicValue({ kind: 'text', text }),
  day: (_, { text, at }) => calendar('day', text, at),
  month: (_, { text, at }) => calendar('month', text, at),
  bool: () => publicValue(BOOL),
  name: (context, { name, at }, scope) => readable(context.value(name, scope, at), scope, at, name),
  field: inferField,
  negate: (context, { operand, at }, scope) => {
    const info = numeric(context.type(operand, scope), at);
    return madeOf(negatedRange(info.type), [info]);
  },
  not: (context, { operand }, scope) => madeOf(BOOL, [condition(context.type(operand, scope), operand.at)]),
  and: (context, { left, right }, scope) => madeOf(BOOL, [condition(context.type(left, scope), left.at), condition(context.type(right, knowing(scope, left)), right.at)]),
  or: (context, { left, right }, scope) => madeOf(BOOL, [condition(context.type(left, scope), left.at), condition(context.type(right, knowing(scope, left, false)), right.at)]),
  given: (context, { operand, at }, scope) => {
    const info = context.type(operand, scope);
    if (!info.empty) throw new Fault('E047', at, 'This is never empty.', 'Take the question out, or write "or empty" behind the type.');
    return madeOf(BOOL, [info], false);
  },
  otherwise: (context, { operand, fallback, at }, scope) => {
    const [a, b] = [context.type(operand, scope), context.type(fallback, scope)];
    if (!a.empty) throw new Fault('E047', at, 'This is never empty: "otherwise" has no use.', 'Take it out.');
    return madeOf(union(a.type, b.type, at), [a, b], b.empty);
  },
  choice: (context, expr, scope) => {
    const test = condition(context.type(expr.condition, scope), expr.condition.at);
    const [a, b] = [context.type(expr.then, knowing(scope, expr.condition)), context.type(expr.else, knowing(scope, expr.condition, false))];
    return madeOf(union(a.type, b.type, expr.at), [test, a, b], a.empty || b.empty);
  },
  rounded: (context, { operand, step, direction, at }, scope) => {
    const info = numeric(context.type(operand, scope), at);
    return madeOf(fitting(roundedRange(info.type, step, direction), at), [info]);
  },
  startsWith: (context, { operand, at }, scope) => madeOf(BOOL, [code(present(context.type(operand, scope), at), at, '"starts with"')]),
  inList: (context, { operand, list, at }, scope) => {
    const info = code(present(context.type(operand, scope), at), at, '"in list"');
    if (!context.lists.has(list.text)) throw context.unknown(list.text, () => new Fault('E033', list.at, `No list is called "${list.text}".`, meant(list.text, context.lists.keys(), `Declare it: list ${list.text}: at most 1_000 entries.`)));
    return madeOf(BOOL, [info]);
  },
  inSet: (context, { operand, values, at }, scope) => {
    const info = present(context.type(operand, scope), at);
    for (const value of values) comparable(info, context.type(value, {}), value.at);
    return madeOf(BOOL, [info]);
  },
  inRange: inferInRange,
  inKeys: inferInKeys,
  compare: (context, { left, right, operator, at }, scope) => {
    const [a, b] = [present(context.type(left, scope), left.at), present(context.type(right, scope), right.at)];
    comparable(a, b, at, operator);
    const info = madeOf(BOOL, [a, b]);
    return a.type.kind === 'key' && info.place === 'together' ? probing(info, [...a.sources.roles, ...b.sources.roles]) : info;
  },
  arithmetic: inferArithmetic,
  call: (context, expr, scope) => {
    const { name, at } = expr;
    // Of several values, and of a table's cells, there is the smallest and no second smallest.
    const hasNoPlace = !isTotal(expr) || (expr.of !== undefined && context.tables.has(expr.of.text));
    const allowed = (OPTIONS.get(name) ?? []).filter((option) => option !== 'place' || !hasNoPlace);
    const odd = Object.entries(expr.options).find(([option]) => !allowed.includes(option));
    if (!TOTALS.has(name) && !VALUES.has(name)) {
      const other = FOREIGN_FUNCTIONS.get(name.toLowerCase());
      const near = nearest(name, [...TOTALS, ...VALUES]);
      throw new Fault('E061', at, `There is no function "${name}".`, other !== undefined ? `Write ${other}.` : near === undefined ? 'docs/language.md lists the functions.' : `Do you mean ${near}(…)?`);
    }
    if (odd) throw new Fault('E060', at, `${name} has no option "${odd[0]}".`, allowed.length === 0 ? 'Take it out.' : `Its options: ${allowed.join(', ')}.`);
    return isTotal(expr) ? inferTotal(context, expr, scope) : inferValue(context, expr, scope);
  },
};

export function infer(context: Context, expr: Expr, scope: Scope): Info {
  return (RULES[expr.kind] as (context: Context, expr: Expr, scope: Scope) => Info)(context, expr, scope);
}

function calendar(kind: 'day' | 'month', text: string, at: At): Info {
  const number = kind === 'day' ? dayNumber(text) : monthNumber(text);
  if (number === undefined) throw new Fault('E035', at, `There is no ${kind} ${text}.`, kind === 'month' ? `If a subtraction is meant, write ${text.replace('-', ' - ')}.` : 'Years go from 1600 to 2999.');
  return publicValue({ kind, low: number, high: number });
}

/** What exists only in the open can be used only there. */
function readable(info: Info, scope: Scope, at: At, name: string): Info {
  if (info.openOnly && scope.open !== true && scope.home === undefined) {
    throw new Fault('E064', at, `${name} is computed of what is revealed, and does not exist before.`, 'Use it only in later reveals to the same parties, under the same conditions.');
  }
  return info;
}

function inferField(context: Context, { owner, name, at }: Extract<Expr, { kind: 'field' }>, scope: Scope): Info {
  const rows = context.rows.get(owner);
  if (!rows) throw context.unknown(owner, () => new Fault('E052', at, `"${owner}" puts in nothing of its own.`, meant(owner, context.rows.keys(), `Write a block from ${owner}: with its values.`)));
  if (!rows.isSingle || rows.role.isGroup) throw new Fault('E053', at, `"${owner}" has many rows: one value of them has to be made first.`, `Write sum(${name} of ${owner}), say.`);
  const info = rows.fields.get(name);
  if (!info) throw context.unknown(name, () => new Fault('E051', at, `"${owner}" has no "${name}".`, meant(name, rows.fields.keys(), `It has ${[...rows.fields.keys()].join(', ')}.`)));
  return info.empty && scope.given?.has(`${owner}.${name}`) === true ? { ...info, empty: false } : info;
}

function code(info: Info, at: At, what: string): Info {
  if (info.type.kind === 'label' && info.type.label !== 'code') throw onlyAsKey(info.type.label, at);
  if (info.type.kind !== 'label') throw new Fault('E048', at, `${what} is for fields of the type code.`, 'Compare categories with = or in ("a", "b").');
  return info;
}

function probing(info: Info, roles: readonly string[]): Info {
  return { ...info, sources: { ...info.sources, probes: [...info.sources.probes, { roles: [...new Set(roles)] }] } };
}

function inferInRange(context: Context, { operand, low, high, at }: Extract<Expr, { kind: 'inRange' }>, scope: Scope): Info {
  const parts = [operand, low, high].map((each) => present(context.type(each, scope), each.at));
  const [x] = parts as [Info, Info, Info];
  for (const end of parts.slice(1)) {
    const isCalendar = x.type.kind === 'day' || x.type.kind === 'month';
    if (isCalendar && end.type.kind !== x.type.kind) throw new Fault('E049', at, `${typeName(x.type)} cannot be compared with ${typeName(end.type)}.`, 'Write both ends as days, or as months.');
    if (!isCalendar) {
      numeric(x, operand.at);
      numeric(end, at);
    }
    comparable(x, end, at, '<=');
  }
  return madeOf(BOOL, parts);
}

function inferInKeys(context: Context, { operand, table, key, at }: Extract<Expr, { kind: 'inKeys' }>, scope: Scope): Info {
  const x = present(context.type(operand, scope), at);
  const rows = context.rows.get(table.text);
  if (!rows || (rows.isSingle && !rows.role.isGroup)) throw context.unknown(table.text, () => new Fault('E054', at, `No rows are called "${table.text}".`, meant(table.text, context.rows.keys())));
  const field = rows.fields.get(key.text);
  if (!field) throw context.unknown(key.text, () => new Fault('E051', at, `"${table.text}" has no "${key.text}".`, meant(key.text, rows.fields.keys())));
  if (x.type.kind !== 'key' || field.type.kind !== 'key') throw new Fault('E055', at, 'Only keys can be looked for in another list.', 'Make them in the from blocks: person = key(given, surname, born).');
  sameKeys(x.type.parts, field.type.parts, at);
  const isOwn = scope.home === rows.role.name;
  const there: Info = { ...field, place: rows.role.isGroup && !isOwn ? 'together' : `home:${rows.role.name}`, sources: mergeSources(field.sources, { ...field.sources, roles: new Set([rows.role.name]), selections: new Set([`${rows.name}||`]) }) };
  const info = madeOf(BOOL, [x, there], false);
  return info.place === 'together' ? probing(info, [...x.sources.roles, rows.role.name]) : info;
}

function inferArithmetic(context: Context, { operator, left, right, at }: Extract<Expr, { kind: 'arithmetic' }>, scope: Scope): Info {
  const [a, b] = [context.type(left, scope), context.type(right, scope)];
  const ofDays = calendarArithmetic(a, b, operator);
  if (ofDays) return ofDays;
  const [x, y] = [numeric(a, left.at), numeric(b, right.at)];
  const unit = operator === '+' || operator === '-' ? sameUnit(x.type, y.type, at, operator === '+' ? 'added' : 'subtracted') : undefined;
  const divides = operator === '/';
  const empty = x.empty || y.empty || (divides && holdsZero(valueBounds(y.type)));
  if (x.type.kind === 'real' || y.type.kind === 'real') {
    if (joinPlaces([x.place, y.place]) === 'together' && scope.open !== true) throw unrounded(at);
    return madeOf(realRange(x.type, y.type, operator, unit), [x, y], empty);
  }
  const [n, m] = [exactNumber(x, at).type, exactNumber(y, at).type];
  if (n.kind === 'number' && m.kind === 'number' && !divides) {
    return madeOf(fitting(operator === '*' ? productRange(n, m) : sumRange(n, m, operator, unit), at), [x, y], empty);
  }
  const [f, g] = [asFraction(n), asFraction(m)];
  const type = operator === '*' ? fractionProduct(f, g) : divides ? fractionQuotient(f, g, at) : fractionSum(f, g, operator, unit);
  return madeOf(fitting(type, at), [x, y], empty);
}

/** Differences of days and months, and days or months later and earlier. */
function calendarArithmetic(a: Info, b: Info, operator: string): Info | undefined {
  const [x, y] = [a.type, b.type];
  if (x.kind !== 'day' && x.kind !== 'month') return undefined;
  // A month written out, if a subtraction of numbers was meant, has its own message.
  if (operator === '-' && x.kind === y.kind && 'low' in y) return madeOf(numberType(x.low - (y.high), x.high - (y.low)), [a, b]);
  if ((operator !== '+' && operator !== '-') || y.kind !== 'number' || y.decimals !== 0) return undefined;
  const [low, high] = operator === '+' ? [x.low + y.low, x.high + y.high] : [x.low - y.high, x.high - y.low];
  return madeOf({ kind: x.kind, low, high }, [a, b]);
}

