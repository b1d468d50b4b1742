/** Dense columns of a bin. This is more than the bound on the gap requires: `docs/protocols/okvs.md`. */
export const DENSE_COLUMNS = 64;
/** Bytes of a key. The second half decides the row. */
export const KEY_BYTES = 32;
/** Bytes of a value, an element of GF(2^128). */
export const VALUE_BYTES = 16;
export const SEED_BYTES = 32;
/** Beyond this, the 64 bits that choose bin and positions no longer suffice. */
export const MOST_ITEMS = 2 ** 24;

/** A bin's working set stays in the cache. */
const ITEMS_PER_BIN = 2 ** 14;
/** The published formula is claimed for sizes from 2^6 on. */
const FEWEST_ITEMS = 128;
const STATISTICAL_SECURITY = 40;
/** The phase transition of weight 3, and the security of the fitted lines there (eprint 2022/320 in the CCS version, section 3.2 and equation 2). */
const TRANSITION = 1.223;
const SECURITY_AT_TRANSITION = -9.2;
/** 2^2.331, for 0.093 w'^3 − 1.01 w'^2 + 2.92 w' − 0.13 with w' = log2 3 in equation 3, rounded down. The preprint's constants give a steeper line. */
const SLOPE_AT_ONE = 5.031;
/** 2^0.05, rounded down. */
const TWENTIETH_ROOT_OF_TWO = 1.0352;
/** ln 2, rounded up. */
const LN_2 = 0.6931472;

/** The sizes of a store. They are the same for every party with the same number of items. */
export interface OkvsParameters {
  /** The number of items that the store is made for. It may hold fewer. */
  readonly items: number;
  readonly bins: number;
  /** Items that a bin can take. */
  readonly capacity: number;
  /** Columns of a bin. A row has three of them. */
  readonly columns: number;
  /** Further columns of a bin. A row has each of them with probability 1/2. */
  readonly dense: number;
  /** All elements: bins × (columns + dense). The elements of a bin lie together, its dense columns last. */
  readonly size: number;
}

/**
 * Sizes chosen so that encoding fails with probability 2^−40, all bins together (docs/protocols/okvs.md derives them, and says which part is proved). The
 * computation uses only operations that IEEE 754 rounds in one way, and no logarithms, because all parties must get the same numbers. Throws a RangeError
 * unless `items` is an integer from 0 to 2^24.
 */
export function okvsParameters(items: number): OkvsParameters {
  if (!Number.isInteger(items) || items < 0 || items > MOST_ITEMS) throw new RangeError('a store is for 0 to 2^24 items');
  const planned = Math.max(items, FEWEST_ITEMS);
  const bins = Math.ceil(planned / ITEMS_PER_BIN);
  // There are three ways to fail in each bin: too many items, too large a gap, or linearly dependent dense columns.
  const security = STATISTICAL_SECURITY + 2 + ceilLog2(bins);
  const capacity = bins === 1 ? planned : fullestBin(planned, bins, security);
  const columns = Math.ceil(capacity * expansion(capacity, security));
  return { items, bins, capacity, columns, dense: DENSE_COLUMNS, size: bins * (columns + DENSE_COLUMNS) };
}

/** The most items in a bin, except with probability 2^−security: Bernstein's inequality for a sum of `items` indicators of mean 1/bins. */
export function fullestBin(items: number, bins: number, security: number): number {
  const mean = items / bins;
  const exponent = security * LN_2;
  return Math.min(items, Math.ceil(mean + exponent / 3 + Math.sqrt((exponent * exponent) / 9 + 2 * exponent * mean)));
}

function expansion(rows: number, security: number): number {
  // rows^0.55, bounded from below by √rows · 2^(0.05 · ⌊log2 rows⌋).
  let slope = SLOPE_AT_ONE * Math.sqrt(rows);
  for (let half = rows; half >= 2; half /= 2) slope *= TWENTIETH_ROOT_OF_TWO;
  return TRANSITION + (security - SECURITY_AT_TRANSITION) / slope;
}

/**
 * The most items that a cheating encoder can have in a store: 2 × size, as long as it queries the random oracle no more than 2^71 times, or more for larger
 * stores (docs/protocols/okvs.md, "An encoder that cheats"). A cap of `items` is to be charged as this number.
 */
export function mostItemsHeld({ size }: OkvsParameters): number {
  return 2 * size;
}

export function ceilLog2(n: number): number {
  return 32 - Math.clz32(n - 1);
}
