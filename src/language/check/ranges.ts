/**
 * Interval arithmetic, section 5.1 of the specification: sound, and not tight. Everything is exact.
 */
import { Fault, type At } from '../fault.js';
import { add, compare, divide, greatest, least, magnitude, multiply, negate, power10, rational, scaled, stepsOf, subtract, type Rational } from '../numbers/rational.js';
import type { NumberLiteral, Rounding } from '../syntax/tree.js';
import type { Bounds, FractionType, NumberType, RealType, Type } from './types.js';

const LIMIT = 1n << 255n;
/** Means "without end" if a value is computed in the open: nothing has to hold it. */
export const WITHOUT_END = rational(10n ** 40n);

/** Throws E040 if something in the type needs more than 255 bits with its sign. */
export function fitting<T extends Type>(type: T, at: At): T {
  const numbers = type.kind === 'number' ? [type.low, type.high] : type.kind === 'fraction' ? [...type.numerator, ...type.denominator] : [];
  if (numbers.some((each) => magnitude(each) >= LIMIT)) {
    throw new Fault('E040', at, 'This can become larger than 255 bits hold.', type.kind === 'fraction' ? 'Round in between: (… rounded to 0.01).' : 'Narrow the ranges, or the number of rows.');
  }
  return type;
}

export function numberType(low: bigint, high: bigint, decimals = 0, unit?: string, percent = false): NumberType {
  return { kind: 'number', low, high, decimals, percent, unit };
}

/** Both with the larger of their decimals. */
export function aligned(a: NumberType, b: NumberType): [NumberType, NumberType, number] {
  const decimals = Math.max(a.decimals, b.decimals);
  return [withDecimals(a, decimals), withDecimals(b, decimals), decimals];
}

function withDecimals(type: NumberType, decimals: number): NumberType {
  const factor = power10(decimals - type.decimals);
  return { ...type, low: type.low * factor, high: type.high * factor, decimals };
}

export function corners(a: Bounds<bigint>, b: Bounds<bigint>): [bigint, bigint] {
  const products = [a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1]];
  return [products.reduce((x, y) => (x < y ? x : y)), products.reduce((x, y) => (x > y ? x : y))];
}

function realCorners(a: Bounds<Rational>, b: Bounds<Rational>, operate: (x: Rational, y: Rational) => Rational): [Rational, Rational] {
  const results = a.flatMap((x) => b.map((y) => operate(x, y)));
  return [least(results), greatest(results)];
}

/** Ends as exact numbers. */
export function valueBounds(type: NumberType | FractionType | RealType): Bounds<Rational> {
  return type.kind === 'number' ? [scaled(type.low, type.decimals), scaled(type.high, type.decimals)] : type.value;
}

export function asFraction(type: NumberType | FractionType): FractionType {
  if (type.kind === 'fraction') return type;
  const unit = power10(type.decimals);
  return { kind: 'fraction', numerator: [type.low, type.high], denominator: [unit, unit], value: valueBounds(type), unit: type.unit };
}

export function negatedRange(type: NumberType | FractionType | RealType): Type {
  if (type.kind === 'number') return { ...type, low: -type.high, high: -type.low };
  const value: Bounds<Rational> = [negate(type.value[1]), negate(type.value[0])];
  return type.kind === 'real' ? { ...type, value } : { ...type, value, numerator: [-type.numerator[1], -type.numerator[0]] };
}

export function sumRange(a: NumberType, b: NumberType, operator: '+' | '-', unit: string | undefined): NumberType {
  const [x, y, decimals] = aligned(a, b);
  const [low, high] = operator === '+' ? [x.low + y.low, x.high + y.high] : [x.low - y.high, x.high - y.low];
  return numberType(low, high, decimals, unit, a.percent && b.percent);
}

export function productRange(a: NumberType, b: NumberType): NumberType {
  const [low, high] = corners([a.low, a.high], [b.low, b.high]);
  return numberType(low, high, a.decimals + b.decimals);
}

export function fractionSum(x: FractionType, y: FractionType, operator: '+' | '-', unit: string | undefined): FractionType {
  const left = corners(x.numerator, y.denominator);
  const right = corners(y.numerator, x.denominator);
  const plus = operator === '+';
  return {
    kind: 'fraction',
    numerator: plus ? [left[0] + right[0], left[1] + right[1]] : [left[0] - right[1], left[1] - right[0]],
    denominator: corners(x.denominator, y.denominator),
    value: plus ? [add(x.value[0], y.value[0]), add(x.value[1], y.value[1])] : [subtract(x.value[0], y.value[1]), subtract(x.value[1], y.value[0])],
    unit,
  };
}

