/** The length of the longest vector. */
export const LONGEST_VOLE = 2 ** 23;
/** Up to this length, each element is made from 128 transfers of its own, which sends less than noise positions would. */
const LONGEST_DIRECT = 704;
/**
 * `docs/protocols/vole.md` lists the cost of every known attack at this size, and `lpn-margins.test.ts` computes it: at least 166 bits, after deducting
 * leakage, for an assumed distance of the code.
 */
export const FEWEST_TREES = 640;
/** Below 16 positions a tree, the known results on regular noise help little: shorter vectors are cut from one of this size. */
const SHALLOWEST = 4;

/** How a vector of `length` elements is made. */
export interface VoleParameters {
  readonly length: number;
  /** t, the number of noise positions, one in each tree; 0 if no noise is used. */
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
