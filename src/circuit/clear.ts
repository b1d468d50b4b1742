import type { Algebra, Gates } from './bits.js';

/** Bits in the clear, one a byte. They run circuits without cryptography. */
export const CLEAR: Algebra<Uint8Array> = {
  count: (vector) => vector.length,
  constant: (bits) => bits,
  xor(a, b) {
    if (a.length !== b.length) throw new RangeError('vectors of different lengths');
    return a.map((bit, i) => bit ^ (b[i] as number));
  },
  not: (a) => a.map((bit) => bit ^ 1),
  pick: (a, positions) => Uint8Array.from(positions, (position) => a[position] as number),
  join: (vectors) => Uint8Array.from(vectors.flatMap((vector) => [...vector])),
};

/** Runs a circuit over bits in the clear. */
export function runClear<T>(circuit: Gates<Uint8Array, T>): T {
  let step = circuit.next();
  while (step.done !== true) step = circuit.next(step.value.map(([a, b]) => a.map((bit, i) => bit & (b[i] as number))));
  return step.value;
}
