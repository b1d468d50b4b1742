import { type Algebra, type Gates, pickWord, range, type Word } from '../bits.js';
import type { Carry } from './add.js';
import { sumColumns } from './columns.js';

/** a · b, as wide as both together. Carry-save adders and one adder of the version sum up all products of bits. */
export function* multiply<B>(algebra: Algebra<B>, a: Word<B>, b: Word<B>, carry: Carry): Gates<B, Word<B>> {
  const products = yield a.flatMap((x) => b.map((y) => [x, y] as const));
  const columns = Array.from({ length: a.length + b.length }, (): B[] => []);
  products.forEach((product, i) => columns[Math.floor(i / b.length) + (i % b.length)]?.push(product));
  return yield* sumColumns(algebra, columns, carry);
}

/** The sum of all elements of a word, as one number of ⌈log2(n · (2^w − 1) + 1)⌉ bits. For single bits this is their count. */
export function* total<B>(algebra: Algebra<B>, word: Word<B>, carry: Carry): Gates<B, Word<B>> {
  const count = algebra.count(word[0] as B);
  const width = totalWidth(count, word.length);
  const columns = Array.from({ length: width }, (_, k) => (k < word.length ? Array.from({ length: count }, (_each, i) => algebra.pick(word[k] as B, range(i, i + 1))) : []));
  return yield* sumColumns(algebra, columns, carry);
}

/** The width in bits of the sum of `count` numbers of `width` bits. */
export function totalWidth(count: number, width: number): number {
  return (BigInt(count) * ((1n << BigInt(width)) - 1n)).toString(2).length;
}

/** One element of a word. */
export function element<B>(algebra: Algebra<B>, word: Word<B>, position: number): Word<B> {
  return pickWord(algebra, word, range(position, position + 1));
}
