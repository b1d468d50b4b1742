/** Sums that grow turn by turn, exact throughout. */
import { MOST } from '../../turns/coding.js';
import { TURN_ROWS } from '../../turns/turn.js';

/** A part of a column of whole numbers, which is Σ weight · values over its limbs. Limbs, and products of two limbs, can be added up over a turn in doubles. */
export interface Limb {
  readonly values: Float64Array;
  readonly weight: bigint;
  /** The largest magnitude. */
  readonly bound: number;
}

/** Products of two limbs are below 2^38, and sums of a turn's products below 2^52. */
const LIMB = 2 ** 19;

/** In what part of a product below 2^53 is cut off: sums of a turn's parts, below 2^26 and of at most 2^27, are below 2^42. */
export const LIMB_OF_PRODUCTS = { size: 2 ** 26, weight: 2n ** 26n } as const;

/** The column cut into limbs, the lowest first. The highest has the sign. */
export function limbsOf(values: Float64Array, bound: number): Limb[] {
  if (bound < LIMB) return [{ values, weight: 1n, bound }];
  const above = values.map((value) => Math.floor(value / LIMB));
  const lowest = { values: values.map((value, i) => value - (above[i] as number) * LIMB), weight: 1n, bound: LIMB - 1 };
  return [lowest, ...limbsOf(above, Math.ceil(bound / LIMB)).map((limb) => ({ ...limb, weight: limb.weight * BigInt(LIMB) }))];
}

export function isExact(bound: number): boolean {
  return bound * TURN_ROWS <= MOST;
}

/** One sum, or one for each cell. */
export class RunningSums {
  readonly #sums: bigint[];
  /** What is not yet in #sums, by weight. */
  readonly #recent = new Map<bigint, { readonly cells: Float64Array; bound: number }>();

  constructor(readonly size: number) {
    this.#sums = new Array<bigint>(size).fill(0n);
  }

  /** Where whole numbers of this weight are added. `gain`: the most by which any cell grows or shrinks before this is called again. */
  cells(weight: bigint, gain: number): Float64Array {
    const recent = this.#recent.get(weight) ?? { cells: new Float64Array(this.size), bound: 0 };
    this.#recent.set(weight, recent);
    if (recent.bound + gain > MOST) this.#settle(weight);
    recent.bound += gain;
    return recent.cells;
  }

  add(cell: number, value: bigint): void {
    this.#sums[cell] = (this.#sums[cell] ?? 0n) + value;
  }

  result(): readonly bigint[] {
    for (const weight of this.#recent.keys()) this.#settle(weight);
    return this.#sums;
  }

  #settle(weight: bigint): void {
    const recent = this.#recent.get(weight);
    if (recent === undefined) return;
    recent.cells.forEach((sum, cell) => {
      if (sum !== 0) this.add(cell, weight * BigInt(sum));
    });
    recent.cells.fill(0);
    recent.bound = 0;
  }
}
