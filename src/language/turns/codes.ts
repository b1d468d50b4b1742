/** Expressions by columns. Each function returns undefined for what it does not know; the plain evaluator (evaluate/expressions.ts) says what each means. */
import type { Type } from '../check/types.js';
import { literalValue, numberOf } from '../evaluate/literals.js';
import { compareValues, type Value } from '../evaluate/value.js';
import type { Comparison, Expr, Literal } from '../syntax/tree.js';
import { codesOfCall } from './calls.js';
import { codingOf, isNarrow } from './coding.js';
import { compareColumns, compareWith, compareWithin } from './comparing.js';
import { roundedQuotient } from './division.js';
import type { Ask } from './evaluating.js';
import { constant, factorTo, numbersOf, scalarOf, typeIn, withDecimals, withDecimalsOf } from './numbers.js';
import type { Vector } from './turn.js';

type Of<K extends Expr['kind']> = Extract<Expr, { kind: K }>;

export function vectorOf(ask: Ask, expr: Expr): Vector | undefined {
  return (expr.kind === 'name' ? ask.turn.columns.get(expr.name)?.vector : undefined) ?? codesOf(ask, expr);
}

function codesOf(ask: Ask, expr: Expr): Float64Array | undefined {
  switch (expr.kind) {
    case 'number':
    case 'text':
    case 'bool':
    case 'day':
    case 'month':
    case 'name':
      return constant(ask, expr);
    case 'negate':
      return constant(ask, expr) ?? numbersOf(ask, expr.operand)?.codes.map((code) => -code);
    case 'not':
      return compareWith('<>', maskOf(ask, expr.operand), 1, room(ask));
    case 'and':
    case 'or':
      return connected(ask, expr);
    case 'compare':
      return compared(ask, expr.operator, expr.left, expr.right);
    case 'given': {
      const isGiven = givenOf(ask.of(expr.operand));
      return expr.given ? isGiven : isGiven.map((code) => 1 - code);
    }
    case 'otherwise':
      return otherwise(ask, expr);
    case 'choice':
      return chosen(ask, expr);
    case 'inRange':
      return within(ask, expr);
    case 'inSet':
      return oneOf(ask, expr);
    case 'inList':
    case 'inKeys':
      return amongValues(ask.of(expr.operand), (value) => ask.by.setOf(expr).has(value) !== expr.negated, expr.negated);
    case 'startsWith':
      return amongValues(ask.of(expr.operand), (value) => typeof value === 'string' && value.startsWith(expr.text), false);
    case 'rounded':
      return rounded(ask, expr);
    case 'arithmetic':
      return arithmetic(ask, expr);
    case 'call':
      return codesOfCall(ask, expr);
    case 'field':
      return undefined;
  }
}

/** For the values of an expression, one for each row. */
function room({ by, turn }: Ask): Float64Array {
  return by.scratch.take(turn.rows);
}

function maskOf(ask: Ask, expr: Expr): Float64Array {
  const vector = ask.of(expr);
  return vector instanceof Float64Array ? vector : Float64Array.from(vector, (value) => Number(value === true));
}

function connected(ask: Ask, { kind, left, right }: Of<'and' | 'or'>): Float64Array {
  const [a, b, into] = [maskOf(ask, left), maskOf(ask, right), room(ask)];
  if (kind === 'and') for (let i = 0; i < into.length; i++) into[i] = a[i] === 1 && b[i] === 1 ? 1 : 0;
  else for (let i = 0; i < into.length; i++) into[i] = a[i] === 1 || b[i] === 1 ? 1 : 0;
  return into;
}

function otherwise(ask: Ask, expr: Of<'otherwise'>): Float64Array | undefined {
  const [value, fallback] = alike(ask, expr, expr.operand, expr.fallback);
  if (value === undefined || fallback === undefined) return undefined;
  const into = room(ask);
  for (let i = 0; i < into.length; i++) into[i] = (Number.isNaN(value[i]) ? fallback : value)[i] as number;
  return into;
}

