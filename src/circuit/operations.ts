import { type Algebra, all, constantWord, type Gates, joinWords, pickWord, range, type Word, widened } from './bits.js';
import { add, type Carry, subtract } from './gates/add.js';
import { choose, equal, less } from './gates/compare.js';
import { divide, divideSigned, type Division } from './gates/divide.js';
import { multiply, total, totalWidth } from './gates/multiply.js';
import { extremum, positionWidth, sort } from './gates/select.js';
import type { Shape, Step } from './program.js';

/** A version of a step's circuit: its carries, and the number of bits that a comparison ripples through at once. */
export interface Version {
  readonly carry: Carry;
  /** Bits; 0 stands for the whole word. */
  readonly block: number;
}

/** From the fewest gates to the fewest rounds. */
export const VERSIONS: readonly Version[] = [
  { carry: 'ripple', block: 0 },
  { carry: 'prefix', block: 4 },
  { carry: 'prefix', block: 1 },
];

type Of<Op extends Step['op']> = Extract<Step, { op: Op }>;

interface Operation<S extends Step> {
  /** Throws a RangeError if the arguments do not fit. */
  shape(step: S, args: readonly Shape[]): readonly Shape[];
  /** The operation on numbers in the clear. This is the specification. */
  plain(step: S, args: readonly (readonly bigint[])[], shapes: readonly Shape[]): readonly (readonly bigint[])[];
  gates<B>(step: S, algebra: Algebra<B>, args: readonly Word<B>[], version: Version): Gates<B, readonly Word<B>[]>;
}

const fits = (condition: boolean, what: string): void => {
  if (!condition) throw new RangeError(what);
};
const arg = <T>(args: readonly T[], position: number): T => {
  const found = args[position];
  if (found === undefined) throw new RangeError('an argument is missing');
  return found;
};
const alike = (args: readonly Shape[]): Shape => {
  const first = arg(args, 0);
  fits(args.every(({ width, count }) => width === first.width && count === first.count), 'arguments of different shapes');
  return first;
};
/** The version with the fewest rounds divides by multiplications, the others bit by bit. */
const divisionOf = ({ carry, block }: Version): Division => (block === 1 ? 'shallow' : carry);
const blockOf = ({ block }: Version, width: number): number => (block === 0 ? width : block);
// eslint-disable-next-line require-yield -- a circuit without products
function* local<B>(words: readonly Word<B>[]): Gates<B, readonly Word<B>[]> {
  return words;
}
// eslint-disable-next-line require-yield -- a circuit without products
function* localWord<B>(word: Word<B>): Gates<B, Word<B>> {
  return word;
}
const zip = (args: readonly (readonly bigint[])[], each: (a: bigint, b: bigint) => bigint): (readonly bigint[])[] => [arg(args, 0).map((a, i) => each(a, arg(arg(args, 1), i)))];
function* wordOf<B>(bit: Gates<B, B>): Gates<B, readonly Word<B>[]> {
  return [[yield* bit]];
}
function* one<B>(word: Gates<B, Word<B>>): Gates<B, readonly Word<B>[]> {
  return [yield* word];
}

const bitwise = <Op extends 'xor' | 'and' | 'or'>(onNumbers: (a: bigint, b: bigint) => bigint, onBits: <B>(algebra: Algebra<B>, a: Word<B>, b: Word<B>) => Gates<B, Word<B>>): Operation<Of<Op>> => ({
  shape: (_, args) => [alike(args)],
  plain: (_, args) => zip(args, onNumbers),
  gates: (_, algebra, args) => one(onBits(algebra, arg(args, 0), arg(args, 1))),
});

function* andWords<B>(a: Word<B>, b: Word<B>): Gates<B, Word<B>> {
  return yield a.map((bit, k) => [bit, b[k] as B] as const);
}

const selection = <Op extends 'least' | 'greatest'>(which: Op): Operation<Of<Op>> => ({
  shape: (_, args) => [{ width: arg(args, 0).width, count: 1 }, { width: positionWidth(arg(args, 0).count), count: 1 }],
  plain(_, args) {
    const values = arg(args, 0);
    const best = values.reduce((a, b) => ((which === 'least' ? b < a : b > a) ? b : a));
    return [[best], [BigInt(values.indexOf(best))]];
  },
  *gates(_, algebra, args, version) {
    const word = arg(args, 0);
    const { value, position } = yield* extremum(algebra, word, which, blockOf(version, word.length));
    return [value, position];
  },
});

