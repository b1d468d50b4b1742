/** Expressions by columns. Each function returns undefined for what it does not know; the plain evaluator (evaluate/expressions.ts) says what each means. */
import type { Type } from '../check/types.js';
import { literalValue, numberOf } from '../evaluate/literals.js';
import { compareValues, type Value } from '../evaluate/value.js';
import type { Comparison, Expr, Literal } from '../syntax/tree.js';
import { codesOfCall } from './calls.js';
import { codingOf, isNarrow } from './coding.js';
import { roundedQuotient } from './division.js';
import type { Ask } from './evaluating.js';
import { constant, numbersOf, typeIn, withDecimals, withDecimalsOf } from './numbers.js';
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
      return constant(ask, expr, literalValue(expr));
    case 'name':
      return constant(ask, expr, ask.within?.cell.values.get(expr.name) ?? ask.by.world.parameters.get(expr.name));
    case 'negate':
      return numbersOf(ask, expr.operand)?.codes.map((code) => -code);
    case 'not':
      return maskOf(ask, expr.operand).map((code) => (code === 1 ? 0 : 1));
    case 'and':
    case 'or':
      return connected(ask, expr);
    case 'compare':
      return compared(ask, expr.operator, expr.left, expr.right);
    case 'given': {
      const isGiven = givenOf(ask.of(expr.operand));
      return expr.given ? isGiven : isGiven.map((code) => 1 - code);
    }
    case 'otherwise': {
      const [value, fallback] = alike(ask, expr, expr.operand, expr.fallback);
      return fallback && value?.map((code, i) => (Number.isNaN(code) ? (fallback[i] as number) : code));
    }
    case 'choice': {
      const [yes, no] = alike(ask, expr, expr.then, expr.else);
      const mask = maskOf(ask, expr.condition);
      return no && yes?.map((code, i) => (mask[i] === 1 ? code : (no[i] as number)));
    }
    case 'inRange': {
      const [above, below] = [compared(ask, '>=', expr.operand, expr.low), compared(ask, '<=', expr.operand, expr.high)];
      return below && above?.map((code, i) => Number((code === 1 && below[i] === 1) !== expr.negated));
    }
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

function maskOf(ask: Ask, expr: Expr): Float64Array {
  const vector = ask.of(expr);
  return vector instanceof Float64Array ? vector : Float64Array.from(vector, (value) => Number(value === true));
}

function connected(ask: Ask, { kind, left, right }: Of<'and' | 'or'>): Float64Array {
  const [a, b] = [maskOf(ask, left), maskOf(ask, right)];
  return kind === 'and' ? a.map((code, i) => Number(code === 1 && b[i] === 1)) : a.map((code, i) => Number(code === 1 || b[i] === 1));
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
  if (type?.kind === 'number') return parts.map((part) => withDecimalsOf(numbersOf(ask, part), type.decimals)) as [Float64Array | undefined, Float64Array | undefined];
  return parts.map((part) => ask.of(part)).map((vector) => (vector instanceof Float64Array ? vector : undefined)) as [Float64Array | undefined, Float64Array | undefined];
}

/** Codes of two operands that can be compared with each other. */
function comparable(ask: Ask, left: Expr, right: Expr): [Float64Array, Float64Array] | undefined {
  if (typeIn(ask, left)?.kind === 'number' || typeIn(ask, right)?.kind === 'number') {
    const [a, b] = [numbersOf(ask, left), numbersOf(ask, right)];
    if (a === undefined || b === undefined) return undefined;
    const decimals = Math.max(a.type.decimals, b.type.decimals);
    const [x, y] = [withDecimals(a, decimals), withDecimals(b, decimals)];
    return x === undefined || y === undefined ? undefined : [x, y];
  }
  const [a, b] = [ask.of(left), ask.of(right)];
  return a instanceof Float64Array && b instanceof Float64Array ? [a, b] : undefined;
}

function compared(ask: Ask, operator: Comparison, left: Expr, right: Expr): Float64Array | undefined {
  if (right.kind === 'text' && typeIn(ask, left)?.kind === 'label') return amongValues(ask.of(left), (value) => (value === right.text) === (operator === '='), operator === '<>');
  const both = comparable(ask, left, right);
  if (both === undefined) return undefined;
  const [a, b] = both;
  // An empty value is above every other, and is not equal to another: `compareValues`.
  switch (operator) {
    case '=':
      return a.map((code, i) => Number(code === b[i]));
    case '<>':
      return a.map((code, i) => Number(code !== b[i]));
    case '<':
      return a.map((code, i) => Number(code < (b[i] as number)));
    case '<=':
      return a.map((code, i) => Number(code <= (b[i] as number)));
    case '>':
      return a.map((code, i) => Number(!(code <= (b[i] as number))));
    case '>=':
      return a.map((code, i) => Number(!(code < (b[i] as number))));
  }
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
    return numbers && roundedQuotient(numbers, undefined, expr);
  }
  const [over, under] = [numbersOf(ask, operand.left), numbersOf(ask, operand.right)];
  return over && under && roundedQuotient(over, under, expr);
}

function arithmetic(ask: Ask, expr: Of<'arithmetic'>): Float64Array | undefined {
  const { operator, left, right } = expr;
  const type = typeIn(ask, expr);
  const of = typeIn(ask, left)?.kind;
  if (of === 'day' || of === 'month') return ofCalendar(ask, expr);
  if (type?.kind !== 'number' || !isNarrow(type) || operator === '/') return undefined;
  const [a, b] = [numbersOf(ask, left), numbersOf(ask, right)];
  if (a === undefined || b === undefined) return undefined;
  if (operator === '*') return a.codes.map((code, i) => code * (b.codes[i] as number));
  const [x, y] = [withDecimalsOf(a, type.decimals), withDecimalsOf(b, type.decimals)];
  if (x === undefined || y === undefined) return undefined;
  return operator === '+' ? x.map((code, i) => code + (y[i] as number)) : x.map((code, i) => code - (y[i] as number));
}

/** Day − day, and day ± a whole number of days; the same of months. */
function ofCalendar(ask: Ask, { operator, left, right }: Of<'arithmetic'>): Float64Array | undefined {
  const type = typeIn(ask, right);
  if (type?.kind === 'number' && (type.decimals > 0 || !isNarrow(type))) return undefined;
  const [a, b] = [ask.of(left), ask.of(right)];
  if (!(a instanceof Float64Array) || !(b instanceof Float64Array)) return undefined;
  return operator === '+' ? a.map((code, i) => code + (b[i] as number)) : a.map((code, i) => code - (b[i] as number));
}
