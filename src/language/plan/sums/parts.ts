/** The sums from which each total is computed: counts, sums of values and sums of products. */
import { divide, rational, type Rational } from '../../numbers/rational.js';
import { ImpossibleSums } from '../../evaluate/impossible-sums.js';
import { squareRoot } from '../../evaluate/reals.js';
import { correlationOf, covarianceOf } from '../../evaluate/totals.js';
import type { Value } from '../../evaluate/value.js';
import type { Call } from '../../syntax/tree.js';

/** Over the rows of one total: their number; 1 for each party that has some; the sum of one argument, or of the product of two. */
export type Part = { readonly kind: 'count' } | { readonly kind: 'contributors' } | { readonly kind: 'sum'; readonly of: readonly [number] | readonly [number, number] };

const COUNT: Part = { kind: 'count' };
const sumOf = (...of: [number] | [number, number]): Part => ({ kind: 'sum', of });

const PARTS: Readonly<Record<string, readonly Part[]>> = {
  count: [COUNT],
  contributors: [{ kind: 'contributors' }],
  sum: [sumOf(0)],
  mean: [COUNT, sumOf(0)],
  variance: [COUNT, sumOf(0), sumOf(0, 0)],
  sd: [COUNT, sumOf(0), sumOf(0, 0)],
  covariance: [COUNT, sumOf(0), sumOf(1), sumOf(0, 1)],
  correlation: [COUNT, sumOf(0), sumOf(1), sumOf(0, 1), sumOf(0, 0), sumOf(1, 1)],
};

export function isSumTotal({ name }: Call): boolean {
  return Object.hasOwn(PARTS, name);
}

export function partsOf({ name }: Call): readonly Part[] {
  return PARTS[name] ?? [];
}

/** The total, from the values of `partsOf` in their order. Throws ImpossibleSums. */
export function totalOfParts(call: Call, parts: readonly Rational[]): Value {
  const hasCount = partsOf(call)[0]?.kind === 'count';
  if (hasCount && parts[0]?.n === 0n && parts.some(({ n }) => n !== 0n)) throw new ImpossibleSums('There are sums over no rows.');
  const [first = rational(0n), x = rational(0n), third = rational(0n), xy = rational(0n), xx = rational(0n), yy = rational(0n)] = parts;
  switch (call.name) {
    case 'mean':
      return first.n === 0n ? null : divide(x, first);
    case 'variance':
      return varianceOf(first, x, third);
    case 'sd': {
      const variance = varianceOf(first, x, third);
      return variance === null ? null : squareRoot(variance);
    }
    case 'covariance':
      return covarianceOf({ n: first, x, y: third, xy });
    case 'correlation':
      return correlationOf(varianceOf(first, x, xx), varianceOf(first, third, yy), covarianceOf({ n: first, x, y: third, xy }));
    default:
      return first;
  }
}

function varianceOf(n: Rational, x: Rational, squares: Rational): Rational | null {
  const variance = covarianceOf({ n, x, y: x, xy: squares });
  if (variance !== null && variance.n < 0n) throw new ImpossibleSums('A variance is negative.');
  return variance;
}
