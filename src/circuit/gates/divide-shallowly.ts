import { type Algebra, both, type Gates, type Word, widened, zeros } from '../bits.js';
import { Columns, putProducts, sumColumns } from './columns.js';
import { GUARD, planReciprocal, reciprocalFactor } from './reciprocal.js';
import { leadingOne, shiftLeft, shiftRight } from './shift.js';

/**
 * The quotient of a and b, or one less, in few layers, for a divisor of at least two bits: Goldschmidt's division. b is shifted until its highest bit is 1, so
 * that D = b / 2^m is at least 1/2. The numerator N, which starts as a, and D are multiplied by the same factors, which bring D to 1. `reciprocal.ts` has the
 * factors and the error. `columns.ts` computes all products and sums of the three steps.
 */
export function* divideShallowly<B>(algebra: Algebra<B>, a: Word<B>, b: Word<B>): Gates<B, { readonly guess: Word<B>; readonly isNotZero: B }> {
  const plan = planReciprocal(a.length, b.length);
  const { precision, fraction, steps } = plan;
  const { position, missing, isAbove } = yield* leadingOne(algebra, b, 'prefix');
  const normal = yield* shiftLeft(algebra, b, missing);
  const first = yield* reciprocalFactor(algebra, normal, plan);
  // The bits of N from the lowest, `fraction` of them behind the point. The bits of the gap X = 1 − D, from the first behind the point.
  let [numerator, gap] = yield* both(firstNumerator(algebra, a, first, fraction), firstGap(algebra, normal, first, precision));
  for (const { zeros: known, bits, isLast } of steps) {
    const factor = gap.slice(known, bits);
    [numerator, gap] = yield* both(nextNumerator(algebra, numerator, factor, known), isLast ? unchanged(gap) : nextGap(algebra, gap, known, bits, precision));
  }
  const guess = yield* shiftRight(algebra, numerator.slice(fraction + 1), position);
  return { guess: widened(algebra, guess, a.length).slice(0, a.length), isNotZero: isAbove[0] as B };
}

// eslint-disable-next-line require-yield -- a circuit without products
function* unchanged<B>(word: Word<B>): Gates<B, Word<B>> {
  return word;
}

/** a · F, rounded down, for F = 1 + Σ factor_k · 2^(k − length). */
function* firstNumerator<B>(algebra: Algebra<B>, a: Word<B>, factor: Word<B>, fraction: number): Gates<B, Word<B>> {
  const below = fraction + GUARD;
  const columns = new Columns<B>(a.length + 1 + below);
  a.forEach((bit, i) => { columns.put(i + below, bit); });
  yield* putProducts(columns, a.flatMap((x, i) => factor.map((y, k) => ({ x, y, column: i + k - factor.length + below }))));
  return (yield* sumColumns(algebra, columns.bits, 'prefix')).slice(GUARD);
}

/**
 * 1 − D · F, rounded down to `precision` binary places, for D = Σ normal_i · 2^(i − m). Each subtracted bit p counts as its complement less 1, and all
 * constants are collected in one number.
 */
function* firstGap<B>(algebra: Algebra<B>, normal: Word<B>, factor: Word<B>, precision: number): Gates<B, Word<B>> {
  const columns = new Columns<B>(normal.length + factor.length);
  normal.forEach((bit, i) => { columns.put(i + factor.length, algebra.not(bit)); });
  yield* putProducts(columns, normal.flatMap((x, i) => factor.map((y, k) => ({ x, y, column: i + k }))), algebra.not.bind(algebra));
  const ones = (width: number) => (1n << BigInt(width)) - 1n;
  columns.putConstant(algebra, -ones(normal.length) * ((1n << BigInt(factor.length)) + ones(factor.length)), algebra.count(normal[0] as B));
  return [...(yield* sumColumns(algebra, columns.bits, 'prefix'))].reverse().slice(0, precision);
}

/** N · (1 + t), rounded down, for t = Σ factor_k · 2^−(known + k + 1). */
function* nextNumerator<B>(algebra: Algebra<B>, numerator: Word<B>, factor: Word<B>, known: number): Gates<B, Word<B>> {
  const columns = new Columns<B>(numerator.length + GUARD);
  numerator.forEach((bit, i) => { columns.put(i + GUARD, bit); });
  yield* putProducts(columns, factor.flatMap((y, k) => numerator.map((x, i) => ({ x, y, column: i + GUARD - known - k - 1 }))));
  return (yield* sumColumns(algebra, columns.bits, 'prefix')).slice(GUARD);
}

/** X' = 1 − (1 − X) · (1 + t) = (X − t) + X · t, rounded down to `precision` binary places. X − t is the part of X behind its first `bits`. */
function* nextGap<B>(algebra: Algebra<B>, gap: Word<B>, known: number, bits: number, precision: number): Gates<B, Word<B>> {
  const digits = precision + GUARD;
  const columns = new Columns<B>(digits);
  gap.slice(bits).forEach((bit, i) => { columns.put(digits - bits - i - 1, bit); });
  const open = gap.slice(known);
  yield* putProducts(columns, gap.slice(known, bits).flatMap((y, k) => open.map((x, i) => ({ x, y, column: digits - 2 * known - k - i - 2 }))));
  const sum = columns.bits.every((column) => column.length === 0) ? [zeros(algebra, algebra.count(gap[0] as B))] : yield* sumColumns(algebra, columns.bits, 'prefix');
  return [...widened(algebra, sum, digits)].reverse().slice(0, precision);
}
