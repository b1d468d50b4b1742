/** Days as whole numbers since 1970-01-01, months as year × 12 + month − 1; Gregorian, years 1600 to 2999. */
const DAY_MS = 86_400_000;

/** Undefined if there is no such day. */
export function dayNumber(text: string): bigint | undefined {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  if (year < 1600 || year > 2999) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? BigInt(Math.round(date.getTime() / DAY_MS)) : undefined;
}

/** Undefined if there is no such month. */
export function monthNumber(text: string): bigint | undefined {
  const [year = 0, month = 0] = text.split('-').map(Number);
  return year >= 1600 && year <= 2999 && month >= 1 && month <= 12 ? BigInt(year * 12 + month - 1) : undefined;
}

export function dayText(day: bigint): string {
  return new Date(Number(day) * DAY_MS).toISOString().slice(0, 10);
}

export function monthText(month: bigint): string {
  return `${String(month / 12n).padStart(4, '0')}-${String((month % 12n) + 1n).padStart(2, '0')}`;
}

export function partsOfDay(day: bigint): { year: number; month: number; day: number } {
  const date = new Date(Number(day) * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

export function monthOfDay(day: bigint): bigint {
  const { year, month } = partsOfDay(day);
  return BigInt(year * 12 + month - 1);
}

/** Completed years; a person born on 29 February counts from 1 March in other years. */
export function completedYears(from: bigint, to: bigint): bigint {
  const a = partsOfDay(from);
  const b = partsOfDay(to);
  const isBefore = b.month < a.month || (b.month === a.month && b.day < a.day);
  return BigInt(b.year - a.year - (isBefore ? 1 : 0));
}

/** Monday is 1. */
export function weekday(day: bigint): bigint {
  return ((((day + 3n) % 7n) + 7n) % 7n) + 1n;
}
