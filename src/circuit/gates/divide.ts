import { type Algebra, and, both, type Gates, type Word, widened, zeros } from '../bits.js';
import { add, type Carry } from './add.js';
import { Columns, putProducts, sumColumns } from './columns.js';
import { choose } from './compare.js';
import { divideShallowly } from './divide-shallowly.js';
import { leadingOne } from './shift.js';

/** If b is not 0: a = quotient · b + remainder, and remainder < b. If b = 0, the quotient is all ones and the remainder is the low bits of a. */
export interface Divided<B> {
  /** As wide as a. */
  readonly quotient: Word<B>;
  /** As wide as b. */
  readonly remainder: Word<B>;
}

/** The method of a division: bit by bit with one of the carries, or in few layers. */
export type Division = Carry | 'shallow';

/** a divided by b, both unsigned. */
export function* divide<B>(algebra: Algebra<B>, a: Word<B>, b: Word<B>, way: Division): Gates<B, Divided<B>> {
  if (a.length === 0 || b.length === 0) throw new RangeError('words without bits');
  if (way !== 'shallow' || b.length === 1) return yield* divideByBits(algebra, a, b, way === 'shallow' ? 'prefix' : way);
  const { guess, isNotZero } = yield* divideShallowly(algebra, a, b);
  return yield* corrected(algebra, a, b, guess, isNotZero);
}

/**
 * a divided by b, both in two's complement. The quotient is rounded towards 0, and the remainder has the sign of a. If b = 0, the quotient is −1 and the
 * remainder is the low bits of a. −2^(n−1) divided by −1 gives −2^(n−1).
 */
export function* divideSigned<B>(algebra: Algebra<B>, a: Word<B>, b: Word<B>, way: Division): Gates<B, Divided<B>> {
  const carry = way === 'ripple' ? 'ripple' : 'prefix';
  const [signA, signB] = [a[a.length - 1] as B, b[b.length - 1] as B];
  const [sizeA, sizeB] = yield* both(negatedWhere(algebra, a, signA, carry), negatedWhere(algebra, b, signB, carry));
  const [{ quotient, remainder }, { isAbove }] = yield* both(divide(algebra, sizeA, sizeB, way), leadingOne(algebra, b, carry));
  const differ = yield* and(algebra.xor(signA, signB), isAbove[0] as B);
  const [signed, rest] = yield* both(negatedWhere(algebra, quotient, differ, carry), negatedWhere(algebra, remainder, signA, carry));
  return { quotient: signed, remainder: rest };
}

/** −a modulo 2^w if the bit is 1, otherwise a. With ripple carries: w ANDs. */
function* negatedWhere<B>(algebra: Algebra<B>, a: Word<B>, bit: B, carry: Carry): Gates<B, Word<B>> {
  const flipped = a.map((each) => algebra.xor(each, bit));
  return (yield* add(algebra, flipped, widened(algebra, [bit], a.length), carry)).slice(0, a.length);
}

/**
 * Restoring division, one bit of the quotient after the other. With ripple carries it takes about n² + 5n ANDs for two words of n bits, and as many layers. The
 * first steps work on only as many bits as the remainder can have.
 */
function* divideByBits<B>(algebra: Algebra<B>, a: Word<B>, b: Word<B>, carry: Carry): Gates<B, Divided<B>> {
  const { isAbove } = yield* leadingOne(algebra, b, carry);
  let rest: Word<B> = [];
  const quotient: B[] = [];
  for (let k = a.length - 1; k >= 0; k--) {
    const tried = [a[k] as B, ...rest];
    const width = tried.length;
    const { isLess: carried, difference } = yield* subtracted(algebra, tried, width > b.length ? widened(algebra, b, width) : b.slice(0, width), carry);
    const above = isAbove[width];
    const isLess = above === undefined ? carried : algebra.xor(algebra.xor(carried, above), yield* and(carried, above));
    quotient.unshift(algebra.not(isLess));
    rest = (yield* choose(algebra, isLess, tried, difference)).slice(0, b.length);
  }
  return { quotient, remainder: widened(algebra, rest, b.length) };
}

/** a − b, and whether a < b. They come from the complement of (complement of a) + b, and its carry. */
function* subtracted<B>(algebra: Algebra<B>, a: Word<B>, b: Word<B>, carry: Carry): Gates<B, { isLess: B; difference: Word<B> }> {
  const sum = yield* add(algebra, a.map((bit) => algebra.not(bit)), b, carry);
  return { isLess: sum[a.length] as B, difference: sum.slice(0, a.length).map((bit) => algebra.not(bit)) };
}

/** Computes the quotient and the remainder from a guess that is the quotient or one less. */
function* corrected<B>(algebra: Algebra<B>, a: Word<B>, b: Word<B>, guess: Word<B>, isNotZero: B): Gates<B, Divided<B>> {
  const [n, m] = [a.length, b.length];
  const width = m + 1;
  const one = algebra.not(zeros(algebra, algebra.count(a[0] as B)));
  // a − guess · b is below 2b, so its low bits suffice. They are the complement of (complement of a) + guess · b.
  const columns = new Columns<B>(width);
  widened(algebra, a, width).slice(0, width).forEach((bit, k) => { columns.put(k, algebra.not(bit)); });
  yield* putProducts(columns, guess.flatMap((x, i) => b.map((y, k) => ({ x, y, column: i + k }))));
  const rest = (yield* sumColumns(algebra, columns.bits, 'prefix')).map((bit) => algebra.not(bit));
  const [{ isLess, difference }, next] = yield* both(
    subtracted(algebra, rest, widened(algebra, b, width), 'prefix'),
    add(algebra, guess, widened(algebra, [one], n), 'prefix'),
  );
  const chosen = yield* choose(algebra, isLess, [...guess, ...rest.slice(0, m)], [...next.slice(0, n), ...difference.slice(0, m)]);
  const byZero = [...Array.from({ length: n }, () => one), ...widened(algebra, a, m).slice(0, m)];
  const result = yield* choose(algebra, isNotZero, chosen, byZero);
  return { quotient: result.slice(0, n), remainder: result.slice(n) };
}