/**
 * The widest words of a division, in every version. The rounding errors of a shallow division grow with the width; up to this width the bound of
 * `planReciprocal` holds.
 */
export const MOST_DIVISION_BITS = 512;

/** Divides the first argument by the second, element by element, and gives quotients and remainders. Their widths may differ. */
const division = <Op extends 'divide' | 'divideSigned'>(circuit: typeof divide, plain: (a: bigint, b: bigint, widths: readonly [number, number]) => readonly [bigint, bigint]): Operation<Of<Op>> => ({
  shape(_, args) {
    const [a, b] = [arg(args, 0), arg(args, 1)];
    fits(a.count === b.count, 'arguments of different counts');
    fits(Math.max(a.width, b.width) <= MOST_DIVISION_BITS, `a division takes words of at most ${MOST_DIVISION_BITS} bits, and here is one of ${Math.max(a.width, b.width)}`);
    return [a, b];
  },
  plain(_, args, shapes) {
    const widths = [arg(shapes, 0).width, arg(shapes, 1).width] as const;
    const results = arg(args, 0).map((a, i) => plain(a, arg(arg(args, 1), i), widths));
    return [results.map(([quotient]) => quotient), results.map(([, remainder]) => remainder)];
  },
  *gates(_, algebra, args, version) {
    const { quotient, remainder } = yield* circuit(algebra, arg(args, 0), arg(args, 1), divisionOf(version));
    return [quotient, remainder];
  },
});

