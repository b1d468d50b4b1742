/** What an operator or function demands of a value that it is given. Each function throws if the value does not meet it. */
import { Fault, type At } from '../fault.js';
import { monthText } from '../numbers/calendar.js';
import { typeName, type FractionType, type Info, type NumberType, type RealType, type Type } from './types.js';

type Typed<T extends Type> = Info & { readonly type: T };

function isOf<K extends Type['kind']>(info: Info, ...kinds: readonly K[]): info is Typed<Extract<Type, { kind: K }>> {
  return (kinds as readonly string[]).includes(info.type.kind);
}

/** A number, a fraction or a real. */
export function numeric(info: Info, at: At): Typed<NumberType | FractionType | RealType> {
  if (isOf(info, 'number', 'fraction', 'real')) return info;
  const { type } = info;
  if (type.kind === 'month' && info.place === 'public' && type.low === type.high) {
    const month = monthText(type.low);
    throw new Fault('E043', at, `A number is needed here, and ${month} is a month.`, `For a subtraction write ${month.replace('-', ' - ')}.`);
  }
  throw new Fault('E043', at, `A number is needed here, and this is ${typeName(type)}.`, type.kind === 'bool' ? 'To count, write count(where …); for 1 and 0, (if … then 1 else 0).' : '');
}

/** A number or a fraction: a type with an exact value. */
export function exactNumber(info: Info, at: At): Typed<NumberType | FractionType> {
  const number = numeric(info, at);
  if (isOf(number, 'number', 'fraction')) return number;
  throw unrounded(at);
}

export function unrounded(at: At): Fault {
  return new Fault('E042', at, 'This has no exact value until it is rounded.', 'Write (… rounded to 0.01). Or reveal it, rounded, on a line above, and use its name.');
}

/** A number that is no fraction. */
export function plainNumber(info: Info, at: At): Typed<NumberType> {
  const number = exactNumber(info, at);
  if (isOf(number, 'number')) return number;
  throw new Fault('E044', at, 'This is a fraction: round it first.', 'Write (… rounded to 0.01).');
}

export function condition(info: Info, at: At): Info {
  if (info.type.kind !== 'bool') throw new Fault('E045', at, `A condition is needed here, and this is ${typeName(info.type)}.`, 'Compare it with something: x > 0, x = "a".');
  if (info.empty) throw new Fault('E046', at, 'This condition can be empty.', 'Say what then: (… otherwise no), or ask first: x is given and …');
  return info;
}

export function present(info: Info, at: At): Info {
  if (info.empty) throw new Fault('E046', at, 'This can be empty, and then the comparison has no answer.', 'Ask first (x is given and x > 5), or say what then: (x otherwise 0).');
  return info;
}

export function sameUnit(a: { readonly unit: string | undefined }, b: { readonly unit: string | undefined }, at: At, what: string): string | undefined {
  if (a.unit !== undefined && b.unit !== undefined && a.unit !== b.unit) {
    throw new Fault('E041', at, `“${a.unit}” and “${b.unit}” are ${what}.`, 'Convert one of them first: any × or ÷ takes the unit away.');
  }
  return a.unit ?? b.unit;
}
