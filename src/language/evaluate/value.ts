/** Values of expressions. Numbers are exact; days and months are whole numbers, as in `numbers/calendar.ts`. */
import { compare, type Rational } from '../numbers/rational.js';

/** A party of a group, by its index among the members. */
export interface Member {
  readonly member: number;
}

/** null is empty. Categories, codes, texts and keys are texts. */
export type Value = Rational | bigint | string | boolean | Member | null;

export type Row = Map<string, Value>;

export function isNumber(value: Value): value is Rational {
  return typeof value === 'object' && value !== null && 'n' in value;
}

export function isMember(value: Value): value is Member {
  return typeof value === 'object' && value !== null && 'member' in value;
}

/** −1, 0 or 1. For types without an order: 0 if both are the same, and otherwise 1. An empty value is the same as none. */
export function compareValues(a: Value, b: Value): -1 | 0 | 1 {
  if (isNumber(a) && isNumber(b)) return compare(a, b);
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0;
  if (isMember(a) && isMember(b)) return a.member === b.member ? 0 : 1;
  return a === b && a !== null ? 0 : 1;
}

/** A text that equal values share. */
export function valueKey(value: Value): string {
  if (isNumber(value)) return `${value.n}/${value.d}`;
  if (isMember(value)) return `member ${value.member}`;
  return `${typeof value} ${String(value)}`;
}
