/**
 * Roots, logarithms and the like in integer arithmetic, to more than 40 digits, so that every recipient gets the same ones. The series are
 * those of Abramowitz and Stegun, chapters 4, 7 and 26.
 */
import { add, compare, divide, integerRoot, magnitude, multiply, negate, ONE, power10, rational, roundedDivide, subtract, ZERO, type Rational } from '../numbers/rational.js';

const DIGITS = 60;
const UNIT = power10(DIGITS);
/** Longer numerators and denominators are cut to this many bits. */
const MAX_BITS = 640;
const KEPT_BITS = 320;

function fixed({ n, d }: Rational): bigint {
  return roundedDivide(n * UNIT, d);
}

function real(value: bigint): Rational {
  return rational(value, UNIT);
}

function bitsOf(x: bigint): number {
  return magnitude(x).toString(2).length;
}

/** The same number to some 96 digits, if it is longer than the numbers that reals are computed with. */
export function trimmed(x: Rational): Rational {
  const excess = Math.min(bitsOf(x.n), bitsOf(x.d)) - KEPT_BITS;
  if (excess <= 0 || Math.max(bitsOf(x.n), bitsOf(x.d)) <= MAX_BITS) return x;
  return rational(x.n >> BigInt(excess), x.d >> BigInt(excess));
}

/** √x of x ≥ 0: exact if it is a fraction, and otherwise to 60 digits after the first. */
export function squareRoot({ n, d }: Rational): Rational {
  const [top, bottom] = [integerRoot(n), integerRoot(d)];
  if (top * top === n && bottom * bottom === d) return rational(top, bottom);
  const shift = power10(DIGITS + Math.max(0, Math.ceil((bitsOf(d) - bitsOf(n)) * 0.1506)));
  return rational(integerRoot((n * shift * shift) / d), shift);
}

/** 2·atanh(y) in fixed point, |y| ≤ 1/3. */
function twiceArtanh(y: bigint): bigint {
  const square = (y * y) / UNIT;
  let [sum, power] = [y, y];
  for (let k = 3n; power !== 0n; k += 2n) {
    power = (power * square) / UNIT;
    sum += power / k;
  }
  return 2n * sum;
}

const LN2 = twiceArtanh(UNIT / 3n);

/** For x > 0. */
export function logarithm(x: Rational): Rational {
  const twos = bitsOf(x.n) - bitsOf(x.d);
  const m = twos >= 0 ? rational(x.n, x.d << BigInt(twos)) : rational(x.n << BigInt(-twos), x.d);
  const y = divide(subtract(m, ONE), add(m, ONE));
  return real(twiceArtanh(fixed(y)) + BigInt(twos) * LN2);
}

/** For x ≤ 1 000; 0 if it is below 10^−150. */
export function exponential(x: Rational): Rational {
  const value = fixed(x);
  const twos = roundedDivide(value, LN2);
  if (twos < -500n) return ZERO;
  const rest = value - twos * LN2;
  let [sum, term] = [UNIT, UNIT];
  for (let k = 1n; term !== 0n; k++) {
    term = (term * rest) / UNIT / k;
    sum += term;
  }
  return twos >= 0n ? real(sum << twos) : rational(sum, UNIT << -twos);
}

/** Machin's formula. */
const PI = (() => {
  const arctan = (inverse: bigint) => {
    let [sum, power, sign] = [0n, UNIT / inverse, 1n];
    for (let k = 1n; power !== 0n; k += 2n) {
      sum += (sign * power) / k;
      power /= inverse * inverse;
      sign = -sign;
    }
    return sum;
  };
  return 4n * (4n * arctan(5n) - arctan(239n));
})();

/** erf(√h), h ≥ 0, from e^−h and √h: 2/√π · e^−h · Σ 2^k h^(k+½) / (2k+1)!!. */
function errorFunctionOfRoot(h: bigint, decay: Rational): Rational {
  let [sum, term] = [0n, fixed(squareRoot(real(h)))];
  for (let k = 1n; term !== 0n; k++) {
    sum += term;
    term = (2n * term * h) / UNIT / (2n * k + 1n);
  }
  // e^−h may be far below one unit of the fixed point, and the sum as far above: their product is what counts.
  return divide(trimmed(multiply(real(2n * sum), decay)), squareRoot(real(PI)));
}

/** The probability that a chi-squared of `freedom` degrees is x or more. */
export function chiSquaredTail(x: Rational, freedom: number): Rational {
  if (x.n <= 0n) return ONE;
  // Above this even a thousand degrees of freedom leave less than 10^−40.
  if (compare(x, rational(4_000n)) > 0) return ZERO;
  const half = divide(x, rational(2n));
  const h = fixed(half);
  // Fixed point has too few digits for e^−h and the large terms that it is multiplied with, so these are computed as fractions.
  const decay = exponentialOfLarge(half);
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? divide(multiply(squareRoot(half), rational(2n)), squareRoot(real(PI))) : ONE;
  let sum = ZERO;
  for (let j = 1; j <= Math.floor(freedom / 2); j++) {
    sum = trimmed(add(sum, term));
    term = trimmed(divide(multiply(term, half), rational(isOdd ? BigInt(2 * j + 1) : BigInt(j), isOdd ? 2n : 1n)));
  }
  const tail = multiply(decay, sum);
  const first = isOdd ? subtract(ONE, errorFunctionOfRoot(h, decay)) : ZERO;
  const all = trimmed(add(first, tail));
  return all.n < 0n ? ZERO : compare(all, ONE) > 0 ? ONE : all;
}

/** e^−x of any x ≥ 0, as a fraction with all of its digits. */
function exponentialOfLarge(x: Rational): Rational {
  let [whole, result] = [x.n / x.d, exponential(negate(subtract(x, rational(x.n / x.d))))];
  const hundredth = exponential(rational(-100n));
  for (; whole >= 100n; whole -= 100n) result = trimmed(multiply(result, hundredth));
  return trimmed(multiply(result, exponential(rational(-whole))));
}