function chosen(ask: Ask, expr: Of<'choice'>): Float64Array | undefined {
  const [yes, no] = alike(ask, expr, expr.then, expr.else);
  if (yes === undefined || no === undefined) return undefined;
  const [mask, into] = [maskOf(ask, expr.condition), room(ask)];
  for (let i = 0; i < into.length; i++) into[i] = (mask[i] === 1 ? yes : no)[i] as number;
  return into;
}

/** 1 where there is a value. */
function givenOf(vector: Vector): Float64Array {
  return vector instanceof Float64Array ? vector.map((code) => Number(!Number.isNaN(code))) : Float64Array.from(vector, (value) => Number(value !== null));
}

function amongValues(vector: Vector, holds: (value: Value) => boolean, ofEmpty: boolean): Float64Array | undefined {
  return vector instanceof Float64Array ? undefined : Float64Array.from(vector, (value) => Number(value === null ? ofEmpty : holds(value)));
}

/** Both in the codes of the whole. */
function alike(ask: Ask, whole: Expr, ...parts: [Expr, Expr]): [Float64Array | undefined, Float64Array | undefined] {
  const type = typeIn(ask, whole);
  if (codingOf(type, ask.by.texts) === undefined) return [undefined, undefined];
  if (type?.kind === 'number') return parts.map((part) => withDecimalsOf(numbersOf(ask, part), type.decimals, ask.by.scratch.take)) as [Float64Array | undefined, Float64Array | undefined];
  return parts.map((part) => ask.of(part)).map((vector) => (vector instanceof Float64Array ? vector : undefined)) as [Float64Array | undefined, Float64Array | undefined];
}

/** Codes of two operands that can be compared with each other. */
function comparable(ask: Ask, left: Expr, right: Expr): [Float64Array, Float64Array] | undefined {
  if (typeIn(ask, left)?.kind === 'number' || typeIn(ask, right)?.kind === 'number') {
    const [a, b] = [numbersOf(ask, left), numbersOf(ask, right)];
    if (a === undefined || b === undefined) return undefined;
    const decimals = Math.max(a.type.decimals, b.type.decimals);
    const [x, y] = [withDecimals(a, decimals, ask.by.scratch.take), withDecimals(b, decimals, ask.by.scratch.take)];
    return x === undefined || y === undefined ? undefined : [x, y];
  }
  const [a, b] = [ask.of(left), ask.of(right)];
  return a instanceof Float64Array && b instanceof Float64Array ? [a, b] : undefined;
}

/** A column, and values that it can be compared with and that are the same for all rows. */
function comparableWith(ask: Ask, left: Expr, ...others: readonly Expr[]): [Float64Array, ...number[]] | undefined {
  const scalars = others.flatMap((other) => scalarOf(ask, other) ?? []);
  if (scalars.length < others.length) return undefined;
  const types = [left, ...others].map((each) => typeIn(ask, each));
  if (types.every((type) => type?.kind !== 'number')) {
    const column = ask.of(left);
    return column instanceof Float64Array ? [column, ...scalars] : undefined;
  }
  const numbers = types.flatMap((type) => (type?.kind === 'number' && isNarrow(type) ? [type] : []));
  if (numbers.length < types.length) return undefined;
  const decimals = Math.max(...numbers.map((type) => type.decimals));
  const factors = numbers.slice(1).flatMap((type) => factorTo(type, decimals) ?? []);
  const column = numbersOf(ask, left);
  const codes = column && withDecimals(column, decimals, ask.by.scratch.take);
  return codes === undefined || factors.length < others.length ? undefined : [codes, ...scalars.map((scalar, i) => scalar * (factors[i] ?? 1))];
}

function compared(ask: Ask, operator: Comparison, left: Expr, right: Expr): Float64Array | undefined {
  if (right.kind === 'text' && typeIn(ask, left)?.kind === 'label') return amongValues(ask.of(left), (value) => (value === right.text) === (operator === '='), operator === '<>');
  const [column, scalar] = comparableWith(ask, left, right) ?? [];
  if (column !== undefined && scalar !== undefined) return compareWith(operator, column, scalar, room(ask));
  const both = comparable(ask, left, right);
  return both && compareColumns(operator, ...both, room(ask));
}

