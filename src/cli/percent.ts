import { MpcError } from '../library/errors.js';

/** Reads `N%`, or N, from 0 to 100. Throws USAGE. */
export function parsePercent(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const digits = /^(\d{1,3})%?$/.exec(text.trim())?.[1];
  if (digits !== undefined && Number(digits) <= 100) return Number(digits);
  throw new MpcError('USAGE', `--${flag} ${text}: not a whole number of percent.`, `Write, for example, --${flag} 20%.`);
}
