/** Least squares from sums of products: `docs/language/models.md` has the formulas. */
import type { Model } from '../check/program.js';
import { divide, multiply, power10, rational, ZERO } from '../numbers/rational.js';
import { identity, solveExactly } from '../numbers/exact-matrix.js';
import { CONSTANT, type Fitted } from './fitted.js';
import { ImpossibleSums } from './impossible-sums.js';
import { numberOf } from './literals.js';
import { squareRoot } from './reals.js';
import { isNumber } from './value.js';
import type { World } from './world.js';

/**
 * β = (XᵀX + rI)⁻¹ Xᵀy, where the constant is not penalised. It is exact except for the roots. Errors come from the residual sum of squares over n − k; there
 * are none with a ridge. Throws ImpossibleSums if no rows have the sums.
 */
export function fitLinear(world: World, model: Model): Fitted {
  const { totals, predictors, outcome, tree } = model;
  const size = predictors.length + 1;
  const sums = totals.products.map((line) => line.map((call) => world.totalOf(world, call, {}))).map((line) => line.map((each) => (isNumber(each) ? each : ZERO)));
  const rows = (sums[0]?.[0] ?? ZERO).n;
  if (rows < BigInt(size)) return { rows, terms: undefined, why: 'few', columns: [] };

  // All in whole numbers: each variable in units of its last decimal, and everything times the ridge's denominator.
  const units = [1n, ...[...predictors, outcome].map(({ info: { type } }) => (type.kind === 'number' ? power10(type.decimals) : 1n))];
  const whole = sums.map((line, i) => line.map((each, j) => (each.n * (units[i] as bigint) * (units[j] as bigint)) / each.d));
  const at = (i: number, j: number): bigint => whole[Math.max(i, j)]?.[Math.min(i, j)] ?? 0n;
  const ridge = tree.ridge === undefined ? ZERO : numberOf(tree.ridge);
  const matrix = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => at(i, j) * ridge.d + (i === j && i > 0 ? ridge.n * (units[i] as bigint) ** 2n : 0n)));
  const solved = solveExactly(matrix, identity(size).map((line, i) => [at(i, size) * ridge.d, ...line]));
  if (solved.kind === 'indefinite') throw new ImpossibleSums('The sums of products are those of no numbers.');
  if (solved.kind === 'dependent') return { rows, terms: undefined, why: 'dependent', columns: solved.columns.map((i) => predictors[i - 1]?.name ?? CONSTANT) };

  const { numerators: [estimates = [], ...inverse], denominator } = solved;
  const unitOf = (i: number): bigint => units[i] ?? 1n;
  // For y − Xβ in units: yy − βᵀXᵀy, which holds at the least sum of squares.
  const left = rational(at(size, size) * denominator - estimates.reduce((sum, each, i) => sum + each * at(i, size), 0n), denominator * unitOf(size) ** 2n);
  const all = divide(rational(at(size, size) * rows - at(0, size) ** 2n, unitOf(size) ** 2n), rational(rows));
  const isPlain = ridge.n === 0n;
  if (all.n < 0n || (isPlain && left.n < 0n)) throw new ImpossibleSums('A sum of squares is negative.');
  const freedom = rows - BigInt(size);
  const variance = isPlain && freedom > 0n ? divide(left, rational(freedom)) : undefined;
  const terms = [CONSTANT, ...predictors.map(({ name }) => name)].map((name, i) => ({
    name,
    estimate: rational((estimates[i] ?? 0n) * unitOf(i), denominator * unitOf(size)),
    error: variance === undefined ? null : squareRoot(multiply(variance, rational((inverse[i]?.[i] ?? 0n) * unitOf(i) ** 2n, denominator))),
  }));
  return { rows, terms, ...(isPlain ? { residuals: { freedom, squares: left, all } } : {}) };
}
