import { type Algebra, and, type Gates, type Word, zeros } from '../bits.js';

/** How carries are computed: one bit after the other, or all at once with more gates. */
export type Carry = 'ripple' | 'prefix';

/**
 * a + b, one bit wider than a and b, which have the same width. *Ripple*: w ANDs, w deep (c' = c + (a + c)(b + c), Boyar and Peralta). *Prefix*: Sklansky's
 * tree over (generate, propagate), w + about w·log2 w ANDs, 1 + ⌈log2 w⌉ deep.
 */
export function* add<B>(algebra: Algebra<B>, a: Word<B>, b: Word<B>, carry: Carry): Gates<B, Word<B>> {
  if (a.length !== b.length || a.length === 0) throw new RangeError('two words of one width are needed');
  const carries = carry === 'ripple' ? yield* rippleCarries(algebra, a, b) : yield* prefixCarries(algebra, a, b);
  const sums = a.map((bit, k) => {
    const sum = algebra.xor(bit, b[k] as B);
    return k === 0 ? sum : algebra.xor(sum, carries[k - 1] as B);
  });
  return [...sums, carries[a.length - 1] as B];
}

/** a − b modulo 2^w: the complement of (complement of a) + b. */
export function* subtract<B>(algebra: Algebra<B>, a: Word<B>, b: Word<B>, carry: Carry): Gates<B, Word<B>> {
  const complement = a.map((bit) => algebra.not(bit));
  const low = a.length - 1;
  const carries = low === 0 ? [] : yield* carry === 'ripple' ? rippleCarries(algebra, complement.slice(0, low), b.slice(0, low)) : prefixCarries(algebra, complement.slice(0, low), b.slice(0, low));
  return a.map((bit, k) => {
    const difference = algebra.xor(bit, b[k] as B);
    return k === 0 ? difference : algebra.xor(difference, carries[k - 1] as B);
  });
}

/** The carry out of each position. */
function* rippleCarries<B>(algebra: Algebra<B>, a: Word<B>, b: Word<B>): Gates<B, B[]> {
  let carry = zeros(algebra, algebra.count(a[0] as B));
  const carries: B[] = [];
  for (let k = 0; k < a.length; k++) {
    carry = algebra.xor(carry, yield* and(algebra.xor(a[k] as B, carry), algebra.xor(b[k] as B, carry)));
    carries.push(carry);
  }
  return carries;
}

function* prefixCarries<B>(algebra: Algebra<B>, a: Word<B>, b: Word<B>): Gates<B, B[]> {
  const generate = [...(yield a.map((bit, k) => [bit, b[k] as B] as const))];
  const propagate = a.map((bit, k) => algebra.xor(bit, b[k] as B));
  for (let span = 1; span < a.length; span *= 2) {
    // The upper half of each block of 2·span positions takes the final carry of the lower half. The lowest block no longer needs a propagate bit.
    const upper = Array.from({ length: a.length }, (_, k) => k).filter((k) => (k & span) !== 0);
    const below = (k: number) => (k & ~(2 * span - 1)) + span - 1;
    const extended = upper.filter((k) => k >= 2 * span);
    const products = yield [
      ...upper.map((k) => [propagate[k] as B, generate[below(k)] as B] as const),
      ...extended.map((k) => [propagate[k] as B, propagate[below(k)] as B] as const),
    ];
    upper.forEach((k, i) => (generate[k] = algebra.xor(generate[k] as B, products[i] as B)));
    extended.forEach((k, i) => (propagate[k] = products[upper.length + i] as B));
  }
  return generate;
}
