/** Linear equations in integers, without rounding. */
import { magnitude } from './rational.js';

export type Solution =
  /** The solution for each right side, as numerators over one denominator above 0. */
  | { readonly kind: 'solved'; readonly numerators: readonly (readonly bigint[])[]; readonly denominator: bigint }
  /** Columns that are combinations of the columns before them. */
  | { readonly kind: 'dependent'; readonly columns: readonly number[] }
  /** No numbers exist whose sums of products the matrix holds. */
  | { readonly kind: 'indefinite' };

/**
 * Solves M·X = R for a symmetric M that is positive semidefinite, such as sums of products, by fraction-free elimination: E. H. Bareiss, "Sylvester's Identity and
 * Multistep Integer-Preserving Gaussian Elimination", Mathematics of Computation 22 (1968). All entries stay minors of M.
 *
 * @param right the right sides, as columns: right[i] is the i-th line of R.
 * @param tolerance a column counts as a combination of those before it if what is left of its square without them is less than 1/tolerance of it; 0: only if
 * nothing is left.
 */
export function solveExactly(matrix: readonly (readonly bigint[])[], right: readonly (readonly bigint[])[], tolerance = 0n): Solution {
  const size = matrix.length;
  const work = matrix.map((line, i) => [...line, ...(right[i] ?? [])]);
  const dependent: number[] = [];
  let before = 1n;
  for (let column = 0; column < size; column++) {
    const line = work[column] as bigint[];
    const pivot = line[column] as bigint;
    const rest = line.slice(column + 1, size).filter((_, i) => !dependent.includes(column + 1 + i));
    if (pivot < 0n && tolerance === 0n) return { kind: 'indefinite' };
    if (pivot <= 0n || (tolerance > 0n && pivot * tolerance < before * magnitude(matrix[column]?.[column] ?? 0n))) {
      if (tolerance === 0n && rest.some((each) => each !== 0n)) return { kind: 'indefinite' };
      dependent.push(column);
      continue;
    }
    for (let i = 0; i < size; i++) {
      if (i !== column) eliminate(work[i] as bigint[], line, column, pivot, before);
    }
    before = pivot;
  }
  if (dependent.length > 0) return { kind: 'dependent', columns: dependent };
  const numerators = (right[0] ?? []).map((_, k) => work.map((line) => line[size + k] ?? 0n));
  return { kind: 'solved', numerators, denominator: before };
}

function eliminate(line: bigint[], pivotLine: readonly bigint[], column: number, pivot: bigint, before: bigint): void {
  const head = line[column] as bigint;
  for (let j = 0; j < line.length; j++) {
    const product = pivot * (line[j] as bigint);
    // Every quotient is a minor: nothing is left over.
    line[j] = (head === 0n ? product : product - head * (pivotLine[j] as bigint)) / before;
  }
}

/** The size × size matrix with 1 on its diagonal. */
export function identity(size: number): bigint[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i === j ? 1n : 0n)));
}
