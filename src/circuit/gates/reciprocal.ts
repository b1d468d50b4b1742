import { type Algebra, both, type Gates, type Word, zeros } from '../bits.js';

/** The bits behind the highest bit that choose the first factor from a table. */
const MOST_TABLE_BITS = 8;
/** Binary places of the numerator. */
const FRACTION = 7;
/** Columns below the last binary place of a product that are summed up as well. */
export const GUARD = 7;

/** One factor 1 + t. The first binary places of the gap X = 1 − D are zeros, and t is X without the part behind the first `bits`. */
interface ReciprocalStep {
  readonly zeros: number;
  readonly bits: number;
  readonly isLast: boolean;
}

/** The parameters of a shallow division of n bits by m bits. */
export interface ReciprocalPlan {
  /** The bits behind the divisor's highest bit that choose the first factor. */
  readonly tableBits: number;
  /** For each value of these bits, the first factor times 2^firstBits, less 2^firstBits. The factor is at least 1 and below 2. */
  readonly table: readonly number[];
  readonly firstBits: number;
  readonly steps: readonly ReciprocalStep[];
  readonly fraction: number;
  /** Binary places of the gap. */
  readonly precision: number;
}

/**
 * The factors of a division. In exact arithmetic N/D stays a/b whatever the factors are, and the last gap X says by how much N is too small. All values are
 * rounded down: N, and X, so that D is rounded up. Then N is never too large, and it is too small by less than one in the place of the quotient's last bit.
 * Throws a RangeError if the bound does not hold.
 */
export function planReciprocal(n: number, m: number): ReciprocalPlan {
  const tableBits = Math.min(MOST_TABLE_BITS, m - 1);
  const firstBits = tableBits + 2;
  const isExact = tableBits === m - 1;
  // D between `lower` and `upper` over 2^(tableBits + 1); D · F ≤ 1, and F < 2.
  const lower = Array.from({ length: 2 ** tableBits }, (_, i) => 2 ** tableBits + i);
  const factors = lower.map((low) => Math.min(2 ** (firstBits + 1) - 1, Math.floor(2 ** (firstBits + tableBits + 1) / (low + (isExact ? 0 : 1)))));
  let gap = Math.max(...lower.map((low, i) => 1 - (low * (factors[i] as number)) / 2 ** (firstBits + tableBits + 1)));
  const precision = n + 5;
  const lost = (rows: number) => 1 + rows / 2 ** GUARD;
  const steps: ReciprocalStep[] = [];
  let [gapLost, numeratorLost] = [m + firstBits > precision ? 1 : 0, lost(firstBits)];
  while (gap > 2 ** -(n + 2)) {
    const known = Math.ceil(-Math.log2(gap)) - 1;
    const bits = Math.min(2 * known + 1, n + 4);
    gap = gap * gap + 2 ** -bits;
    const isLast = gap <= 2 ** -(n + 2);
    steps.push({ zeros: known, bits, isLast });
    numeratorLost += lost(bits - known);
    if (!isLast) gapLost += lost(bits - known);
  }
  // In units of the quotient's last bit: N is below 2^(n + 1), and is shifted by at least one place. The later factors together are below 2, and D is above
  // 1/2.
  const error = (2 ** (n + 1) * (gap + 2 * gapLost * 2 ** -precision) + 2 * numeratorLost * 2 ** -FRACTION) / 2;
  if (!(error < 1)) throw new RangeError('a division that is not exact enough');
  return { tableBits, table: factors.map((factor) => factor - 2 ** firstBits), firstBits, steps, fraction: FRACTION, precision };
}

/**
 * The bits of the first factor behind the point, the lowest first, for a divisor whose highest bit is 1. Each line of the table is one product of bits; the
 * table itself costs nothing.
 */
export function* reciprocalFactor<B>(algebra: Algebra<B>, normal: Word<B>, { tableBits, table, firstBits }: ReciprocalPlan): Gates<B, Word<B>> {
  const zero = zeros(algebra, algebra.count(normal[0] as B));
  const m = normal.length;
  const lines = yield* decoded(algebra, normal.slice(m - 1 - tableBits, m - 1));
  return Array.from({ length: firstBits }, (_, bit) => lines.filter((_line, i) => (((table[i] as number) >> bit) & 1) === 1).reduce((sum, line) => algebra.xor(sum, line), zero));
}

/** 2^w lines for w bits. Only the line whose number is the value of the bits is 1. */
function* decoded<B>(algebra: Algebra<B>, bits: Word<B>): Gates<B, B[]> {
  const [only] = bits;
  if (only === undefined) throw new RangeError('nothing to decode');
  if (bits.length === 1) return [algebra.not(only), only];
  const half = bits.length >> 1;
  const [low, high] = yield* both(decoded(algebra, bits.slice(0, half)), decoded(algebra, bits.slice(half)));
  return [...(yield high.flatMap((b) => low.map((a) => [a, b] as const)))];
}
