import type { Algebra, Gates } from './bits.js';

/** Vectors of which only the length is known. */
export interface Counted {
  readonly count: number;
}

const counted = (count: number): Counted => ({ count });

/** Runs circuits without data: their cost follows from widths and counts alone. */
export const COUNTED: Algebra<Counted> = {
  count: ({ count }) => count,
  constant: (bits) => counted(bits.length),
  xor(a, b) {
    if (a.count !== b.count) throw new RangeError('vectors of different lengths');
    return a;
  },
  not: (a) => a,
  pick(a, positions) {
    if (positions.some((position) => position >= a.count)) throw new RangeError('a position outside the vector');
    return counted(positions.length);
  },
  join: (vectors) => counted(vectors.reduce((sum, { count }) => sum + count, 0)),
};

/** ANDs of each layer, in order. There is one number for each layer of depth. */
export interface Cost {
  readonly layers: readonly number[];
}

export function costOf<T>(circuit: Gates<Counted, T>): Cost & { readonly result: T } {
  const layers: number[] = [];
  let step = circuit.next();
  while (step.done !== true) {
    for (const [a, b] of step.value) if (a.count !== b.count) throw new RangeError('a product of vectors of different lengths');
    layers.push(step.value.reduce((sum, [a]) => sum + a.count, 0));
    step = circuit.next(step.value.map(([a]) => a));
  }
  return { layers, result: step.value };
}

export function andsOf({ layers }: Cost): number {
  return layers.reduce((sum, count) => sum + count, 0);
}
