/** Day numbers, their years, months and days, and their texts. */
import { dayNumber, partsOfDay } from '../numbers/calendar.js';

const [FIRST, LAST] = [-135_140, 376_200];
/** What was asked for: year · 10 000 + month · 100 + day. The days of 1600 to 2999 fit. */
const known = new Int32Array(LAST - FIRST + 1);

/** Such as 20261130; NaN of NaN. */
export function digitsOfDay(day: number): number {
  if (Number.isNaN(day)) return NaN;
  const at = day - FIRST;
  const found = known[at];
  if (found !== undefined && found !== 0) return found;
  const { year, month, day: ofMonth } = partsOfDay(BigInt(day));
  const digits = year * 10_000 + month * 100 + ofMonth;
  if (at >= 0 && at < known.length) known[at] = digits;
  return digits;
}

const FIRST_YEAR = 1600;
/** Day numbers by 372 · years + 31 · months + days, moved so that 0 is what was not asked for. */
const numbered = new Int32Array(1400 * 372);
const MOVED = 2 ** 30;
const ZERO = 48;

/** NaN for what is no digit. */
function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - ZERO;
  return digit >= 0 && digit <= 9 ? digit : NaN;
}

/** The number of a day that is written as 2026-11-30; NaN for everything else, and for a day that does not exist. */
export function dayIn(text: string): number {
  if (text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return NaN;
  const year = digitAt(text, 0) * 1000 + digitAt(text, 1) * 100 + digitAt(text, 2) * 10 + digitAt(text, 3);
  const month = digitAt(text, 5) * 10 + digitAt(text, 6);
  const day = digitAt(text, 8) * 10 + digitAt(text, 9);
  // False for NaN as well.
  if (!(year >= FIRST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return NaN;
  const at = (year - FIRST_YEAR) * 372 + (month - 1) * 31 + day - 1;
  const found = numbered[at];
  if (found === undefined) return NaN;
  if (found !== 0) return found - MOVED;
  const number = dayNumber(text);
  if (number === undefined) return NaN;
  numbered[at] = Number(number) + MOVED;
  return Number(number);
}
