import { type Algebra, all, both, constantWord, type Gates, inParallel, range, type Word } from './bits.js';
import { COUNTED, costOf, type Cost, type Counted } from './cost.js';
import { less } from './gates/compare.js';
import { operationOf, type Version, VERSIONS } from './operations.js';
import type { Program, Shape } from './program.js';

/** The shapes of all values of a program, in the order of their references. Throws a RangeError if a step does not fit its arguments. */
export function shapesOf({ inputs, steps }: Program): readonly Shape[] {
  const shapes: Shape[] = inputs.map(({ width, count }) => ({ width, count }));
  for (const step of steps) {
    const args = step.of.map((ref) => shapes[ref]);
    if (args.includes(undefined)) throw new RangeError('a step refers to a value that is not there yet');
    shapes.push(...operationOf(step).shape(step, args as Shape[]));
  }
  return shapes;
}

/** Runs the whole program on numbers in the clear and gives all outputs. Every other way of running it must agree with this one. */
export function evaluatePlainly(program: Program, inputs: readonly (readonly bigint[])[]): readonly (readonly bigint[])[] {
  const shapes = shapesOf(program);
  const values = [...inputs];
  for (const step of program.steps) {
    values.push(...operationOf(step).plain(step, step.of.map((ref) => values[ref] as readonly bigint[]), step.of.map((ref) => shapes[ref] as Shape)));
  }
  return program.outputs.map(({ value }) => values[value] as readonly bigint[]);
}

/** The result of a program's circuit. */
export interface Evaluated<B> {
  readonly outputs: readonly Word<B>[];
  /** One bit: whether every input is in its range. Undefined if the types enforce all ranges. */
  readonly valid: B | undefined;
}

/** The program as a circuit, each step in its version. The last version is that of the comparisons of bounds, as `chooseVersions` gives them. */
export function* circuitOf<B>(program: Program, versions: readonly Version[], algebra: Algebra<B>, inputs: readonly Word<B>[]): Gates<B, Evaluated<B>> {
  const [outputs, valid] = yield* both(outputsOf(program, versions, algebra, inputs), validity(program, versions.at(-1) ?? (VERSIONS[0] as Version), algebra, inputs));
  return { outputs, valid };
}

function* outputsOf<B>(program: Program, versions: readonly Version[], algebra: Algebra<B>, inputs: readonly Word<B>[]): Gates<B, readonly Word<B>[]> {
  const values = [...inputs];
  for (const [i, step] of program.steps.entries()) {
    values.push(...(yield* operationOf(step).gates(step, algebra, step.of.map((ref) => values[ref] as Word<B>), versions[i] as Version)));
  }
  return program.outputs.map(({ value }) => values[value] as Word<B>);
}

/** The AND of all "input ≤ its bound". The comparisons run side by side. */
function* validity<B>({ inputs }: Program, { block }: Version, algebra: Algebra<B>, words: readonly Word<B>[]): Gates<B, B | undefined> {
  const beyond = yield* inParallel(
    inputs.flatMap(({ width, count, most }, i) => {
      if (most === undefined || most >= (1n << BigInt(width)) - 1n) return [];
      const bound = constantWord(algebra, Array.from({ length: count }, () => most), width);
      return [less(algebra, bound, words[i] as Word<B>, block === 0 ? width : block)];
    }),
  );
  const within = beyond.flatMap((bits) => Array.from({ length: algebra.count(bits) }, (_, i) => algebra.not(algebra.pick(bits, range(i, i + 1)))));
  return within.length === 0 ? undefined : yield* all(within);
}

/** Vectors with the inputs' shapes and no data. */
function countedInputs({ inputs }: Program): Word<Counted>[] {
  return inputs.map(({ width, count }) => Array.from({ length: width }, () => ({ count })));
}

/** The cost of a program with these versions. It follows from the program alone. */
export function programCost(program: Program, versions: readonly Version[]): Cost {
  return costOf(circuitOf(program, versions, COUNTED, countedInputs(program)));
}

/** The cost of a layer of depth, in ANDs. */
export interface Prices {
  /** The time of one exchange between the parties divided by the time of one AND. */
  readonly exchange: number;
}

/**
 * Chooses for each step the version with the least ANDs + depth × exchange, and behind them the version of the comparisons of bounds. These run beside the
 * program, so only layers beyond its own depth cost an exchange.
 */
export function chooseVersions(program: Program, { exchange }: Prices): readonly Version[] {
  const shapes = shapesOf(program);
  const steps = program.steps.map((step) => {
    const args = step.of.map((ref) => Array.from({ length: shapes[ref]?.width ?? 0 }, () => ({ count: shapes[ref]?.count ?? 0 })));
    return cheapest((version) => costOf(operationOf(step).gates(step, COUNTED, args, version)), (layers) => layers * exchange);
  });
  const depth = costOf(outputsOf(program, steps, COUNTED, countedInputs(program))).layers.length;
  const bounds = cheapest((version) => costOf(validity(program, version, COUNTED, countedInputs(program))), (layers) => Math.max(0, layers - depth) * exchange);
  return [...steps, bounds];
}

/** The version with the least ANDs + price of its layers, and of several the first. */
function cheapest(cost: (version: Version) => Cost, priceOf: (layers: number) => number): Version {
  const prices = VERSIONS.map((version) => {
    const { layers } = cost(version);
    return layers.reduce((sum, count) => sum + count, 0) + priceOf(layers.length);
  });
  return VERSIONS[prices.indexOf(Math.min(...prices))] as Version;
}
