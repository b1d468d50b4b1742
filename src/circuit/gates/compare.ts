import { type Algebra, all, and, both, type Gates, inParallel, type Word, zeros } from '../bits.js';

/**
 * a < b for unsigned words of one width. `block` = the width: one ripple, w ANDs, w deep. Smaller blocks ripple side by side, and a tree joins them: blocks of
 * 4 take 135 ANDs for 64 bits and are 8 deep, blocks of 1 take 184 and are 7 deep.
 */
export function* less<B>(algebra: Algebra<B>, a: Word<B>, b: Word<B>, block: number): Gates<B, B> {
  if (a.length !== b.length || a.length === 0) throw new RangeError('two words of one width are needed');
  const blocks: Gates<B, Part<B>>[] = [];
  for (let from = 0; from < a.length; from += block) blocks.push(compareBlock(algebra, a.slice(from, from + block), b.slice(from, from + block), from === 0));
  let parts = yield* inParallel(blocks);
  while (parts.length > 1) {
    const joined = yield* inParallel(Array.from({ length: parts.length >> 1 }, (_, i) => joinParts(algebra, parts[2 * i] as Part<B>, parts[2 * i + 1] as Part<B>)));
    parts = parts.length % 2 === 0 ? joined : [...joined, parts[parts.length - 1] as Part<B>];
  }
  return (parts[0] as Part<B>).less;
}

/** How two words compare in some of their bits. The lowest part needs no `equal`, because no bits are below it. */
interface Part<B> {
  readonly less: B;
  readonly equal: B | undefined;
}

function* compareBlock<B>(algebra: Algebra<B>, a: Word<B>, b: Word<B>, isLowest: boolean): Gates<B, Part<B>> {
  const differ = a.map((bit, k) => algebra.xor(bit, b[k] as B));
  if (isLowest) return { less: yield* ripple(algebra, differ, b), equal: undefined };
  const [isLess, equal] = yield* both(ripple(algebra, differ, b), all(differ.map((bit) => algebra.not(bit))));
  return { less: isLess, equal };
}

/** From the lowest bit up: b's bit at the highest position where the words differ decides. */
function* ripple<B>(algebra: Algebra<B>, differ: Word<B>, b: Word<B>): Gates<B, B> {
  let isLess = zeros(algebra, algebra.count(b[0] as B));
  for (let k = 0; k < b.length; k++) isLess = algebra.xor(isLess, yield* and(differ[k] as B, algebra.xor(b[k] as B, isLess)));
  return isLess;
}

function* joinParts<B>(algebra: Algebra<B>, low: Part<B>, high: Part<B>): Gates<B, Part<B>> {
  const equal = high.equal as B;
  const [fromBelow, joined] = yield low.equal === undefined ? [[equal, low.less]] : [[equal, low.less], [equal, low.equal]];
  return { less: algebra.xor(high.less, fromBelow as B), equal: joined };
}

/** a = b: w − 1 ANDs, ⌈log2 w⌉ deep. */
export function equal<B>(algebra: Algebra<B>, a: Word<B>, b: Word<B>): Gates<B, B> {
  if (a.length !== b.length) throw new RangeError('two words of one width are needed');
  return all(a.map((bit, k) => algebra.not(algebra.xor(bit, b[k] as B))));
}

/** `condition` ? a : b, element by element: w ANDs, 1 deep. */
export function* choose<B>(algebra: Algebra<B>, condition: B, a: Word<B>, b: Word<B>): Gates<B, Word<B>> {
  if (a.length !== b.length) throw new RangeError('two words of one width are needed');
  const products = yield a.map((bit, k) => [condition, algebra.xor(bit, b[k] as B)] as const);
  return products.map((product, k) => algebra.xor(product, b[k] as B));
}
