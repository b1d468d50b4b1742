/**
 * Cells to scaled integers (value × 10^decimals). Two readers: `plainNumber` takes the usual forms without
 * making a BigInt, since BigInts alone would cost more than reading the file; `exactNumber` takes every form
 * and is the reference that the first is tested against.
 */
import { parseDecimal } from '../../crypto/decimal.js';
import type { CsvSource } from './types.js';

export interface NumberFormat {
  readonly decimalComma: boolean;
  readonly thousands: boolean;
  /**
   * Whether the user said that the decimal mark never groups thousands: `--decimal-point`, or `--no-thousands`. Otherwise a cell such as 2.500 is two
   * numbers, until another cell shows which.
   */
  readonly markIsDecimal: boolean;
}

/** What a file's cells have shown so far about how it writes numbers. */
export interface Evidence {
  /** The decimal mark was at a place where it can group nothing: 12.5, 0.125, 1234.500. */
  hasDecimals: boolean;
}

/** Numbers below 10^15 and their sums of two are exact in a double. */
const SAFE_DIGITS = 15;

const POWERS = Array.from({ length: SAFE_DIGITS + 1 }, (_, i) => 10 ** i);

/** Digits between two separators of thousands. */
const GROUP = 3;

const ZERO = 48;
const MINUS = 45;
const POINT = 46;
const COMMA = 44;

/**
 * The scaled value of `[-]digits[.digits]` if it has at most 15 digits and no more fractional ones than
 * `decimals`, and can be read in one way; NaN for everything else, numbers or not, which `exactNumber` and `hasTwoReadings` decide.
 */
export function plainNumber(cell: string, decimals: number, decimalComma: boolean, evidence: Evidence): number {
  const length = cell.length;
  const point = decimalComma ? COMMA : POINT;
  const negative = length > 0 && cell.charCodeAt(0) === MINUS;
  const start = negative ? 1 : 0;
  if (length - start > SAFE_DIGITS + 1) return NaN;
  let value = 0;
  let pointAt = -1;
  for (let i = start; i < length; i++) {
    const code = cell.charCodeAt(i);
    const digit = code - ZERO;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else if (code === point && pointAt === -1) pointAt = i;
    else return NaN;
  }
  const whole = (pointAt === -1 ? length : pointAt) - start;
  const fraction = pointAt === -1 ? 0 : length - pointAt - 1;
  if (whole === 0 || (pointAt !== -1 && fraction === 0) || fraction > decimals || whole + decimals > SAFE_DIGITS) return NaN;
  if (pointAt !== -1) {
    if (fraction === GROUP && whole <= GROUP && cell.charCodeAt(start) !== ZERO) return NaN;
    evidence.hasDecimals = true;
  }
  value *= POWERS[decimals - fraction] ?? NaN;
  return negative ? -value : value;
}

/**
 * Separators come in groups of three, and one number uses only one of them. The space, the no-break spaces
 * (U+00A0, narrow U+202F), the thin one (U+2009) and the apostrophes (', U+2019 and U+02BC) are used with either decimal sign. No group begins
 * a number with 0: 0,123 is a fraction written by someone else's rules, not a hundred and twenty-three.
 */
const GROUPED_POINT = /^([+-]?[1-9]\d{0,2})(?:([, \u00a0\u202f\u2009'\u2019\u02bc])\d{3}(?:\2\d{3})*)(?:\.\d+)?$/;
const GROUPED_COMMA = /^([+-]?[1-9]\d{0,2})(?:([. \u00a0\u202f\u2009'\u2019\u02bc])\d{3}(?:\2\d{3})*)(?:,\d+)?$/;

/** As in India: 12,34,567.50, groups of two and the last of three. */
const GROUPED_INDIAN = /^[+-]?[1-9]\d?(,)\d{2}(?:,\d{2})*,\d{3}(?:\.\d+)?$/;

/** Longer cells are no numbers, and no expression is run over them. */
const MAX_CELL = 100;

/** The scaled value of a cell without spaces around it, or undefined when it is no such number. */
export function exactNumber(cell: string, decimals: number, format: NumberFormat): bigint | undefined {
  const text = cell.length > MAX_CELL ? undefined : toPlain(cell, format);
  return text === undefined ? undefined : parseDecimal(text, decimals);
}

const LIKE_A_GROUP = { point: /^[+-]?[1-9]\d{0,2}\.\d{3}$/, comma: /^[+-]?[1-9]\d{0,2},\d{3}$/ };

/**
 * Whether a cell that is a number in this format is another number, a thousand times as large, to somebody who takes the decimal mark for a separator of
 * thousands. A mark that can group nothing at its place goes into `evidence`.
 */
export function hasTwoReadings(cell: string, { decimalComma, markIsDecimal }: NumberFormat, evidence: Evidence): boolean {
  const mark = decimalComma ? ',' : '.';
  if (!cell.includes(mark)) return false;
  if (!(decimalComma ? LIKE_A_GROUP.comma : LIKE_A_GROUP.point).test(cell)) {
    evidence.hasDecimals = true;
    return false;
  }
  return !markIsDecimal;
}

/** How a file's numbers are to be read, as its user said. */
export function numberFormatOf({ decimalComma = false, thousands, decimalPoint = false }: Pick<CsvSource, 'decimalComma' | 'thousands' | 'decimalPoint'>): NumberFormat {
  return { decimalComma, thousands: thousands ?? false, markIsDecimal: thousands === false || (decimalPoint && !decimalComma) };
}

/** A cell without spaces around it, with a decimal point and nothing between its digits; undefined if it is no number in this format. */
export function plainForm(cell: string, format: NumberFormat): string | undefined {
  const text = cell.length > MAX_CELL ? undefined : toPlain(cell, format);
  return text !== undefined && /^[+-]?\d+(?:\.\d+)?$/.test(text) ? text : undefined;
}

/** The same number with a decimal point and nothing between its digits, for `parseDecimal` to judge. */
function toPlain(cell: string, { decimalComma, thousands }: NumberFormat): string | undefined {
  const separator = thousands ? ((decimalComma ? GROUPED_COMMA : GROUPED_POINT).exec(cell)?.[2] ?? (decimalComma ? undefined : GROUPED_INDIAN.exec(cell)?.[1])) : undefined;
  const ungrouped = separator === undefined ? cell : cell.replaceAll(separator, '');
  if (!decimalComma) return ungrouped;
  return ungrouped.includes('.') ? undefined : ungrouped.replace(',', '.');
}
