/** Adds up one party's rows of one name, turn by turn. `Adding` (enter.ts) does it for all of them at once, and is what this is tested against. */
import type { Rows } from '../../check/program.js';
import { walk, type Expr } from '../../syntax/tree.js';
import { power10 } from '../../numbers/rational.js';
import { boundOf, MOST } from '../../turns/coding.js';
import type { Evaluating, InCell } from '../../turns/evaluating.js';
import { chosenOf, type Turn, type Vector } from '../../turns/turn.js';
import { Vectors } from '../../turns/vectors.js';
import { factorsOf, inUnits } from './enter.js';
import type { Measure } from './measure.js';
import { isExact, LIMB_OF_PRODUCTS, limbsOf, RunningSums, type Limb } from './running-sum.js';
import { Spread } from './spread.js';

/** A measure, and its sums so far. */
interface Running {
  readonly measure: Measure;
  readonly sums: RunningSums;
  /** None of a count. */
  readonly factors: readonly Expr[];
}

/** Measures over the same rows of the same cells. */
interface Selection {
  readonly where: Expr | undefined;
  /** Whether its rows, or what is added up of them, differ between the combinations of counters. */
  readonly dependsOnCell: boolean;
  readonly running: Running[];
}

/** The rows of a turn that a selection takes. */
interface Taken {
  readonly rows: number;
  /** The cell of each row that is taken, or −1 of one that is not; undefined if all that are left belong to the only cell. */
  readonly cells: Int32Array | undefined;
  readonly vectorOf: (factor: Expr) => Vector;
  readonly limbs: Map<Float64Array, readonly Limb[]>;
}

export class AddingTurns {
  readonly #spreads = new Map<Spread, Selection[]>();
  readonly #sums = new Map<Measure, RunningSums>();

  /** `measures`: those over `rows`. */
  constructor(
    readonly by: Evaluating,
    rows: Rows,
    measures: readonly Measure[],
  ) {
    const spreads = new Map<string | undefined, Spread>();
    for (const measure of measures) {
      const { table, call: { where }, part, args } = measure;
      const spread = spreads.get(table?.name) ?? new Spread(table, by);
      spreads.set(table?.name, spread);
      const selections = this.#spreads.get(spread) ?? [];
      this.#spreads.set(spread, selections);
      const factors = part.kind === 'sum' ? part.of.flatMap((i) => factorsOf(args[i] as Expr)) : [];
      const counters = new Set((table?.keys ?? []).filter(({ kind, name }) => kind === 'counter' && !rows.fields.has(name)).map(({ name }) => name));
      const dependsOnCell = [where, ...factors].some((expr) => expr !== undefined && [...walk(expr)].some((each) => each.kind === 'name' && counters.has(each.name)));
      const isSame = (other: Selection): boolean => other.dependsOnCell === dependsOnCell && by.shapeOf(other.where) === by.shapeOf(where);
      let selection = selections.find(isSame);
      if (selection === undefined) selections.push((selection = { where, dependsOnCell, running: [] }));
      const sums = new RunningSums(spread.cells);
      this.#sums.set(measure, sums);
      selection.running.push({ measure, sums, factors });
    }
  }

  /** Rows after all lines of their block. */
  add(turn: Turn): void {
    const vectors = new Vectors(this.by, turn);
    for (const [spread, selections] of this.#spreads) {
      const positions = spread.table === undefined ? undefined : spread.positions(vectors, turn);
      for (const { offset, within } of spread.combinations) {
        for (const selection of selections) {
          const inCell = selection.dependsOnCell ? within : undefined;
          const taken = takenBy(selection, vectors, turn, positions && movedBy(offset, positions), inCell);
          for (const running of selection.running) addTo(running, taken, this.by);
        }
      }
    }
  }

