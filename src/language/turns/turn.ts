/** Some thousands of rows at once, by column: what is added up before the next are read. */
import type { Type } from '../check/types.js';
import type { Value } from '../evaluate/value.js';
import type { Coding } from './coding.js';

/** The most rows of a turn. Sums of so many products below 2^39 are exact in doubles. */
export const TURN_ROWS = 16_384;

/** A value for each row: codes, or the values themselves where no double holds them. */
export type Vector = Float64Array | readonly Value[];

export interface Column {
  readonly vector: Vector;
  readonly type: Type | undefined;
  /** How the codes are read; undefined for values. */
  readonly coding: Coding | undefined;
}

export class Turn {
  constructor(
    readonly rows: number,
    /** Fields, and derived columns as they are worked out. */
    readonly columns: Map<string, Column>,
    /** The number of each row among those of the turn as they were read, the first being 0. */
    readonly places: Int32Array,
  ) {}

  /** The rows for which the mask is 1. `room` gives memory for a column of so many. */
  keeping(mask: Float64Array, room: Room): Turn {
    let rows = 0;
    const kept = new Int32Array(this.rows);
    for (let i = 0; i < this.rows; i++) if (mask[i] === 1) kept[rows++] = i;
    if (rows === this.rows) return this;
    const chosen = kept.subarray(0, rows);
    const columns = new Map([...this.columns].map(([name, column]) => [name, { ...column, vector: chosenOf(column.vector, chosen, room) }]));
    return new Turn(rows, columns, chosen.map((i) => this.places[i] as number));
  }
}

export type Room = (rows: number) => Float64Array;

/** The values at these positions. */
export function chosenOf(vector: Vector, positions: Int32Array, room: Room): Vector {
  if (!(vector instanceof Float64Array)) return Array.from(positions, (i) => vector[i] ?? null);
  const chosen = room(positions.length);
  for (let i = 0; i < positions.length; i++) chosen[i] = vector[positions[i] as number] as number;
  return chosen;
}

/** A row of a turn, in the form in which the plain evaluator takes one. */
export class TurnRow extends Map<string, Value> {
  index = 0;

  constructor(readonly turn: Turn) {
    super();
  }

  override get(name: string): Value | undefined {
    const column = this.turn.columns.get(name);
    if (column === undefined) return undefined;
    const value = column.vector[this.index];
    return typeof value === 'number' ? (column.coding?.toValue(value) ?? null) : (value ?? null);
  }
}
