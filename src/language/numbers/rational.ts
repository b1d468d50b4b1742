import { divideHalfEven, formatDecimal } from '../../crypto/decimal.js';

/** An exact number: numerator and denominator, with the denominator above 0 and no common factor. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

export function power10(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

export function magnitude(x: bigint): bigint {
  return x < 0n ? -x : x;
}

function commonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [magnitude(a), magnitude(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** Throws RangeError on a denominator of 0. */
export function rational(n: bigint, d = 1n): Rational {
  if (d === 1n) return { n, d };
  if (d === 0n) throw new RangeError('A denominator is 0.');
  const common = commonDivisor(n, d) * (d < 0n ? -1n : 1n);
  return { n: n / common, d: d / common };
}

/** value × 10^−decimals. */
export function scaled(value: bigint, decimals: number): Rational {
  return rational(value, power10(decimals));
}

export const ZERO: Rational = { n: 0n, d: 1n };
export const ONE: Rational = { n: 1n, d: 1n };

/** The number that a decimal such as -12.50 writes. */
export function fromDecimal(text: string): Rational {
  const [whole = '', fraction = ''] = text.split('.');
  return scaled(BigInt(whole + fraction), fraction.length);
}

export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  const difference = a.d === b.d ? a.n - b.n : a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function add(a: Rational, b: Rational): Rational {
  return a.d === b.d && a.d === 1n ? { n: a.n + b.n, d: 1n } : rational(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function negate(a: Rational): Rational {
  return { n: -a.n, d: a.d };
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, negate(b));
}

export function multiply(a: Rational, b: Rational): Rational {
  return a.d === 1n && b.d === 1n ? { n: a.n * b.n, d: 1n } : rational(a.n * b.n, a.d * b.d);
}

/** Throws RangeError if b is 0. */
export function divide(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d, a.d * b.n);
}

export function least(values: readonly Rational[]): Rational {
  return values.reduce((a, b) => (compare(a, b) <= 0 ? a : b));
}

export function greatest(values: readonly Rational[]): Rational {
  return values.reduce((a, b) => (compare(a, b) >= 0 ? a : b));
}

export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** a / b to a whole number: the nearest, with a tie to the even one; or the one not above, or not below. */
export function roundedDivide(a: bigint, b: bigint, direction: 'even' | 'up' | 'down' = 'even'): bigint {
  const [over, under] = b < 0n ? [-a, -b] : [a, b];
  const floor = floorDivide(over, under);
  const rest = over - floor * under;
  if (direction === 'down' || rest === 0n) return floor;
  return direction === 'up' ? floor + 1n : divideHalfEven(over, under);
}

/** How many steps a value is, rounded. */
export function stepsOf(value: Rational, step: Rational, direction: 'even' | 'up' | 'down' = 'even'): bigint {
  return roundedDivide(value.n * step.d, value.d * step.n, direction);
}

/** ⌊√n⌋ of n ≥ 0. */
export function integerRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

/** With exactly `decimals` digits after the point, rounded half to even. */
export function decimalText(value: Rational, decimals: number): string {
  return formatDecimal(roundedDivide(value.n * power10(decimals), value.d), decimals);
}

/** Only for display of bounds and approximations. */
export function toNumber({ n, d }: Rational): number {
  const shift = Math.max(n.toString(2).length, d.toString(2).length) - 1000;
  return shift <= 0 ? Number(n) / Number(d) : Number(n >> BigInt(shift)) / Number(d >> BigInt(shift));
}

/** The double’s own value; 0 for what is no number. */
export function fromDouble(value: number): Rational {
  if (!Number.isFinite(value) || value === 0) return ZERO;
  // Every double is a whole number times a power of 2. A thousand halvings and more are needed only if it is that small.
  let [mantissa, twos] = [value, 0];
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    twos++;
  }
  return rational(BigInt(mantissa), 1n << BigInt(twos));
}

/** Rounded, half to even, to so many significant digits. */
export function significant(value: Rational, digits: number): Rational {
  if (value.n === 0n) return value;
  const decimals = decimalsOf(value, digits);
  return decimals >= 0 ? rational(inSteps(value, decimals), power10(decimals)) : rational(inSteps(value, decimals) * power10(-decimals));
}

/** How many decimals give so many significant digits; below 0 if they end before the point. */
function decimalsOf(value: Rational, digits: number): number {
  if (value.n === 0n) return 0;
  const decimals = digits - (magnitude(value.n).toString().length - value.d.toString().length) - 1;
  return magnitude(inSteps(value, decimals)).toString().length < digits ? decimals + 1 : decimals;
}

function inSteps({ n, d }: Rational, decimals: number): bigint {
  return decimals >= 0 ? roundedDivide(n * power10(decimals), d) : roundedDivide(n, d * power10(-decimals));
}

/** With so many significant digits, or all digits before the point, and never with an exponent. */
export function significantText(value: Rational, digits: number): string {
  return decimalText(value, Math.max(0, decimalsOf(value, digits)));
}