  /** Of each measure the sum of each cell, times 10^decimals. */
  sumsOf(measure: Measure): readonly bigint[] {
    const sums = this.#sums.get(measure)?.result() ?? [];
    return measure.part.kind === 'contributors' ? sums.map((count) => (count > 0n ? 1n : 0n)) : sums;
  }
}

/** The cells of another combination. */
function movedBy(offset: number, positions: Int32Array): Int32Array {
  if (offset === 0) return positions;
  const cells = new Int32Array(positions.length);
  for (let i = 0; i < cells.length; i++) cells[i] = (positions[i] as number) < 0 ? -1 : (positions[i] as number) + offset;
  return cells;
}

/** Those of the cells whose rows the mask has. */
function maskedBy(mask: Float64Array, cells: Int32Array): Int32Array {
  const masked = new Int32Array(cells.length);
  for (let i = 0; i < masked.length; i++) masked[i] = mask[i] === 1 ? (cells[i] as number) : -1;
  return masked;
}

/** Of a table, the cells of the rows; without one, those rows alone. */
function takenBy({ where }: Selection, vectors: Vectors, turn: Turn, cells: Int32Array | undefined, within: InCell | undefined): Taken {
  const mask = where === undefined ? undefined : vectors.maskOf(where, within);
  const vectorOf = (factor: Expr): Vector => vectors.of(factor, within);
  const limbs: Taken['limbs'] = new Map<Float64Array, readonly Limb[]>();
  if (cells !== undefined) return { rows: turn.rows, cells: mask === undefined ? cells : maskedBy(mask, cells), vectorOf, limbs };
  if (mask === undefined) return { rows: turn.rows, cells, vectorOf, limbs };
  const chosen = new Int32Array(turn.rows);
  let rows = 0;
  for (let i = 0; i < turn.rows; i++) if (mask[i] === 1) chosen[rows++] = i;
  const positions = chosen.subarray(0, rows);
  const kept = new Map<string, Vector>();
  return {
    rows, cells, limbs,
    vectorOf: (factor) => {
      const key = vectors.by.shapeOf(factor);
      const found = kept.get(key) ?? chosenOf(vectorOf(factor), positions, vectors.by.scratch.take);
      kept.set(key, found);
      return found;
    },
  };
}

function addTo({ sums, factors, measure: { part } }: Running, taken: Taken, by: Evaluating): void {
  if (part.kind !== 'sum') {
    addProducts(sums, taken, undefined, undefined);
    return;
  }
  const types = factors.map((factor) => by.world.checked.infos.get(factor)?.type);
  const vectors = factors.map((factor) => taken.vectorOf(factor));
  const columns = vectors.flatMap((vector, i): Column[] => {
    const type = types[i];
    return vector instanceof Float64Array && type?.kind === 'number' ? [{ vector, bound: boundOf(type) }] : [];
  });
  const both = columns.length === factors.length ? inTwo(columns) : undefined;
  if (both === undefined) addExactly(sums, taken, vectors, types.map((type) => (type?.kind === 'number' ? power10(type.decimals) : 1n)));
  else for (const [left, right] of pairsOf(both, taken)) addProducts(sums, taken, left, right);
}

interface Column {
  readonly vector: Float64Array;
  readonly bound: number;
}

/** One column or two, whose product is that of all. Undefined if a double does not hold what comes before the last factor. */
function inTwo([first, ...others]: readonly Column[]): [Column, Column?] | undefined {
  if (first === undefined) return undefined;
  const last = others.pop();
  const product = others.reduce((so, each) => ({ vector: so.vector.map((code, i) => code * (each.vector[i] as number)), bound: so.bound * each.bound }), first);
  return product.bound > MOST ? undefined : last === undefined ? [product] : [product, last];
}

