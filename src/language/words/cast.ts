/** Roles, and the parties that have them, in words. */
import type { Role } from '../check/program.js';
import { grouped } from './numerals.js';

/** The names of each role's parties, once the roster is known. */
export type Cast = ReadonlyMap<string, readonly string[]>;

/** Where a role is named in passing, longer lists of its parties stand as their number; the line that begins with “So:” has them all. */
const MOST_IN_PASSING = 5;

export function eachOf(role: Role): string {
  return role.isGroup ? `each of the ${role.name}` : role.name;
}

/** Who has the role, in parentheses: nothing for one party of the same name, and how many a group may have while nobody knows its parties. */
export function members(role: Role, cast: Cast): string {
  const names = cast.get(role.name);
  if (names === undefined) return role.isGroup ? ` (${role.least} to ${role.most} parties)` : '';
  return !role.isGroup && names.join() === role.name ? '' : ` (${names.join(', ')})`;
}

/** A role that sees or learns something: Regulator (Pd), all firms (Pa, Pb, Pc). */
export function allOf(role: Role, cast: Cast): string {
  const names = cast.get(role.name);
  const some = names === undefined ? '' : names.length > MOST_IN_PASSING ? ` (${grouped(String(names.length))} parties)` : members(role, cast);
  return `${role.isGroup ? 'all ' : ''}${role.name}${some}`;
}
