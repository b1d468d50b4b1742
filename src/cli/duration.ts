import { MpcError } from '../library/errors.js';

const UNITS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** The longest time of a timer; longer sessions have other problems. */
const LONGEST_MS = 2 ** 31 - 1;

/** `8s`, `5m`, `1h`, `30d`, in milliseconds. Throws USAGE. */
export function parseDuration(text: string, flag: string): number {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)$/.exec(text.trim());
  const value = match === null ? NaN : Number(match[1]) * (UNITS[match[2] ?? ''] ?? NaN);
  if (value > 0) return value;
  throw new MpcError('USAGE', `--${flag} ${text}: not a duration.`, 'Write, for example, 30s, 5m or 1h.');
}

/** Like `parseDuration`, for waiting times within one run. */
export function parseWait(text: string, flag: string): number {
  const value = parseDuration(text, flag);
  if (value <= LONGEST_MS) return value;
  throw new MpcError('USAGE', `--${flag} ${text}: longer than 24 days.`, 'Give a shorter time.');
}

/** A day or instant (UTC), or a duration back from now. Milliseconds since 1970. Throws USAGE. */
export function parseSince(text: string, flag: string, now: number): number {
  if (/^\d+(\.\d+)?(ms|s|m|h|d)$/.test(text.trim())) return now - parseDuration(text, flag);
  const time = dateIn(text.trim());
  if (Number.isNaN(time)) throw new MpcError('USAGE', `--${flag} ${text}: neither a duration nor a date.`, 'Write, for example, 30d, 2026-12-31 or 2026-12-31T18:00:00Z (UTC).');
  return time;
}

/** A day or instant from a date, or a duration from now. Milliseconds since 1970. Throws USAGE. */
export function parseExpiry(text: string, now: number, flag = 'expires'): number {
  if (/^\d+(\.\d+)?(ms|s|m|h|d)$/.test(text.trim())) return now + parseDuration(text, flag);
  const time = dateIn(text.trim());
  if (Number.isNaN(time)) throw new MpcError('USAGE', `--${flag} ${text}: neither a duration nor a date.`, 'Write, for example, 7d, 2026-12-31 or 2026-12-31T18:00:00Z (UTC).');
  if (time <= now) throw new MpcError('USAGE', `--${flag} ${text}: that is over already.`, 'Give a time to come.');
  return time;
}

/** Milliseconds since 1970; NaN for anything else, such as 31 February, which would otherwise be a day in March. */
function dateIn(text: string): number {
  const time = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?Z)?$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text.slice(0, 10) ? time : NaN;
}