/** Columns as they are, if a double holds their products, and otherwise limb by limb. */
function pairsOf([left, right]: [Column, Column?], { limbs }: Taken): [Limb, Limb?][] {
  const whole = ({ vector, bound }: Column): Limb => ({ values: vector, weight: 1n, bound });
  if (left.bound * (right?.bound ?? 1) <= MOST) return [right === undefined ? [whole(left)] : [whole(left), whole(right)]];
  const cut = ({ vector, bound }: Column): readonly Limb[] => {
    const found = limbs.get(vector) ?? limbsOf(vector, bound);
    limbs.set(vector, found);
    return found;
  };
  return right === undefined ? cut(left).map((limb) => [limb]) : cut(left).flatMap((limb) => cut(right).map((other): [Limb, Limb] => [limb, other]));
}

/** Row by row, for numbers that no double holds. */
function addExactly(sums: RunningSums, { rows, cells }: Taken, vectors: readonly Vector[], units: readonly bigint[]): void {
  for (let i = 0; i < rows; i++) {
    const cell = cells === undefined ? 0 : (cells[i] as number);
    if (cell < 0) continue;
    sums.add(cell, vectors.reduce((product, vector, k) => {
      const value = vector[i] ?? null;
      return product * (typeof value === 'number' ? BigInt(value) : inUnits(value, units[k] ?? 1n));
    }, 1n));
  }
}

/** Counts, sums, and sums of products. */
function addProducts(sums: RunningSums, { rows, cells }: Taken, left: Limb | undefined, right: Limb | undefined): void {
  const bound = (left?.bound ?? 1) * (right?.bound ?? 1);
  const [a, b] = [left?.values, right?.values];
  if (a !== undefined && !isExact(bound)) {
    const high = sums.cells(LIMB_OF_PRODUCTS.weight, rows * (Math.ceil(bound / LIMB_OF_PRODUCTS.size) + 1));
    scatterInTwo(sums.cells(1n, rows * LIMB_OF_PRODUCTS.size), high, { cells, rows }, a, b);
    return;
  }
  const into = sums.cells((left?.weight ?? 1n) * (right?.weight ?? 1n), rows * bound);
  if (cells === undefined) into[0] = (into[0] as number) + (a === undefined ? rows : b === undefined ? sumOf(a) : dot(a, b));
  else scatter(into, cells, a, b);
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum;
}

/** Four sums at once, since each addition waits for the one before. They are exact in any order. */
function dot(a: Float64Array, b: Float64Array): number {
  let [s, t, u, v] = [0, 0, 0, 0];
  const whole = a.length - (a.length % 4);
  for (let i = 0; i < whole; i += 4) {
    s += (a[i] as number) * (b[i] as number);
    t += (a[i + 1] as number) * (b[i + 1] as number);
    u += (a[i + 2] as number) * (b[i + 2] as number);
    v += (a[i + 3] as number) * (b[i + 3] as number);
  }
  for (let i = whole; i < a.length; i++) s += (a[i] as number) * (b[i] as number);
  return s + t + u + v;
}

function scatter(into: Float64Array, cells: Int32Array, a: Float64Array | undefined, b: Float64Array | undefined): void {
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] as number;
    if (cell >= 0) into[cell] = (into[cell] as number) + (a === undefined ? 1 : b === undefined ? (a[i] as number) : (a[i] as number) * (b[i] as number));
  }
}

/** Products that a double holds and a turn's sum of which it does not: each is cut in two, and both parts are added up. */
function scatterInTwo(low: Float64Array, high: Float64Array, { cells, rows }: Pick<Taken, 'cells' | 'rows'>, a: Float64Array, b: Float64Array | undefined): void {
  for (let i = 0; i < rows; i++) {
    const cell = cells === undefined ? 0 : (cells[i] as number);
    if (cell < 0) continue;
    const product = b === undefined ? (a[i] as number) : (a[i] as number) * (b[i] as number);
    const above = Math.floor(product / LIMB_OF_PRODUCTS.size);
    high[cell] = (high[cell] as number) + above;
    low[cell] = (low[cell] as number) + (product - above * LIMB_OF_PRODUCTS.size);
  }
}
