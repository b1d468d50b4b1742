/**
 * Exact decimals: a number with d digits after the point is the bigint value × 10^d.
 * Nothing here ever passes through a binary floating-point number.
 */
import { bug } from '../errors.js';

/** Longer texts are refused before any work: no agreed number has so many digits. */
const MAX_TEXT = 64;

const PLAIN = /^([+-]?)([0-9]+)(?:\.([0-9]+))?$/;

/**
 * Reads `[+-]digits[.digits]`, nothing else: no exponent, spaces, separators or bare points. Fractional digits after the first `decimals` must be zeros,
 * because this program does not round a user's number. Returns value × 10^decimals, or undefined if the text is not such a number.
 */
export function parseDecimal(text: string, decimals: number): bigint | undefined {
  if (text.length > MAX_TEXT) return undefined;
  const [, sign, whole, fraction = ''] = PLAIN.exec(text) ?? [];
  if (whole === undefined) return undefined;
  if (/[1-9]/.test(fraction.slice(decimals))) return undefined;
  const magnitude = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  return sign === '-' ? -magnitude : magnitude;
}

/** Prints value / 10^decimals with exactly `decimals` digits after the point, and no point if `decimals` is 0. */
export function formatDecimal(value: bigint, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0');
  const sign = value < 0n ? '-' : '';
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** numerator / denominator, rounded to the nearest integer, and halves to the even one. The denominator is positive. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw bug('a division by a number that is not positive');
  let quotient = numerator / denominator;
  let remainder = numerator % denominator;
  // BigInt division truncates towards zero; with the floor below, one rule serves both signs.
  if (remainder < 0n) {
    quotient -= 1n;
    remainder += denominator;
  }
  const twice = 2n * remainder;
  const up = twice > denominator || (twice === denominator && quotient % 2n !== 0n);
  return up ? quotient + 1n : quotient;
}

/**
 * sum / count for a sum scaled by 10^decimals, printed with decimals + extraDigits digits, rounded half to even. The count is positive. The caller handles a
 * count of 0, for which there is no average.
 */
export function averageOf(sum: bigint, count: bigint, decimals: number, extraDigits: number): string {
  const quotient = divideHalfEven(sum * 10n ** BigInt(extraDigits), count);
  return formatDecimal(quotient, decimals + extraDigits);
}
