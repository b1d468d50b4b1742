/** The data of all parties in one place, and what has been computed from it so far. A plain evaluation has this, and a session never does. */
import type { Checked, ModelReveal, Table } from '../check/program.js';
import type { Info } from '../check/types.js';
import type { Call, Expr } from '../syntax/tree.js';
import type { Shut } from '../shut/shut.js';
import type { Fitted } from './fitted.js';
import type { Row, Value } from './value.js';

/** One party in one role: its single values, and its rows under their names. */
export interface MemberData {
  single: Row;
  readonly rows: Map<string, Row[]>;
}

export interface Inputs {
  /** The parties of each role, in their order. */
  readonly members: ReadonlyMap<string, readonly MemberData[]>;
  readonly parameters: ReadonlyMap<string, Value>;
  readonly lists: ReadonlyMap<string, readonly string[]>;
}

/** A cell of a table: its keys and columns, and for each member the rows in it. */
export interface Cell {
  readonly index: number;
  readonly values: Row;
  readonly rows: readonly (readonly Row[])[];
}

export interface World extends Inputs {
  readonly checked: Checked;
  /** Evaluates any expression. It is here so that the files of totals and functions need not import the file that does it. */
  readonly evaluate: (world: World, expr: Expr, env: Environment) => Value;
  /** The value of a total over rows: computed from the rows, or from sums of all parties that were opened. */
  readonly totalOf: (world: World, call: Call, env: Environment) => Value;
  /** A model of the rows, or of sums that were opened. */
  readonly fitOf: (world: World, reveal: ModelReveal) => Fitted;
  /** The key that parts make, or undefined if one is missing. */
  readonly makeKey: (parts: readonly KeyPart[]) => string | undefined;
  /** What parties shut beside the counts, and what is shut with it. */
  readonly shut: Shut;
  /** Lets and revealed values. */
  readonly values: Map<string, Value>;
  readonly cells: Map<string, readonly Cell[]>;
  /** Running totals: for each call its value in each cell. */
  readonly running: Map<Call, Value[]>;
  /** Sees every value, for tests of the inferred ranges. */
  readonly watch: ((expr: Expr, info: Info | undefined, value: Value) => void) | undefined;
}

export interface KeyPart {
  readonly kind: 'code' | 'text' | 'name' | 'date';
  readonly text: string;
}

/** The position at which an expression is evaluated. */
export interface Environment {
  readonly row?: Row;
  readonly cell?: Cell;
  readonly table?: Table;
  /** The member's own single values, in a reveal to each. */
  readonly own?: Row;
  /** In a `from` block: the member whose block it is. */
  readonly home?: { readonly role: string; readonly member: number };
}

export function membersOf(world: World, role: string): readonly MemberData[] {
  return world.members.get(role) ?? [];
}

export function evaluate(world: World, expr: Expr, env: Environment): Value {
  return world.evaluate(world, expr, env);
}

export function isTrue(world: World, expr: Expr, env: Environment): boolean {
  return evaluate(world, expr, env) === true;
}
