/** What each party works out at home: derived columns, and rows that are kept. */
import { scaled, compare } from '../numbers/rational.js';
import type { Rows } from '../check/program.js';
import type { Type } from '../check/types.js';
import { isNumber, type Row, type Value } from './value.js';
import { evaluate, isTrue, membersOf, type MemberData, type World } from './world.js';

/** A derived column that is outside the range declared for it: an error of that party's data. */
export class OutOfRange extends Error {
  constructor(
    readonly rows: string,
    readonly column: string,
    readonly member: number,
    /** Number of the row, the first being 1; of single values 0. */
    readonly row: number,
  ) {
    super(`${column} of ${rows} is outside its declared range.`);
  }
}

/** Replaces what was read by what the blocks make from it, in their order. */
export function workOutAtHome(world: World): void {
  for (const rows of world.checked.rows.values()) {
    membersOf(world, rows.role.name).forEach((data, member) => {
      if (rows.isSingle) readBlock(world, rows, data.single, member, 0);
      else data.rows.set(rows.name, (data.rows.get(rows.name) ?? []).filter((row, i) => readBlock(world, rows, row, member, i + 1)));
    });
  }
}

/** Whether the row is kept. */
function readBlock(world: World, rows: Rows, row: Row, member: number, number: number): boolean {
  const env = { row, home: { role: rows.role.name, member } };
  for (const line of rows.block.lines) {
    if (line.kind === 'keep' && !isTrue(world, line.condition, env)) return false;
    if (line.kind !== 'derived') continue;
    const value = evaluate(world, line.value, env);
    const type = line.type === undefined ? undefined : rows.lines.get(line)?.type;
    if (type !== undefined && !isInside(value, type)) throw new OutOfRange(rows.name, line.name.text, member, number);
    row.set(line.name.text, value);
  }
  return true;
}

/** Whether all that is worked out of a row is inside the ranges declared for it. The row stays as it is. */
export function rowFits(world: World, rows: Rows, row: Row): boolean {
  try {
    readBlock(world, rows, new Map(row), 0, 1);
    return true;
  } catch (error) {
    if (error instanceof OutOfRange) return false;
    throw error;
  }
}

export function isInside(value: Value, type: Type): boolean {
  if (value === null) return true;
  if (type.kind === 'number' && isNumber(value)) return compare(value, scaled(type.low, type.decimals)) >= 0 && compare(value, scaled(type.high, type.decimals)) <= 0;
  if ((type.kind === 'day' || type.kind === 'month') && typeof value === 'bigint') return value >= type.low && value <= type.high;
  return type.kind !== 'category' || type.values === undefined || (typeof value === 'string' && type.values.includes(value));
}

export function emptyMember(): MemberData {
  return { single: new Map<string, Value>(), rows: new Map<string, Row[]>() };
}
