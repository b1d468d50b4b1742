// Programs that bench/engine.mjs measures, each with inputs and what its outputs must be. They are the same in every process.
import { ProgramBuilder } from '../../dist/internals.js';

/** A small generator: numbers that every party can compute for itself. */
function numbers(seed, count, bits) {
  let state = BigInt(seed) * 0x9e3779b97f4a7c15n + 1n;
  return Array.from({ length: count }, () => {
    state = BigInt.asUintN(128, state * 0x2360ed051fc65da44385df649fccf645n + 0x5851f42d4c957f2d14057b7ef767814fn);
    return state >> BigInt(128 - bits);
  });
}

/** `count` comparisons of 64 bits between the numbers of the first two parties. */
function comparisons(parties, count) {
  const builder = new ProgramBuilder();
  const refs = [0, 1].map((owner) => builder.input({ owner, width: 64, count }));
  builder.output(builder.step({ op: 'less', of: refs }), Array.from({ length: parties }, (_, i) => i));
  const [a, b] = [numbers(1, count, 64), numbers(2, count, 64)];
  return { program: builder.build(), inputs: (seat) => (seat === 0 ? [a] : seat === 1 ? [b] : []), expected: [a.map((value, i) => (value < b[i] ? 1n : 0n))] };
}

/** Sorts `count` numbers of 32 bits; each of the first two parties has half of them. */
function sorting(parties, count) {
  const builder = new ProgramBuilder();
  const refs = [0, 1].map((owner) => builder.input({ owner, width: 32, count: count / 2 }));
  builder.output(builder.step({ op: 'sort', of: [builder.step({ op: 'join', of: refs })] }), Array.from({ length: parties }, (_, i) => i));
  const [a, b] = [numbers(3, count / 2, 32), numbers(4, count / 2, 32)];
  return { program: builder.build(), inputs: (seat) => (seat === 0 ? [a] : seat === 1 ? [b] : []), expected: [[...a, ...b].sort((x, y) => (x < y ? -1 : x > y ? 1 : 0))] };
}

/** `exchange`: the cost of a round in the choice of circuits, in ANDs. */
export const CIRCUITS = {
  '10 000 comparisons, few gates': { exchange: 0, of: (parties) => comparisons(parties, 10_000) },
  '10 000 comparisons, few rounds': { exchange: 1e5, of: (parties) => comparisons(parties, 10_000) },
  'sorting 1 000 numbers of 32 bits': { exchange: 0, of: (parties) => sorting(parties, 1000) },
  '100 comparisons, few gates': { exchange: 0, of: (parties) => comparisons(parties, 100) },
  '100 comparisons, few rounds': { exchange: 1e5, of: (parties) => comparisons(parties, 100) },
};
