/** One member's sums of one step of a logistic model: what it puts in, computed at home. */
import { add, divide, fromDouble, multiply, negate, ONE, power10, rational, stepsOf, subtract, toNumber, ZERO, type Rational } from '../numbers/rational.js';
import { exponential } from './reals.js';

/** Rows of a model: k numbers each, the constant's 1 first, and 1 or 0 for the outcome. */
export interface Design {
  readonly size: number;
  readonly rows: number;
  /** One after the other. */
  readonly parts: readonly DesignPart[];
}

export interface DesignPart {
  readonly rows: number;
  /** rows × size. */
  readonly x: Float64Array;
  readonly y: Uint8Array;
}

/** Sums are whole numbers of 10^−9. */
export const STEP_DECIMALS = 9;
const UNIT = 10 ** STEP_DECIMALS;
/** No honest coefficient is that large. With one beyond the range of doubles, a row's score would be no number where its value is 0, and the sums would fail for such rows alone. */
const LARGEST_SLOPE = 1e100;

/** How many sums a step has: the slope, and the lower half of the curvature. */
export function stepLength(size: number): number {
  return size + (size * (size + 1)) / 2;
}

/**
 * Σ (y − p)·x, and then Σ p·(1 − p)·x·xᵀ line by line up to the diagonal, at p = 1 / (1 + e^−x·β). It uses doubles, and keeps the parts that addition rounds
 * away separately (Neumaier). Nobody else computes these sums, so they need not be the same on every machine.
 */
export function stepSums({ size, parts }: Design, estimates: readonly Rational[]): bigint[] {
  const slopes = Float64Array.from(estimates, (each) => Math.min(LARGEST_SLOPE, Math.max(-LARGEST_SLOPE, toNumber(each))));
  const length = stepLength(size);
  const [sums, lost] = [new Float64Array(length), new Float64Array(length)];
  const put = (at: number, value: number): void => {
    const before = sums[at] as number;
    const sum = before + value;
    lost[at] = (lost[at] as number) + (Math.abs(before) >= Math.abs(value) ? before - sum + value : value - sum + before);
    sums[at] = sum;
  };
  for (const { rows, x, y } of parts) {
    for (let row = 0; row < rows; row++) {
      const first = row * size;
      let score = 0;
      for (let i = 0; i < size; i++) score += (x[first + i] as number) * (slopes[i] as number);
      // This is the form whose exponential cannot become infinite.
      const small = Math.exp(-Math.abs(score));
      const chance = score >= 0 ? 1 / (1 + small) : small / (1 + small);
      const away = y[row] === 1 ? (score >= 0 ? small / (1 + small) : 1 / (1 + small)) : -chance;
      const weight = small / ((1 + small) * (1 + small));
      let at = size;
      for (let i = 0; i < size; i++) {
        const value = x[first + i] as number;
        put(i, away * value);
        const weighted = weight * value;
        for (let j = 0; j <= i; j++) put(at++, weighted * (x[first + j] as number));
      }
    }
  }
  return Array.from(sums, (sum, i) => inUnits(sum, lost[i] as number));
}

/** sum + lost in whole units; the larger part may have more digits than a double holds units. */
function inUnits(sum: number, lost: number): bigint {
  const whole = Math.trunc(sum);
  return BigInt(whole) * BigInt(UNIT) + BigInt(Math.round((sum - whole + lost) * UNIT));
}

/** The same in fractions, a thousand times slower. The doubles are checked against it. */
export function stepSumsExactly({ size, parts }: Design, estimates: readonly Rational[]): bigint[] {
  const sums = Array.from({ length: stepLength(size) }, () => ZERO);
  const cut = (value: Rational): Rational => rational(stepsOf(value, rational(1n, power10(40))), power10(40));
  for (const { rows, x, y } of parts) {
    for (let row = 0; row < rows; row++) {
      const values = Array.from(x.subarray(row * size, (row + 1) * size), fromDouble);
      const score = values.reduce((sum, each, i) => add(sum, multiply(each, estimates[i] ?? ZERO)), ZERO);
      const small = cut(exponential(score.n < 0n ? score : negate(score)));
      const low = divide(small, add(ONE, small));
      const chance = cut(score.n < 0n ? low : subtract(ONE, low));
      const away = subtract(y[row] === 1 ? ONE : ZERO, chance);
      const weight = cut(multiply(chance, subtract(ONE, chance)));
      let at = size;
      values.forEach((value, i) => {
        sums[i] = add(sums[i] ?? ZERO, multiply(away, value));
        for (let j = 0; j <= i; j++, at++) sums[at] = add(sums[at] ?? ZERO, multiply(weight, multiply(value, values[j] ?? ZERO)));
      });
    }
  }
  return sums.map((sum) => stepsOf(sum, rational(1n, power10(STEP_DECIMALS))));
}
