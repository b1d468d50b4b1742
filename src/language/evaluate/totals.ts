/** Totals over rows, in the clear. */
import { add, compare, divide, multiply, negate, ONE, rational, stepsOf, subtract, ZERO, type Rational } from '../numbers/rational.js';
import type { Rows } from '../check/program.js';
import type { Call, Expr } from '../syntax/tree.js';
import { numberOf } from './literals.js';
import { squareRoot } from './reals.js';
import { compareValues, isNumber, valueKey, type Row, type Value } from './value.js';
import { evaluate, isTrue, membersOf, type Cell, type Environment, type World } from './world.js';

const HALF = rational(1n, 2n);

export interface Selected {
  readonly member: number;
  readonly row: Row;
}

export function valueOfTotal(world: World, call: Call, env: Environment): Value {
  const total = world.checked.totals.get(call);
  if (total === undefined) return null;
  const { over, args } = total;
  if (over.kind === 'table') return null;
  const selected = selectedRows(world, call, over.rows, over.inCell ? env.cell : undefined, env);
  const values = (i: number) => {
    const arg = args[i] as Expr;
    return selected.map(({ row }) => evaluate(world, arg, within(env, row, over.inCell)));
  };
  const rank = Number(call.options.place?.value ?? 1n);
  const number = rational(BigInt(selected.length));
  switch (call.name) {
    case 'count':
      return number;
    case 'contributors':
      return rational(BigInt(new Set(selected.map(({ member }) => member)).size));
    case 'distinct':
      return rational(BigInt(new Set(values(0).map(valueKey)).size));
    case 'sum':
      return sumOf(values(0));
    case 'mean':
      return selected.length === 0 ? null : divide(sumOf(values(0)), number);
    case 'min':
      return values(0).sort(compareValues)[rank - 1] ?? null;
    case 'max':
      return values(0).sort(compareValues).at(-rank) ?? null;
    case 'median':
    case 'quantile':
      return quantile(call, values(0).filter(isNumber));
    case 'variance':
      return varianceOf(values(0));
    case 'sd': {
      const variance = varianceOf(values(0));
      return variance === null ? null : squareRoot(variance);
    }
    case 'covariance':
      return covariance(values(0), values(1));
    case 'correlation':
      return correlationOf(varianceOf(values(0)), varianceOf(values(1)), covariance(values(0), values(1)));
    case 'largest_part':
      return largestPart(world, over.rows, selected, values(0), rank);
    case 'party_of_max':
    case 'party_of_min':
      return whichMember(call.name === 'party_of_max', selected, values(0), rank);
    case 'rank': {
      const own = evaluate(world, args[0] as Expr, { row: env.own ?? new Map<string, Value>() });
      const better = call.options.first?.end === 'smallest' ? -1 : 1;
      return rational(BigInt(1 + values(0).filter((value) => compareValues(value, own) === better).length));
    }
    default:
      return null;
  }
}

export function within({ cell, table, own, home }: Environment, row: Row, inCell: boolean): Environment {
  return { row, ...(inCell && cell && table ? { cell, table } : {}), ...(own ? { own } : {}), ...(home ? { home } : {}) };
}

/** The rows of every member that a total is over. */
export function selectedRows(world: World, call: Call, rows: Rows, cell: Cell | undefined, env: Environment): Selected[] {
  const found: Selected[] = [];
  const take = (row: Row, member: number) => {
    if (call.where === undefined || isTrue(world, call.where, within(env, row, cell !== undefined))) found.push({ member, row });
  };
  if (cell !== undefined) cell.rows.forEach((some, member) => some.forEach((row) => take(row, member)));
  else {
    membersOf(world, rows.role.name).forEach((each, member) => {
      if (env.home?.role === rows.role.name && env.home.member !== member) return;
      if (rows.isSingle) take(each.single, member);
      else each.rows.get(rows.name)?.forEach((row) => take(row, member));
    });
  }
  return found;
}

export function sumOf(values: readonly Value[]): Rational {
  // In most columns the values have few denominators. Values of one denominator are added up by themselves, without a division for each.
  const sums = new Map<bigint, bigint>();
  for (const value of values) if (isNumber(value)) sums.set(value.d, (sums.get(value.d) ?? 0n) + value.n);
  return [...sums].reduce((sum, [d, n]) => add(sum, rational(n, d)), ZERO);
}

/** The ⌈q·n⌉-th smallest of the values rounded to the step, at least the first. */
function quantile({ options, name }: Call, values: readonly Rational[]): Value {
  if (values.length === 0) return null;
  const step = options.step === undefined ? undefined : numberOf(options.step);
  const rounded = step === undefined ? [...values] : values.map((value) => multiply(rational(stepsOf(value, step)), step));
  rounded.sort(compare);
  const share = name === 'median' || options.at === undefined ? HALF : numberOf(options.at);
  const rank = (share.n * BigInt(rounded.length) + share.d - 1n) / share.d;
  return rounded[Math.max(Number(rank), 1) - 1] ?? null;
}

function covariance(x: readonly Value[], y: readonly Value[]): Rational | null {
  const products = x.map((value, i) => multiply(value as Rational, y[i] as Rational));
  return covarianceOf({ n: rational(BigInt(x.length)), x: sumOf(x), y: sumOf(y), xy: sumOf(products) });
}

/** With the divisor n − 1: (n·Σxy − Σx·Σy) / (n·(n − 1)), from the sums that are named. Empty if n < 2. */
export function covarianceOf({ n, x, y, xy }: { readonly n: Rational; readonly x: Rational; readonly y: Rational; readonly xy: Rational }): Rational | null {
  if (n.n < 2n) return null;
  return divide(subtract(multiply(n, xy), multiply(x, y)), multiply(n, subtract(n, ONE)));
}

function varianceOf(x: readonly Value[]) {
  return covariance(x, x);
}

/** The correlation from two variances and the covariance. Empty if one of them is, or if a variance is 0. */
export function correlationOf(a: Rational | null, b: Rational | null, both: Rational | null): Value {
  if (a === null || b === null || both === null || a.n === 0n || b.n === 0n) return null;
  const square = divide(multiply(both, both), multiply(a, b));
  return both.n < 0n ? negate(squareRoot(square)) : squareRoot(square);
}

function largestPart(world: World, rows: Rows, selected: readonly Selected[], values: readonly Value[], rank: number): Value {
  const parts = membersOf(world, rows.role.name).map((): Value[] => []);
  selected.forEach(({ member }, i) => parts[member]?.push(values[i] ?? null));
  return parts.map(sumOf).sort(compare).at(-rank) ?? ZERO;
}

function whichMember(largest: boolean, selected: readonly Selected[], values: readonly Value[], rank: number): Value {
  const order = selected.map(({ member }, i) => ({ member, value: values[i] ?? null }));
  order.sort((a, b) => (largest ? -1 : 1) * compareValues(a.value, b.value) || a.member - b.member);
  const found = order[rank - 1];
  return found === undefined ? null : { member: found.member };
}
