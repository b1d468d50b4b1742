import { TOTALS, VALUES } from '../check/functions.js';
import { MISLEADING, RESERVED } from '../syntax/vocabulary.js';

export const FUNCTIONS: ReadonlySet<string> = new Set([...TOTALS, ...VALUES]);

/** Names that the written programs use themselves. */
const OWN: ReadonlySet<string> = new Set(['members', 'records', 'party']);

/** Why a column of a file cannot be called so in a program, as a clause; undefined where it can. */
export function whyNoName(name: string): string | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(name)) return 'a name has letters from a to z, digits and _, and begins with a letter';
  if (FUNCTIONS.has(name) || RESERVED.has(name) || MISLEADING.has(name.toLowerCase()) || OWN.has(name)) return `"${name}" is a word of the language`;
  return undefined;
}
