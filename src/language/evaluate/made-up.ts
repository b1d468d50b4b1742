/** Files that nobody has: values within the types of a program, the same for the same seed. */
import type { Checked, Rows } from '../check/program.js';
import type { Type } from '../check/types.js';
import { scaled } from '../numbers/rational.js';
import { emptyMember } from './home.js';
import type { Row, Value } from './value.js';
import type { Inputs, MemberData } from './world.js';

export interface MadeUp {
  readonly seed: number;
  /** Rows of each party under each name. */
  readonly rows: number;
  /** How often a number is one of the ends of its range, from 0 to 1. */
  readonly ends: number;
  /** Members of each group, at least as many as it must have. */
  readonly members?: ReadonlyMap<string, number>;
  /** Lists that are known; others are made up. */
  readonly lists?: Inputs['lists'];
  /** Whether what is worked out of a row is inside its ranges. A row that does not fit is made anew, some times. */
  readonly fits?: (rows: Rows, row: Row) => boolean;
}

const MOST_TRIES = 200;

/** Half-open: 0 ≤ x < 1. xorshift32 of Marsaglia: data for trying out, and never a secret. */
export function sequence(seed: number): () => number {
  let state = (seed | 0) || 0x9e3779b9;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const NAMES = ['Ana', 'Boris', 'Chen', 'Dora', 'Emil', 'Fay', 'Gus', 'Hana', 'Ivo', 'Jana', 'Kofi', 'Lena'];

export function madeUpInputs(checked: Checked, { seed, rows, ends, members, lists: known, fits = () => true }: MadeUp): Inputs {
  const random = sequence(seed);
  const lists = new Map([...checked.lists.values()].map(({ name, most }) => [name.text, known?.get(name.text) ?? Array.from({ length: Math.min(most, 12) }, (_, i) => `${name.text} ${i + 1}`)]));
  const value = (type: Type, mayBeEmpty: boolean): Value => (mayBeEmpty && random() < 0.15 ? null : valueOf(type, random, ends, lists));
  const once = (of: Rows): Row => {
    const row: Row = new Map();
    for (const [line, { type, empty }] of of.lines) if (line.kind === 'field') row.set(line.name.text, value(type, empty));
    return row;
  };
  const read = (of: Rows): Row => {
    let row = once(of);
    for (let tries = 1; tries < MOST_TRIES && !fits(of, row); tries++) row = once(of);
    return row;
  };
  const data = new Map<string, MemberData[]>();
  for (const role of checked.roles.values()) data.set(role.name, Array.from({ length: Math.min(role.most, Math.max(members?.get(role.name) ?? role.least, role.least)) }, emptyMember));
  for (const of of checked.rows.values()) {
    for (const member of data.get(of.role.name) ?? []) {
      if (of.isSingle) member.single = read(of);
      else member.rows.set(of.name, Array.from({ length: Math.min(of.most, rows) }, () => read(of)));
    }
  }
  return { members: data, lists, parameters: new Map([...checked.parameters.values()].map(({ name, info }) => [name, value(info.type, false)])) };
}

function valueOf(type: Type, random: () => number, ends: number, lists: ReadonlyMap<string, readonly string[]>): Value {
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  const between = (low: bigint, high: bigint): bigint => {
    if (random() < ends) return random() < 0.5 ? low : high;
    return low + ((high - low + 1n) * BigInt(Math.floor(random() * 2 ** 32))) / 2n ** 32n;
  };
  switch (type.kind) {
    case 'number':
      return scaled(between(type.low, type.high), type.decimals);
    case 'bool':
      return random() < 0.5;
    case 'category':
      return pick(type.values ?? lists.get(type.list ?? '') ?? []) ?? null;
    case 'day':
    case 'month':
      return between(type.low, type.high);
    case 'label':
      return pick(NAMES) ?? null;
    default:
      return null;
  }
}
