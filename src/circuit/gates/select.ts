import { type Algebra, constantWord, type Gates, joinWords, pickWord, range, type Word } from '../bits.js';
import { choose, less } from './compare.js';

export interface Extremum<B> {
  /** One number. */
  readonly value: Word<B>;
  /** Its position in the word, from 0. Among equal numbers, the first position. */
  readonly position: Word<B>;
}

/** The width in bits of a position among `count` numbers. */
export function positionWidth(count: number): number {
  return Math.max(1, (count - 1).toString(2).length);
}

/** The least or greatest element of a word, by a tournament: (n − 1)·(less + w + log2 n) ANDs. */
export function* extremum<B>(algebra: Algebra<B>, word: Word<B>, which: 'least' | 'greatest', block: number): Gates<B, Extremum<B>> {
  const width = word.length;
  const count = algebra.count(word[0] as B);
  const positions = constantWord(algebra, Array.from({ length: count }, (_, i) => BigInt(i)), positionWidth(count));
  // Value and position travel together. Only neighbours are compared, so the first of a pair always comes from an earlier position.
  let left: Word<B> = [...word, ...positions];
  for (let n = count; n > 1; n = algebra.count(left[0] as B)) {
    const pairs = n >> 1;
    const [first, second] = [0, 1].map((side) => pickWord(algebra, left, Uint32Array.from({ length: pairs }, (_, i) => 2 * i + side))) as [Word<B>, Word<B>];
    const [a, b] = [first.slice(0, width), second.slice(0, width)];
    const isSecond = which === 'greatest' ? yield* less(algebra, a, b, block) : yield* less(algebra, b, a, block);
    const winners = yield* choose(algebra, isSecond, second, first);
    left = n % 2 === 0 ? winners : joinWords(algebra, [winners, pickWord(algebra, left, range(n - 1, n))]);
  }
  return { value: left.slice(0, width), position: left.slice(width) };
}

/** All elements in ascending order, by Batcher's odd–even merge sort: about n·log2² n / 4 comparisons and exchanges of w ANDs each. */
export function* sort<B>(algebra: Algebra<B>, word: Word<B>, block: number): Gates<B, Word<B>> {
  const count = algebra.count(word[0] as B);
  let sorted = word;
  for (const stage of sortingNetwork(count)) {
    const [low, high] = [0, 1].map((side) => pickWord(algebra, sorted, Uint32Array.from(stage, (pair) => pair[side] as number))) as [Word<B>, Word<B>];
    const isSwapped = yield* less(algebra, high, low, block);
    // The difference is added to both: one AND a bit.
    const moved = yield low.map((bit, k) => [isSwapped, algebra.xor(bit, high[k] as B)] as const);
    const [lower, upper] = [low, high].map((each): Word<B> => each.map((bit, k) => algebra.xor(bit, moved[k] as B))) as [Word<B>, Word<B>];
    const from = Uint32Array.from({ length: count }, (_, i) => 2 * stage.length + i);
    stage.forEach(([i, j], at) => {
      from[i] = at;
      from[j] = stage.length + at;
    });
    sorted = pickWord(algebra, joinWords(algebra, [lower, upper, sorted]), from);
  }
  return sorted;
}

/** Batcher's odd–even merge sort for any number of elements, as stages of disjoint pairs (Knuth, volume 3, algorithm 5.2.2M). */
export function sortingNetwork(count: number): [number, number][][] {
  const stages: [number, number][][] = [];
  const top = count < 2 ? 0 : 2 ** ((count - 1).toString(2).length - 1);
  for (let p = top; p > 0; p = p >> 1) {
    let q = top;
    let r = 0;
    let d = p;
    for (;;) {
      const stage: [number, number][] = [];
      for (let i = 0; i + d < count; i++) if ((i & p) === r) stage.push([i, i + d]);
      if (stage.length > 0) stages.push(stage);
      if (q === p) break;
      d = q - p;
      q = q >> 1;
      r = p;
    }
  }
  return stages;
}
