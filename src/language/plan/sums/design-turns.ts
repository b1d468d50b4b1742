/** Rows of a logistic model, kept turn by turn: each step needs all of them once more. `designOf` makes the same of all rows at once. */
import type { Model } from '../../check/program.js';
import type { Design, DesignPart } from '../../evaluate/logistic-sums.js';
import { isNumber } from '../../evaluate/value.js';
import { toNumber } from '../../numbers/rational.js';
import type { Evaluating } from '../../turns/evaluating.js';
import type { Turn } from '../../turns/turn.js';
import { Vectors } from '../../turns/vectors.js';

export class DesignTurns {
  readonly #parts: DesignPart[] = [];

  constructor(
    readonly by: Evaluating,
    readonly model: Model,
  ) {}

  /** Rows after all lines of their block. */
  add(turn: Turn): void {
    const { predictors, outcome, where } = this.model;
    const own = where === undefined ? turn : turn.keeping(new Vectors(this.by, turn).maskOf(where), this.by.scratch.take);
    const size = predictors.length + 1;
    const x = new Float64Array(own.rows * size);
    for (let i = 0; i < own.rows; i++) x[i * size] = 1;
    predictors.forEach(({ name }, j) => doublesOf(own, name).forEach((value, i) => (x[i * size + j + 1] = value)));
    this.#parts.push({ rows: own.rows, x, y: Uint8Array.from(doublesOf(own, outcome.name)) });
  }

  get design(): Design {
    return { size: this.model.predictors.length + 1, rows: this.#parts.reduce((sum, { rows }) => sum + rows, 0), parts: this.#parts };
  }
}

/** The column's numbers, or 1 and 0. Dividing a whole number by a power of 10 gives the double that the fraction itself gives. */
function doublesOf({ columns }: Turn, name: string): Float64Array {
  const column = columns.get(name);
  const type = column?.type;
  const vector = column?.vector ?? [];
  if (vector instanceof Float64Array && type?.kind === 'number') return vector.map((code) => (Number.isNaN(code) ? 0 : code / 10 ** type.decimals));
  return vector instanceof Float64Array ? vector.map(Number) : Float64Array.from(vector, (value) => (isNumber(value) ? toNumber(value) : Number(value === true)));
}
