import anyAscii from 'any-ascii';
import type { DateOrder } from './column.js';

/** Why a cell is no date. */
export type DateProblem = 'short year' | 'no such day' | 'not a date';

/** Characters of the longest cell that is looked at. The longest date with a midnight has some forty; patterns take long over a cell of thousands. */
const MOST_CHARACTERS = 100;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
/**
 * A time of day that says nothing, as spreadsheets, databases and programs put behind a date: 0:00, 00:00:00.000, 12:00:00 AM, T00:00:00Z,
 * 00:00:00+00, 00:00 Uhr. The zone does not matter: the day is that of the place where the time is midnight.
 */
const MIDNIGHT = /(?:[T ]+(?:0{1,2}[:.]00(?:[:.]00(?:[.,]0+)?)?(?: ?(?:a\.? ?m\.?|Uhr|h))?|12[:.]00(?:[:.]00(?:[.,]0+)?)? ?a\.? ?m\.?)|(?<=^\S+)[T ]00) ?(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i;

/**
 * YYYYMMDD, or the problem. Year first, as YYYY-MM-DD, YYYYMMDD or with / or . between, is taken under every order; under `dmy` and `mdy`
 * also the other, with one or two digits for day and month and four for the year. Digits of other scripts are read as digits.
 * The day must exist in the Gregorian calendar, the year be from 1000 to 9999.
 */
export function readDate(cell: string, order: DateOrder = 'ymd'): { readonly date: string } | { readonly problem: DateProblem; readonly digits?: string } {
  const whole = plain(cell);
  if (whole.length > MOST_CHARACTERS) return { problem: 'not a date' };
  const text = whole.replace(MIDNIGHT, '');
  const compact = COMPACT.exec(text);
  if (compact) return checked(compact[1], compact[2], compact[3]);
  const parts = /^(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})$/.exec(text);
  if (!parts) return { problem: 'not a date' };
  const [, first = '', , second = '', third = ''] = parts;
  if (first.length === 4 && third.length <= 2) return checked(first, second, third);
  if (order === 'ymd') return { problem: 'not a date' };
  if (first.length > 2 || third.length === 3) return { problem: 'not a date' };
  if (third.length < 4) return { problem: 'short year' };
  return order === 'dmy' ? checked(third, second, first) : checked(third, first, second);
}

/** The orders under which a cell is a date. */
export function ordersOf(cell: string): DateOrder[] {
  return (['ymd', 'dmy', 'mdy'] as const).filter((order) => 'date' in readDate(cell, order));
}

/** YYYYMMDD, or '' for a cell that is no date. */
export function dateKey(cell: string, order?: DateOrder): string {
  const read = readDate(cell, order);
  return 'date' in read ? read.date : '';
}

/** The same, and the digits of a day that does not exist: a slip in one part of it leaves the others. */
export function digitsOfDate(cell: string, order?: DateOrder): string {
  const read = readDate(cell, order);
  return 'date' in read ? read.date : (read.digits ?? '');
}

function plain(cell: string): string {
  const text = cell.trim();
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return anyAscii(text.normalize('NFKC').replace(/\p{Cf}/gu, '')).trim();
}

function checked(year = '', month = '', day = ''): { date: string } | { problem: DateProblem; digits: string } {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const digits = year + month.padStart(2, '0') + day.padStart(2, '0');
  return y < 1000 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) ? { problem: 'no such day', digits } : { date: digits };
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