const OPERATIONS: { readonly [Op in Step['op']]: Operation<Of<Op>> } = {
  constant: {
    shape({ values, width }) {
      fits(values.every((value) => value >= 0n && value < 1n << BigInt(width)), 'a constant that is wider than it says');
      return [{ width, count: values.length }];
    },
    plain: ({ values }) => [values],
    gates: ({ values, width }, algebra) => local([constantWord(algebra, values, width)]),
  },
  join: {
    shape(_, args) {
      fits(args.every(({ width }) => width === arg(args, 0).width), 'arguments of different widths');
      return [{ width: arg(args, 0).width, count: args.reduce((sum, { count }) => sum + count, 0) }];
    },
    plain: (_, args) => [args.flat()],
    gates: (_, algebra, args) => local([joinWords(algebra, args)]),
  },
  pick: {
    shape({ positions }, args) {
      fits(positions.every((position) => position >= 0 && position < arg(args, 0).count), 'a position outside the vector');
      return [{ width: arg(args, 0).width, count: positions.length }];
    },
    plain: ({ positions }, args) => [positions.map((position) => arg(arg(args, 0), position))],
    gates: ({ positions }, algebra, args) => local([pickWord(algebra, arg(args, 0), Uint32Array.from(positions))]),
  },
  bits: {
    shape({ from, to }, args) {
      fits(from >= 0 && from < to && to <= arg(args, 0).width, 'bits outside the word');
      return [{ width: to - from, count: arg(args, 0).count }];
    },
    plain: ({ from, to }, args) => [arg(args, 0).map((value) => BigInt.asUintN(to - from, value >> BigInt(from)))],
    gates: ({ from, to }, _, args) => local([arg(args, 0).slice(from, to)]),
  },
  widen: {
    shape({ width }, args) {
      fits(width >= arg(args, 0).width, 'a word that would be narrower');
      return [{ width, count: arg(args, 0).count }];
    },
    plain: (_, args) => [arg(args, 0)],
    gates: ({ width }, algebra, args) => local([widened(algebra, arg(args, 0), width)]),
  },
  not: {
    shape: (_, args) => [arg(args, 0)],
    plain: (_, args, shapes) => [arg(args, 0).map((value) => value ^ ((1n << BigInt(arg(shapes, 0).width)) - 1n))],
    gates: (_, algebra, args) => local([arg(args, 0).map((bit) => algebra.not(bit))]),
  },
  xor: bitwise<'xor'>((a, b) => a ^ b, (algebra, a, b) => localWord(a.map((bit, k) => algebra.xor(bit, arg(b, k))))),
  and: bitwise<'and'>((a, b) => a & b, (_, a, b) => andWords(a, b)),
  or: bitwise<'or'>((a, b) => a | b, function* (algebra, a, b) {
    const products = yield* andWords(a, b);
    return products.map((product, k) => algebra.xor(product, algebra.xor(arg(a, k), arg(b, k))));
  }),
  add: {
    shape: (_, args) => [{ ...alike(args), width: alike(args).width + 1 }],
    plain: (_, args) => zip(args, (a, b) => a + b),
    gates: (_, algebra, args, { carry }) => one(add(algebra, arg(args, 0), arg(args, 1), carry)),
  },
  subtract: {
    shape: (_, args) => [alike(args)],
    plain: (_, args, shapes) => zip(args, (a, b) => BigInt.asUintN(arg(shapes, 0).width, a - b)),
    gates: (_, algebra, args, { carry }) => one(subtract(algebra, arg(args, 0), arg(args, 1), carry)),
  },
  multiply: {
    shape(_, args) {
      fits(arg(args, 0).count === arg(args, 1).count, 'arguments of different counts');
      return [{ width: arg(args, 0).width + arg(args, 1).width, count: arg(args, 0).count }];
    },
    plain: (_, args) => zip(args, (a, b) => a * b),
    gates: (_, algebra, args, { carry }) => one(multiply(algebra, arg(args, 0), arg(args, 1), carry)),
  },
  // For a divisor of 0, the quotient is all ones and the remainder is the low bits of a.
  divide: division<'divide'>(divide, (a, b, [n, m]) => (b === 0n ? [(1n << BigInt(n)) - 1n, BigInt.asUintN(m, a)] : [a / b, a % b])),
  // The quotient is rounded towards 0. For a divisor of 0, the quotient is −1 and the remainder is the low bits of a.
  divideSigned: division<'divideSigned'>(divideSigned, (first, second, [n, m]) => {
    const [a, b] = [BigInt.asIntN(n, first), BigInt.asIntN(m, second)];
    return [BigInt.asUintN(n, b === 0n ? -1n : a / b), BigInt.asUintN(m, b === 0n ? a : a % b)];
  }),
  less: {
    shape: (_, args) => [{ width: 1, count: alike(args).count }],
    plain: (_, args) => zip(args, (a, b) => (a < b ? 1n : 0n)),
    gates: (_, algebra, args, version) => wordOf(less(algebra, arg(args, 0), arg(args, 1), blockOf(version, arg(args, 0).length))),
  },
  equal: {
    shape: (_, args) => [{ width: 1, count: alike(args).count }],
    plain: (_, args) => zip(args, (a, b) => (a === b ? 1n : 0n)),
    gates: (_, algebra, args) => wordOf(equal(algebra, arg(args, 0), arg(args, 1))),
  },
  choose: {
    shape(_, args) {
      const shape = alike(args.slice(1));
      fits(arg(args, 0).width === 1 && arg(args, 0).count === shape.count, 'a condition is one bit for each element');
      return [shape];
    },
    plain: (_, args) => [arg(args, 0).map((condition, i) => arg(arg(args, condition === 1n ? 1 : 2), i))],
    gates: (_, algebra, args) => one(choose(algebra, arg(arg(args, 0), 0), arg(args, 1), arg(args, 2))),
  },
  least: selection<'least'>('least'),
  greatest: selection<'greatest'>('greatest'),
  sort: {
    shape: (_, args) => [arg(args, 0)],
    plain: (_, args) => [[...arg(args, 0)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))],
    gates: (_, algebra, args, version) => one(sort(algebra, arg(args, 0), blockOf(version, arg(args, 0).length))),
  },
  total: {
    shape: (_, args) => [{ width: totalWidth(arg(args, 0).count, arg(args, 0).width), count: 1 }],
    plain: (_, args) => [[arg(args, 0).reduce((sum, value) => sum + value, 0n)]],
    gates: (_, algebra, args, { carry }) => one(total(algebra, arg(args, 0), carry)),
  },
  every: {
    shape(_, args) {
      fits(arg(args, 0).width === 1, 'single bits are needed');
      return [{ width: 1, count: 1 }];
    },
    plain: (_, args) => [[arg(args, 0).every((bit) => bit === 1n) ? 1n : 0n]],
    gates(_, algebra, args) {
      const bits = arg(arg(args, 0), 0);
      return wordOf(all(Array.from({ length: algebra.count(bits) }, (_each, i) => algebra.pick(bits, range(i, i + 1)))));
    },
  },
};

/** The operation of a step, for steps of any kind. */
export function operationOf(step: Step): Operation<Step> {
  return OPERATIONS[step.op];
}

