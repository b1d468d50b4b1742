/** `=`, `<`, `in (…)` and what two branches of a choice have in common. */
import { Fault, type At } from '../fault.js';
import { exactNumber, sameUnit } from './demands.js';
import { meant } from './nearest.js';
import { categoryOf } from './program.js';
import { asFraction, fitting, hull } from './ranges.js';
import { capital, typeName, type CategoryType, type Info, type Type } from './types.js';

const NUMERIC: ReadonlySet<Type['kind']> = new Set(['number', 'fraction', 'real']);

/** Throws if this operator cannot compare the two values. */
export function comparable(a: Info, b: Info, at: At, operator = '='): void {
  const [x, y] = [a.type, b.type];
  if (y.kind === 'category' && x.kind === 'text') { comparable(b, a, at, operator); return; }
  if (x.kind === 'text' && y.kind === 'text') throw new Fault('E049', at, 'Two texts are compared with each other.', 'Compare a field with a text.');
  const hasOrder = operator !== '=' && operator !== '<>';
  if (x.kind === 'category' && y.kind === 'text') { categoryWithText(x, y.text, at, hasOrder); return; }
  if (x.kind === 'label' && y.kind === 'text') {
    if (x.label !== 'code') throw onlyAsKey(x.label, at);
    if (hasOrder) throw new Fault('E057', at, 'Codes have no order.', 'Compare them with = or <>.');
    return;
  }
  if (NUMERIC.has(x.kind) && NUMERIC.has(y.kind)) { numbers(a, b, at); return; }
  if (x.kind !== y.kind) throw new Fault('E049', at, `${capital(typeName(x))} cannot be compared with ${typeName(y)}.`, 'Compare values of one kind.');
  if (x.kind === 'label') throw new Fault('E048', at, 'Texts of two rows are compared by keys.', 'Make keys in the from blocks: k = key(code).');
  if (x.kind === 'category' && y.kind === 'category' && !sameValues(x, y)) throw new Fault('E049', at, 'These two categories have different lists of values.', 'Declare both with the same values, in the same order.');
  if (hasOrder && (x.kind === 'category' || x.kind === 'bool' || x.kind === 'key' || x.kind === 'party')) {
    throw new Fault('E057', at, x.kind === 'category' ? 'Categories have no order.' : `${capital(typeName(x))} has no order.`, x.kind === 'category' ? 'Name those that are meant: x in ("a", "b").' : 'Compare with = or <>.');
  }
  if (x.kind === 'key' && y.kind === 'key') sameKeys(x.parts, y.parts, at);
  if (x.kind === 'party' && y.kind === 'party' && x.group !== y.group) throw new Fault('E049', at, `A party of ${x.group} cannot be compared with one of ${y.group}.`, 'Compare parties of one group.');
}

export function onlyAsKey(label: string, at: At): Fault {
  return new Fault('E048', at, `A ${label} can only be made into a key.`, 'For comparisons take the type code.');
}

export function sameKeys(a: string, b: string, at: At): void {
  if (a !== b) throw new Fault('E056', at, `These keys are made in different ways: (${a}) and (${b}).`, 'Make both of the same kinds of fields, in the same order.');
}

function categoryWithText(category: CategoryType, text: string, at: At, hasOrder: boolean): void {
  if (hasOrder) throw new Fault('E057', at, 'Categories have no order.', 'Name those that are meant: x in ("a", "b").');
  if (category.values && !category.values.includes(text)) {
    throw new Fault('E058', at, `“${text}” is not among ${category.values.map((value) => `“${value}”`).join(', ')}.`, meant(text, category.values, 'Write one of them.'));
  }
}

function numbers(a: Info, b: Info, at: At): void {
  const x = exactNumber(a, at).type;
  const y = exactNumber(b, at).type;
  sameUnit(x, y, at, 'compared');
  if (x.kind === 'number' && y.kind === 'number') return;
  const [f, g] = [asFraction(x), asFraction(y)];
  fitting({ ...f, numerator: [f.numerator[0] * g.denominator[1], f.numerator[1] * g.denominator[1]], denominator: [g.numerator[0] * f.denominator[1], g.numerator[1] * f.denominator[1]] }, at);
}

function sameValues(a: CategoryType, b: CategoryType): boolean {
  return a.list === b.list && JSON.stringify(a.values) === JSON.stringify(b.values);
}

/** The type of a choice between two values. */
export function union(a: Type, b: Type, at: At): Type {
  if (a.kind === 'text' && b.kind === 'text') return categoryOf([...new Set([a.text, b.text])]);
  if (a.kind === 'category' && b.kind === 'text') return withValue(a, b.text, at);
  if (a.kind === 'text' && b.kind === 'category') return b.values === undefined ? withValue(b, a.text, at) : categoryOf([...new Set([a.text, ...b.values])]);
  if (a.kind === 'category' && b.kind === 'category') {
    if (a.values && b.values) return categoryOf([...new Set([...a.values, ...b.values])]);
    if (sameValues(a, b)) return a;
  }
  if ((a.kind === 'fraction' && NUMERIC.has(b.kind)) || (b.kind === 'fraction' && NUMERIC.has(a.kind))) throw new Fault('E044', at, 'This is a choice between fractions.', 'Round them first: (… rounded to 0.01).');
  if (a.kind !== b.kind) throw new Fault('E049', at, `The two branches are ${typeName(a)} and ${typeName(b)}.`, 'Give both branches one kind of value.');
  if (a.kind === 'number' && b.kind === 'number') return hull(a, b, sameUnit(a, b, at, 'the two branches of one choice'));
  if ((a.kind === 'day' && b.kind === 'day') || (a.kind === 'month' && b.kind === 'month')) {
    return { kind: a.kind, low: a.low < b.low ? a.low : b.low, high: a.high > b.high ? a.high : b.high };
  }
  if (a.kind === 'bool') return a;
  throw new Fault('E049', at, `There is no choice between ${typeName(a)} and ${typeName(b)}.`, 'Choose between numbers, categories, conditions, days or months.');
}

function withValue(category: CategoryType, text: string, at: At): CategoryType {
  if (category.values === undefined) throw new Fault('E049', at, 'A value of a list and a text are the two branches.', 'Put the text into the list.');
  return categoryOf([...new Set([...category.values, text])]);
}
