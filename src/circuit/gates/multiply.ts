import { type Algebra, type Gates, pickWord, range, type Word, widened, zeros } from '../bits.js';
import { add, type Carry } from './add.js';

/** a · b, as wide as both together: all products of bits, summed by carry-save adders and one adder of the version. */
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

/** Bits that the sum of `count` numbers of `width` bits takes. */
export function totalWidth(count: number, width: number): number {
  return (BigInt(count) * ((1n << BigInt(width)) - 1n)).toString(2).length;
}

/** Σ 2^k · (sum of column k) modulo 2^(columns): full adders (one AND each) until no column has more than two bits, then an adder. */
function* sumColumns<B>(algebra: Algebra<B>, columns: B[][], carry: Carry): Gates<B, Word<B>> {
  let left = columns;
  while (left.some((column) => column.length > 2)) left = yield* compress(algebra, left);
  const count = algebra.count(left.flat()[0] as B);
  const zero = zeros(algebra, count);
  const sum: B[] = [];
  // Below the first column with two bits nothing is left to add.
  const from = Math.max(0, left.findIndex((column) => column.length === 2));
  for (let k = 0; k < from; k++) sum.push(left[k]?.[0] ?? zero);
  const [a, b] = [0, 1].map((row) => left.slice(from).map((column) => column[row] ?? zero)) as [B[], B[]];
  sum.push(...(left.some((column) => column.length === 2) ? yield* add(algebra, a, b, carry) : a));
  return widened(algebra, sum.slice(0, columns.length), columns.length);
}

/** One layer of full adders: three bits of a column become one there and one in the next. */
function* compress<B>(algebra: Algebra<B>, columns: readonly B[][]): Gates<B, B[][]> {
  const triples = columns.flatMap((column, k) => Array.from({ length: Math.floor(column.length / 3) }, (_, i) => ({ k, bits: column.slice(3 * i, 3 * i + 3) as [B, B, B] })));
  const products = yield triples.map(({ bits: [a, b, c] }) => [algebra.xor(a, c), algebra.xor(b, c)] as const);
  const next = columns.map((column) => column.slice(3 * Math.floor(column.length / 3)));
  triples.forEach(({ k, bits: [a, b, c] }, i) => {
    next[k]?.push(algebra.xor(a, algebra.xor(b, c)));
    next[k + 1]?.push(algebra.xor(c, products[i] as B));
  });
  return next;
}

/** One element of a word. */
export function element<B>(algebra: Algebra<B>, word: Word<B>, position: number): Word<B> {
  return pickWord(algebra, word, range(position, position + 1));
}
