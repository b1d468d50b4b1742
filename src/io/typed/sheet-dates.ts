/** Dates of spreadsheets: numbers of days, which a format shows as dates. */

/** Formats that need no code (18.8.30), including those of East Asia. */
const BUILT_IN: readonly (readonly [from: number, to: number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

/** Whether a number format shows a date, a time of day or a duration. */
export function showsDate(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN.some(([from, to]) => id >= from && id <= to);
  // The first part, for positive numbers (others are for negative ones and so on), without texts, colours and conditions. [h] is hours.
  const [first = ''] = code.replace(/"[^"]*"?|\\.|_.|\*./g, '').split(';');
  const bare = first.replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]?/gi, '');
  return !/general/i.test(bare) && /[ymdhs]/i.test(bare);
}

const DAY = 86_400;
/** The last day that spreadsheets show: 31 December 9999. */
const LAST = 2_958_465;

/**
 * The date as YYYY-MM-DD, with THH:MM:SS if it is not midnight, or HH:MM:SS for less than a day. Undefined for what is no date: negative, beyond 9999, or the
 * 29 February 1900, which Lotus 1-2-3 had and no calendar.
 */
export function dateOfSerial(serial: number, from1904: boolean): string | undefined {
  if (!(serial >= 0) || serial >= LAST + 1) return undefined;
  const seconds = Math.round(serial * DAY);
  const [days, rest] = [Math.floor(seconds / DAY), seconds % DAY];
  const time = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60].map((part) => String(part).padStart(2, '0')).join(':');
  if (days === 0 && !from1904) return rest === 0 ? undefined : time;
  if (days === 60 && !from1904) return undefined;
  // Days are counted from 1 January 1900, as the first; from March 1900 on they are one too many.
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30);
  const date = new Date(epoch + days * DAY * 1000).toISOString().slice(0, 10);
  return rest === 0 ? date : `${date}T${time}`;
}
