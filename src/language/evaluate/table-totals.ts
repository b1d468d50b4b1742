/** Totals over the cells of tables, including hidden cells: what is hidden is hidden from people. */
import type { Table } from '../check/program.js';
import { add, compare, divide, multiply, rational, subtract, ZERO, type Rational } from '../numbers/rational.js';
import type { Call, Expr } from '../syntax/tree.js';
import { numberOf } from './literals.js';
import { logRank } from './log-rank.js';
import { sumOf } from './totals.js';
import { compareValues, isNumber, valueKey, type Value } from './value.js';
import { evaluate, isTrue, type Cell, type World } from './world.js';

export function valueOfTableTotal(world: World, call: Call, args: readonly Expr[], table: Table): Value {
  const cells = (world.cells.get(table.name) ?? []).filter((cell) => call.where === undefined || isTrue(world, call.where, { cell, table }));
  if (call.name === 'count') return rational(BigInt(cells.length));
  const values = cells.map((cell) => evaluate(world, args[0] as Expr, { cell, table }));
  // Sums that were not opened here leave a cell without a value.
  if (call.name === 'chi_squared') return values.every(isNumber) ? chiSquared(cells, values, table) : null;
  if (call.name === 'quantile_band') return values.every(isNumber) ? quantileBand(call, cells, values, table) : null;
  if (call.name === 'logrank') return logRank(cells.map((cell) => args.map((arg) => evaluate(world, arg, { cell, table }))));
  if (call.name === 'sum') return sumOf(values);
  if (cells.length === 0) return null;
  if (call.name === 'mean') return divide(sumOf(values), rational(BigInt(cells.length)));
  const sorted = values.sort(compareValues);
  return (call.name === 'min' ? sorted[0] : sorted.at(-1)) ?? null;
}

/** Pearson's statistic: Σ (observed − expected)² / expected. */
function chiSquared(cells: readonly Cell[], values: readonly Value[], { keys }: Table): Value {
  const margin = (key: string) => {
    const sums = new Map<string, Rational>();
    const of = (cell: Cell) => valueKey(cell.values.get(key) ?? null);
    cells.forEach((cell, i) => sums.set(of(cell), add(sums.get(of(cell)) ?? ZERO, values[i] as Rational)));
    return (cell: Cell) => sums.get(of(cell)) ?? ZERO;
  };
  const [row, column] = [margin(keys[0]?.name ?? ''), margin(keys[1]?.name ?? '')];
  const all = sumOf(values);
  if (all.n === 0n) return null;
  let statistic = ZERO;
  for (const [i, cell] of cells.entries()) {
    const expected = divide(multiply(row(cell), column(cell)), all);
    if (expected.n === 0n) return null;
    const away = subtract(values[i] as Rational, expected);
    statistic = add(statistic, divide(multiply(away, away), expected));
  }
  return statistic;
}

/** The first value of the last key by which the column has reached the share of its total. Empty if there is nothing to share, or if some of it is negative. */
function quantileBand({ options }: Call, cells: readonly Cell[], values: readonly Rational[], { keys }: Table): Value {
  const all = sumOf(values);
  if (options.at === undefined || all.n <= 0n || values.some(({ n }) => n < 0n)) return null;
  const wanted = multiply(numberOf(options.at), all);
  const key = keys.at(-1)?.name ?? '';
  const bands = new Map<string, { readonly band: Value; sum: Rational }>();
  cells.forEach((cell, i) => {
    const band = cell.values.get(key) ?? null;
    const found = bands.get(valueKey(band)) ?? { band, sum: ZERO };
    bands.set(valueKey(band), found);
    found.sum = add(found.sum, values[i] ?? ZERO);
  });
  let reached = ZERO;
  for (const { band, sum } of bands.values()) {
    reached = add(reached, sum);
    // A band of nothing is nobody's, even for a share of 0.
    if (reached.n > 0n && compare(reached, wanted) >= 0) return band;
  }
  return null;
}
