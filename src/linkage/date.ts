import anyAscii from 'any-ascii';
import type { DateOrder } from './column.js';
import { keptAsText, withoutDecimal } from './kinds/read.js';

/** Why a cell is no date. */
export type DateProblem = 'short year' | 'no such day' | 'not a date';

/** Characters of the longest cell that is looked at. The longest date with a midnight has some forty; patterns take long over a cell of thousands. */
const MOST_CHARACTERS = 100;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
/**
 * A time of day that says nothing, as spreadsheets, databases and programs put after a date: 0:00, 00:00:00.000, 12:00:00 AM, T00:00:00Z,
 * 00:00:00+00, 00:00 Uhr, 0h00, GMT+0100 (Central European Standard Time). The zone does not matter: the day is that of the place where the time is midnight.
 */
const MIDNIGHT = /(?:(?:,? +|T)(?:0{1,2}[:.h]00(?:[:.]00(?:[.,]0+)?)?(?: ?(?:a\.? ?m\.?|Uhr|h))?|12[:.]00(?:[:.]00(?:[.,]0+)?)? ?a\.? ?m\.?)|(?<=^\S+)[T ]00|(?<=^\d{8})T0000(?:00)?)(?: ?(?:Z|UTC|(?:GMT)?[+-]\d\d(?::?\d\d)?|GMT))*(?: \([A-Za-z ]+\))?$/i;
/** A date alone with its zone, as XML Schema writes it. */
const ZONE = /(?<=^\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)$/;
/** 1990年2月17日, 1990년 2월 17일. */
const YEAR_MONTH_DAY = /^(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]/;
/** Full stops with spaces after them, one at the end, and the word for year after it: 17. 2. 1990, 1990. 02. 17., 17.02.1990 г. */
const LOOSE_STOPS = /\.\s+(?=\d)|\.?\s*(?:[гр]\.?|\.)$/g;
const PLAIN = /^[\d/.-]*\d$/;

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
/** In English, as JavaScript, SQL Server and Oracle write them: Sat Feb 17 1990, Feb 17 1990, 17-FEB-1990. */
const IN_WORDS = /^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?(?:([a-z]{3,9})\.? (\d{1,2}),? |(\d{1,2})[ -]([a-z]{3,9})\.?,?[ -])(\d{2}|\d{4})$/i;

/**
 * YYYYMMDD, or the problem. Year first, as YYYY-MM-DD, YYYYMMDD or with / or . between, is taken under every order. Under `dmy` and `mdy`
 * the other order is taken, too, with one or two digits for day and month and four for the year. Digits of other scripts are read as digits, and the month may
 * be an English word. The day must exist in the Gregorian calendar, and the year must be from 1000 to 9999.
 */
export function readDate(cell: string, order: DateOrder = 'ymd'): { readonly date: string } | { readonly problem: DateProblem; readonly digits?: string } {
  const whole = cell.trim().length > MOST_CHARACTERS ? cell : plain(cell);
  if (whole.length > MOST_CHARACTERS) return { problem: 'not a date' };
  const text = PLAIN.test(whole) ? whole : whole.replace(MIDNIGHT, '').replace(ZONE, '');
  const compact = COMPACT.exec(text);
  if (compact) return checked(compact[1], compact[2], compact[3]);
  const parts = /^(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})$/.exec(text);
  if (!parts) return inWords(text);
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

/** The same, or the digits of a day that does not exist: a slip in one part of it leaves the others. */
export function digitsOfDate(cell: string, order?: DateOrder): string {
  const read = readDate(cell, order);
  return 'date' in read ? read.date : (read.digits ?? '');
}

/** A month in English words shows by itself which part of the date it is. */
function inWords(text: string): ReturnType<typeof readDate> {
  const found = IN_WORDS.exec(text);
  if (found === null) return { problem: 'not a date' };
  const [, before, after, first, behind, year = ''] = found;
  const name = (before ?? behind ?? '').toLowerCase();
  const month = MONTHS.findIndex((each) => each.startsWith(name) || (name === 'sept' && each === 'september')) + 1;
  if (month === 0) return { problem: 'not a date' };
  return year.length < 4 ? { problem: 'short year' } : checked(year, String(month), after ?? first);
}

function plain(cell: string): string {
  const text = cell.trim();
  if (PLAIN.test(text)) return text.includes('.') ? withoutDecimal(text.replace(LOOSE_STOPS, stop)) : text;
  const bare = keptAsText(text).replace(/ {2,}/g, ' ').replace(YEAR_MONTH_DAY, '$1-$2-$3').replace(LOOSE_STOPS, stop);
  if (/^[\x20-\x7e]*$/.test(bare)) return bare;
  return anyAscii(bare.normalize('NFKC').replace(/\p{Cf}/gu, '')).trim();
}

function stop(text: string): string {
  return /^\.\s+$/.test(text) ? '.' : '';
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
