import { type Algebra, type Gates, type Word, widened, zeros } from '../bits.js';
import { add, type Carry } from './add.js';

/**
 * Σ 2^k · (sum of column k) modulo 2^(columns). With ripple carries: full adders alone (one AND each), the fewest gates, until no column has more than two
 * bits, then an adder. Otherwise Dadda's heights (Alta Frequenza 1965), with half adders where a column would be one too high. This takes the fewest layers,
 * because no carry runs through finished columns.
 */
export function* sumColumns<B>(algebra: Algebra<B>, columns: readonly (readonly B[])[], carry: Carry): Gates<B, Word<B>> {
  let left = columns;
  while (left.some((column) => column.length > 2)) left = yield* carry === 'ripple' ? compress(algebra, left) : lower(algebra, left);
  const count = algebra.count(left.flat()[0] as B);
  const zero = zeros(algebra, count);
  const sum: B[] = [];
  // Nothing is left to add below the first column with two bits.
  const from = Math.max(0, left.findIndex((column) => column.length === 2));
  for (let k = 0; k < from; k++) sum.push(left[k]?.[0] ?? zero);
  const [a, b] = [0, 1].map((row) => left.slice(from).map((column) => column[row] ?? zero)) as [B[], B[]];
  sum.push(...(left.some((column) => column.length === 2) ? yield* add(algebra, a, b, carry) : a));
  return widened(algebra, sum.slice(0, columns.length), columns.length);
}

/** One layer of full adders: three bits of a column become one bit there and one in the next column. */
function* compress<B>(algebra: Algebra<B>, columns: readonly (readonly B[])[]): Gates<B, B[][]> {
  return yield* adders(algebra, columns, columns.map(({ length }) => ({ full: Math.floor(length / 3), half: 0 })));
}

/**
 * One layer of full and half adders. It brings each column, with the carries into it, down to the greatest of Dadda's heights (2, 3, 4, 6, 9, 13 …) below the
 * highest column.
 */
function* lower<B>(algebra: Algebra<B>, columns: readonly (readonly B[])[]): Gates<B, B[][]> {
  const highest = Math.max(...columns.map(({ length }) => length));
  let height = 2;
  while (Math.floor(1.5 * height) < highest) height = Math.floor(1.5 * height);
  let carries = 0;
  const counts = columns.map(({ length }, k) => {
    // The last column has no carry out: its bits add up without a gate.
    if (k === columns.length - 1) return { full: 0, half: 0 };
    const excess = Math.max(0, length + carries - height);
    const full = Math.min(excess >> 1, Math.floor(length / 3));
    const half = Math.min(excess - 2 * full, Math.floor((length - 3 * full) / 2));
    carries = full + half;
    return { full, half };
  });
  const lowered = yield* adders(algebra, columns, counts);
  const last = lowered[lowered.length - 1] as B[];
  return last.length < 2 ? lowered : [...lowered.slice(0, -1), [last.reduce((a, b) => algebra.xor(a, b))]];
}

/** Applies the given number of full and half adders to the first bits of each column. */
function* adders<B>(algebra: Algebra<B>, columns: readonly (readonly B[])[], counts: readonly { readonly full: number; readonly half: number }[]): Gates<B, B[][]> {
  const units = columns.flatMap((column, k) => {
    const { full, half } = counts[k] as { full: number; half: number };
    return [
      ...Array.from({ length: full }, (_, i) => ({ k, a: column[3 * i] as B, b: column[3 * i + 1] as B, c: column[3 * i + 2] })),
      ...Array.from({ length: half }, (_, i) => ({ k, a: column[3 * full + 2 * i] as B, b: column[3 * full + 2 * i + 1] as B, c: undefined })),
    ];
  });
  const products = units.length === 0 ? [] : yield units.map(({ a, b, c }): readonly [B, B] => (c === undefined ? [a, b] : [algebra.xor(a, c), algebra.xor(b, c)]));
  const next = columns.map((column, k) => column.slice(3 * (counts[k]?.full ?? 0) + 2 * (counts[k]?.half ?? 0)));
  units.forEach(({ k, a, b, c }, i) => {
    const product = products[i] as B;
    next[k]?.push(c === undefined ? algebra.xor(a, b) : algebra.xor(a, algebra.xor(b, c)));
    next[k + 1]?.push(c === undefined ? product : algebra.xor(c, product));
  });
  return next;
}

/** Columns that collect bits by weight. Bits outside the columns are dropped. */
export class Columns<B> {
  readonly bits: B[][];

  constructor(count: number) {
    this.bits = Array.from({ length: count }, () => []);
  }

  put(column: number, bit: B): void {
    this.bits[column]?.push(bit);
  }

  has(column: number): boolean {
    return column >= 0 && column < this.bits.length;
  }

  /** Adds a public number, modulo 2^(columns). */
  putConstant(algebra: Algebra<B>, value: bigint, count: number): void {
    const one = algebra.not(zeros(algebra, count));
    const bits = BigInt.asUintN(this.bits.length, value);
    for (let k = 0; k < this.bits.length; k++) if (((bits >> BigInt(k)) & 1n) === 1n) this.put(k, one);
  }
}

/** Puts the products of pairs of bits into their columns, in one layer. Pairs without a column are dropped. `each` gives what is added for a product. */
export function* putProducts<B>(columns: Columns<B>, pairs: readonly { readonly x: B; readonly y: B; readonly column: number }[], each: (product: B) => B = (product) => product): Gates<B, void> {
  const kept = pairs.filter(({ column }) => columns.has(column));
  const products = kept.length === 0 ? [] : yield kept.map(({ x, y }) => [x, y] as const);
  products.forEach((product, i) => columns.put((kept[i] as { column: number }).column, each(product)));
}
