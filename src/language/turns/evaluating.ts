import type { Table } from '../check/program.js';
import type { Value } from '../evaluate/value.js';
import { membersOf, type Cell, type Environment, type World } from '../evaluate/world.js';
import { shape, type Expr } from '../syntax/tree.js';
import type { Texts } from './coding.js';
import { Scratch } from './scratch.js';
import type { Turn, Vector } from './turn.js';

/** The cell of a table, where expressions can name its keys. */
export interface InCell {
  readonly cell: Cell;
  readonly table: Table;
}

/** Where an expression is evaluated: the rows of a turn, and in a table's column a cell. */
export interface Ask {
  readonly by: Evaluating;
  readonly turn: Turn;
  readonly within: InCell | undefined;
  /** Any expression at the same place. */
  readonly of: (expr: Expr) => Vector;
}

/** What the turns of one party's rows share. */
export class Evaluating {
  readonly scratch = new Scratch();
  readonly #shapes = new WeakMap<Expr, string>();
  readonly #sets = new WeakMap<Expr, ReadonlySet<Value>>();

  constructor(
    readonly world: World,
    readonly home: NonNullable<Environment['home']>,
    readonly texts: Texts,
  ) {}

  /** A text that expressions share if they are written alike. */
  shapeOf(expr: Expr | undefined): string {
    if (expr === undefined) return '';
    const found = this.#shapes.get(expr) ?? shape(expr);
    this.#shapes.set(expr, found);
    return found;
  }

  /** The values among which `in list` or `in T.k` looks: they are the same for all rows. */
  setOf(expr: Extract<Expr, { kind: 'inList' | 'inKeys' }>): ReadonlySet<Value> {
    const found = this.#sets.get(expr) ?? (expr.kind === 'inList' ? new Set<Value>(this.world.lists.get(expr.list.text)) : this.#keysOf(expr));
    this.#sets.set(expr, found);
    return found;
  }

  #keysOf({ table, key }: Extract<Expr, { kind: 'inKeys' }>): ReadonlySet<Value> {
    const rows = this.world.checked.rows.get(table.text);
    const data = rows === undefined ? undefined : membersOf(this.world, rows.role.name)[this.home.member];
    const all = rows === undefined || data === undefined ? [] : rows.isSingle ? [data.single] : (data.rows.get(rows.name) ?? []);
    return new Set(all.map((row) => row.get(key.text) ?? null).filter((value) => value !== null));
  }
}
