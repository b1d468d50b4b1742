/** Evaluates expressions for all rows of a turn at once. What is not known by columns, the plain evaluator does row by row. */
import type { Value } from '../evaluate/value.js';
import { evaluate, type Environment } from '../evaluate/world.js';
import type { Expr } from '../syntax/tree.js';
import { codingOf } from './coding.js';
import { vectorOf } from './codes.js';
import type { Evaluating, InCell } from './evaluating.js';
import { TurnRow, type Turn, type Vector } from './turn.js';

/** The expressions of one turn. */
export class Vectors {
  readonly #kept = new Map<string, Vector>();

  constructor(
    readonly by: Evaluating,
    readonly turn: Turn,
  ) {}

  /** The value for each row. What does not depend on the cell is worked out once. */
  of(expr: Expr, within?: InCell): Vector {
    if (within !== undefined) return this.#made(expr, within);
    const key = this.by.shapeOf(expr);
    const vector = this.#kept.get(key) ?? this.#made(expr, undefined);
    this.#kept.set(key, vector);
    return vector;
  }

  /** 1 where it holds, and otherwise 0. */
  maskOf(condition: Expr, within?: InCell): Float64Array {
    const vector = this.of(condition, within);
    return vector instanceof Float64Array ? vector : Float64Array.from(vector, (value) => Number(value === true));
  }

  #made(expr: Expr, within: InCell | undefined): Vector {
    const { by, turn } = this;
    const of = (each: Expr): Vector => this.#made(each, within);
    return vectorOf({ by, turn, within, of }, expr) ?? this.#rowByRow(expr, within);
  }

  #rowByRow(expr: Expr, within: InCell | undefined): Vector {
    const { world, home, texts } = this.by;
    const row = new TurnRow(this.turn);
    const env: Environment = { row, home, ...within };
    const valueAt = (_: unknown, index: number): Value => {
      row.index = index;
      return evaluate(world, expr, env);
    };
    const coding = codingOf(world.checked.infos.get(expr)?.type, texts);
    return coding === undefined ? Array.from({ length: this.turn.rows }, valueAt) : Float64Array.from({ length: this.turn.rows }, (_, i) => coding.toCode(valueAt(_, i)));
  }
}
