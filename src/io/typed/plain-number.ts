/** Numbers of files that have numbers, in plain decimal notation and exactly as they are written there. */

/** Digits of a number that is written out, at most. */
const MOST_DIGITS = 60;

/**
 * A number as JSON and JavaScript write it, without exponent, leading and trailing zeros: `1.50e2` is `150`, `2.50` is `2.5`. Undefined if it is none, or would
 * be longer than 60 digits.
 */
export function plainNotation(text: string): string | undefined {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^(-?)(\d{1,400})(?:\.(\d{1,400}))?(?:[eE]([+-]?\d{1,6}))?$/.exec(text) ?? [];
  if (whole === '') return undefined;
  const digits = (whole + fraction).replace(/^0+/, '').replace(/0+$/, '');
  if (digits === '') return '0';
  const leading = /^0*/.exec(whole + fraction)?.[0].length ?? 0;
  /** Digits before the point; if negative, so many zeros follow it. */
  const point = whole.length - leading + Number(exponent);
  if (Math.abs(point) > MOST_DIGITS || digits.length > MOST_DIGITS) return undefined;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/**
 * The shortest decimal that is this double and no other. Undefined if it is no finite number, or beyond 2^53, where doubles no longer distinguish whole
 * numbers.
 */
export function plainDouble(value: number): string | undefined {
  return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? plainNotation(String(value)) : undefined;
}

/** A number written as text that programs read as doubles: undefined if one of them would read another number than is written. */
export function plainLiteral(text: string): string | undefined {
  const written = plainNotation(text);
  return written !== undefined && plainDouble(Number(text)) === written ? written : undefined;
}