export function fractionProduct(x: FractionType, y: FractionType): FractionType {
  return { kind: 'fraction', numerator: corners(x.numerator, y.numerator), denominator: corners(x.denominator, y.denominator), value: realCorners(x.value, y.value, multiply), unit: undefined };
}

/** The divisor is at least its least step away from 0, and its sign goes to the numerator. Throws E059 if it is always 0. */
export function fractionQuotient(x: FractionType, y: FractionType, at: At): FractionType {
  if (y.numerator[0] === 0n && y.numerator[1] === 0n) throw new Fault('E059', at, 'This always divides by 0.', 'Divide by something that can be more.');
  let numerator = corners(x.numerator, y.denominator);
  if (y.numerator[0] < 0n) {
    const most = numerator[1] > -numerator[0] ? numerator[1] : -numerator[0];
    numerator = [-most, most];
  }
  const [a, b] = corners(x.denominator, y.numerator).map(magnitude) as [bigint, bigint];
  const denominator: Bounds<bigint> = [0n, a > b ? a : b];
  const step = rational(1n, y.denominator[1] > 0n ? y.denominator[1] : 1n);
  return { kind: 'fraction', numerator, denominator, value: quotientBounds(x.value, y.value, step), unit: undefined };
}

/** A divisor is never nearer to 0 than `step`. */
function quotientBounds(x: Bounds<Rational>, [low, high]: Bounds<Rational>, step: Rational): Bounds<Rational> {
  const divisors: Rational[] = [];
  if (high.n > 0n) divisors.push(high, low.n > 0n ? low : step);
  if (low.n < 0n) divisors.push(low, high.n < 0n ? high : negate(step));
  const quotients = divisors.flatMap((divisor) => x.map((each) => divide(each, divisor)));
  return [least(quotients), greatest(quotients)];
}

export function holdsZero([low, high]: Bounds<Rational>): boolean {
  return low.n <= 0n && high.n >= 0n;
}

export function realRange(a: NumberType | FractionType | RealType, b: NumberType | FractionType | RealType, operator: '+' | '-' | '*' | '/', unit: string | undefined): RealType {
  const [x, y] = [valueBounds(a), valueBounds(b)];
  const range = (value: Bounds<Rational>): RealType => ({ kind: 'real', value, unit });
  switch (operator) {
    case '+':
      return range([add(x[0], y[0]), add(x[1], y[1])]);
    case '-':
      return range([subtract(x[0], y[1]), subtract(x[1], y[0])]);
    case '*':
      return range(realCorners(x, y, multiply));
    case '/':
      return range(holdsZero(y) ? [negate(WITHOUT_END), WITHOUT_END] : realCorners(x, y, divide));
  }
}

/** Both ends rounded likewise. */
export function roundedRange(type: NumberType | FractionType | RealType, step: NumberLiteral, direction: Rounding): NumberType {
  const unit = scaled(step.value, step.decimals);
  const [low, high] = valueBounds(type).map((end) => stepsOf(end, unit, direction)) as [bigint, bigint];
  return numberType(low * step.value, high * step.value, step.decimals, type.unit, step.percent);
}

export function hull(a: NumberType, b: NumberType, unit: string | undefined): NumberType {
  const [x, y, decimals] = aligned(a, b);
  return numberType(x.low < y.low ? x.low : y.low, x.high > y.high ? x.high : y.high, decimals, unit, a.percent && b.percent);
}

/** For `number` values of one type, any of which may be missing. */
export function totalRange(type: NumberType, number: bigint): NumberType {
  return { ...type, low: type.low < 0n ? type.low * number : 0n, high: type.high > 0n ? type.high * number : 0n, percent: type.percent };
}

export function isWithin(inner: NumberType, outer: NumberType): boolean {
  const [low, high] = valueBounds(inner);
  const [least, most] = valueBounds(outer);
  return compare(low, least) >= 0 && compare(high, most) <= 0;
}

export function largerMagnitude(type: NumberType): bigint {
  const [a, b] = [magnitude(type.low), magnitude(type.high)];
  return a > b ? a : b;
}