function within(ask: Ask, { operand, low, high, negated }: Of<'inRange'>): Float64Array | undefined {
  const [column, from, to] = comparableWith(ask, operand, low, high) ?? [];
  if (column !== undefined && from !== undefined && to !== undefined) return compareWithin(column, from, to, negated, room(ask));
  const [above, below] = [compared(ask, '>=', operand, low), compared(ask, '<=', operand, high)];
  return below && above?.map((code, i) => Number((code === 1 && below[i] === 1) !== negated));
}

function oneOf(ask: Ask, { operand, values, negated }: Of<'inSet'>): Float64Array | undefined {
  const vector = ask.of(operand);
  if (!(vector instanceof Float64Array)) return amongValues(vector, (value) => values.some((each) => compareValues(value, literalValue(each)) === 0) !== negated, negated);
  const type = typeIn(ask, operand);
  const codes = new Set(values.map((each) => codeOf(ask, each, type)));
  return vector.map((code) => Number((!Number.isNaN(code) && codes.has(code)) !== negated));
}

/** A literal's code in another type; NaN if the type has no such value. */
function codeOf({ by }: Ask, literal: Literal, type: Type | undefined): number {
  if (literal.kind === 'number' && type?.kind === 'number') {
    const { n, d } = numberOf(literal);
    const unit = 10n ** BigInt(type.decimals);
    return (n * unit) % d === 0n ? Number((n * unit) / d) : NaN;
  }
  return codingOf(type, by.texts)?.toCode(literalValue(literal)) ?? NaN;
}

function rounded(ask: Ask, expr: Of<'rounded'>): Float64Array | undefined {
  const { operand } = expr;
  if (operand.kind !== 'arithmetic' || operand.operator !== '/') {
    const numbers = numbersOf(ask, operand);
    return numbers && roundedQuotient(ask, numbers, undefined, expr);
  }
  const [over, under] = [numbersOf(ask, operand.left), numbersOf(ask, operand.right)];
  return over && under && roundedQuotient(ask, over, under, expr);
}

function arithmetic(ask: Ask, expr: Of<'arithmetic'>): Float64Array | undefined {
  const { operator, left, right } = expr;
  const type = typeIn(ask, expr);
  const of = typeIn(ask, left)?.kind;
  if (of === 'day' || of === 'month') return ofCalendar(ask, expr);
  if (type?.kind !== 'number' || !isNarrow(type) || operator === '/') return undefined;
  const [a, b] = [numbersOf(ask, left), numbersOf(ask, right)];
  if (a === undefined || b === undefined) return undefined;
  const [x, y] = operator === '*' ? [a.codes, b.codes] : [withDecimalsOf(a, type.decimals, ask.by.scratch.take), withDecimalsOf(b, type.decimals, ask.by.scratch.take)];
  if (x === undefined || y === undefined) return undefined;
  return computed(operator, x, y, room(ask));
}

/** Day − day, and day ± a whole number of days; the same of months. */
function ofCalendar(ask: Ask, { operator, left, right }: Of<'arithmetic'>): Float64Array | undefined {
  const type = typeIn(ask, right);
  if (type?.kind === 'number' && (type.decimals > 0 || !isNarrow(type))) return undefined;
  const [a, b] = [ask.of(left), ask.of(right)];
  if (!(a instanceof Float64Array) || !(b instanceof Float64Array)) return undefined;
  return computed(operator, a, b, room(ask));
}

function computed(operator: Of<'arithmetic'>['operator'], a: Float64Array, b: Float64Array, into: Float64Array): Float64Array {
  if (operator === '*') for (let i = 0; i < into.length; i++) into[i] = (a[i] as number) * (b[i] as number);
  else if (operator === '+') for (let i = 0; i < into.length; i++) into[i] = (a[i] as number) + (b[i] as number);
  else for (let i = 0; i < into.length; i++) into[i] = (a[i] as number) - (b[i] as number);
  return into;
}
