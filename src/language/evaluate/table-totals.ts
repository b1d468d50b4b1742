/** Totals over the cells of tables, including hidden cells: what is hidden is hidden from people. */
import type { Table } from '../check/program.js';
import { add, divide, multiply, rational, subtract, ZERO, type Rational } from '../numbers/rational.js';
import type { Call, Expr } from '../syntax/tree.js';
import { sumOf } from './totals.js';
import { compareValues, isNumber, valueKey, type Value } from './value.js';
import { evaluate, isTrue, type Cell, type World } from './world.js';

export function valueOfTableTotal(world: World, call: Call, args: readonly Expr[], table: Table): Value {
  const cells = (world.cells.get(table.name) ?? []).filter((cell) => call.where === undefined || isTrue(world, call.where, { cell, table }));
  if (call.name === 'count') return rational(BigInt(cells.length));
  const values = cells.map((cell) => evaluate(world, args[0] as Expr, { cell, table }));
  // Sums that were not opened here leave a cell without a value.
  if (call.name === 'chi_squared') return values.every(isNumber) ? chiSquared(cells, values, table) : null;
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
