import { type Algebra, type Gates, type Word, zeros } from '../bits.js';
import type { Carry } from './add.js';
import { choose } from './compare.js';

export interface LeadingOne<B> {
  /** For each position k, whether there is a 1 at k or above. */
  readonly isAbove: readonly B[];
  /** The position k of the highest 1 in a word of m bits, as a number, and m − 1 − k. Both are 0 if there is no 1. */
  readonly position: Word<B>;
  readonly missing: Word<B>;
}

/** Finds a word's highest 1: m − 1 ANDs one after the other, or about (m/2) · log2 m in log2 m layers. */
export function* leadingOne<B>(algebra: Algebra<B>, word: Word<B>, carry: Carry): Gates<B, LeadingOne<B>> {
  const m = word.length;
  const isAbove = yield* carry === 'ripple' ? orsInTurn(algebra, word) : orsAtOnce(algebra, word);
  const marks = isAbove.map((bit, k) => (k === m - 1 ? bit : algebra.xor(bit, isAbove[k + 1] as B)));
  const zero = zeros(algebra, algebra.count(word[0] as B));
  const width = m === 1 ? 0 : (m - 1).toString(2).length;
  const numbered = (number: (k: number) => number) =>
    Array.from({ length: width }, (_, bit) => marks.filter((_mark, k) => ((number(k) >> bit) & 1) === 1).reduce((sum, mark) => algebra.xor(sum, mark), zero));
  return { isAbove, position: numbered((k) => k), missing: numbered((k) => m - 1 - k) };
}

function* orsInTurn<B>(algebra: Algebra<B>, word: Word<B>): Gates<B, B[]> {
  const ors = [...word];
  for (let k = word.length - 2; k >= 0; k--) {
    const [a, b] = [ors[k] as B, ors[k + 1] as B];
    const [both] = yield [[a, b]];
    ors[k] = algebra.xor(algebra.xor(a, b), both as B);
  }
  return ors;
}

/** Sklansky's tree, from the top down. */
function* orsAtOnce<B>(algebra: Algebra<B>, word: Word<B>): Gates<B, B[]> {
  const ors = [...word].reverse();
  for (let span = 1; span < ors.length; span *= 2) {
    const upper = Array.from({ length: ors.length }, (_, k) => k).filter((k) => (k & span) !== 0);
    const pairs = upper.map((k) => [ors[k] as B, ors[(k & ~(2 * span - 1)) + span - 1] as B] as const);
    const products = yield pairs;
    pairs.forEach(([a, b], i) => (ors[upper[i] as number] = algebra.xor(algebra.xor(a, b), products[i] as B)));
  }
  return ors.reverse();
}

/** word · 2^amount modulo 2^w: w ANDs and one layer for each bit of the amount. */
export function* shiftLeft<B>(algebra: Algebra<B>, word: Word<B>, amount: Word<B>): Gates<B, Word<B>> {
  return [...(yield* shiftRight(algebra, [...word].reverse(), amount))].reverse();
}

/** ⌊word / 2^amount⌋. */
export function* shiftRight<B>(algebra: Algebra<B>, word: Word<B>, amount: Word<B>): Gates<B, Word<B>> {
  const zero = zeros(algebra, algebra.count(word[0] as B));
  let shifted = word;
  for (const [j, bit] of amount.entries()) shifted = yield* choose(algebra, bit, shifted.map((_, i) => shifted[i + 2 ** j] ?? zero), shifted);
  return shifted;
}
