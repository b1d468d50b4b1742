/** The longest vector that there can be. */
export const LONGEST_VOLE = 2 ** 23;
/** Up to here every element is made of 128 transfers of its own: less is sent than for noise positions. */
const LONGEST_DIRECT = 704;
/** What every attack known would cost with it stands in `docs/protocols/vole.md`, and `lpn-margins.test.ts` computes it: 166 bits at least, leakage deducted, by an assumed distance of the code. */
export const FEWEST_TREES = 640;
/** Below 16 positions a tree, what is known of regular noise is of little help: shorter vectors are cut from one of this size. */
const SHALLOWEST = 4;

/** How a vector of `length` elements is made. */
export interface VoleParameters {
  readonly length: number;
  /** t, the number of noise positions, one in each tree; 0 where no noise is used. */
  readonly trees: number;
  /** h: a tree has 2^h leaves. */
  readonly depth: number;
  /** n' = t · 2^h / 2: the code compresses 2n' positions to n' ≥ n elements. */
  readonly dimension: number;
}

/** Throws a RangeError for a length that is not a whole number from 1 to 2^23. */
export function voleParameters(length: number): VoleParameters {
  if (!Number.isInteger(length) || length < 1 || length > LONGEST_VOLE) throw new RangeError('a vector of 1 to 2^23 elements');
  if (length <= LONGEST_DIRECT) return { length, trees: 0, depth: 0, dimension: 0 };
  const positions = Math.max(2 * length, FEWEST_TREES * 2 ** SHALLOWEST);
  const depth = Math.floor(Math.log2(positions / FEWEST_TREES));
  const trees = Math.ceil(positions / 2 ** depth);
  return { length, trees, depth, dimension: trees * 2 ** (depth - 1) };
}
