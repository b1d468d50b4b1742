import { randomBytes } from './random.js';

/** The most words to draw from the system at a time. */
const MOST_WORDS = 16_384;

/** Random words, drawn from the system many at a time. `expected`: roughly how many the caller will need. */
export class RandomWords {
  readonly #batch: number;
  #words = new Uint32Array(0);
  #next = 0;

  constructor(expected: number) {
    this.#batch = Math.min(MOST_WORDS, expected + 16);
  }

  /** Uniform in [0, bound), with a bound from 1 to 2^32. Words that would bias the result are drawn again. */
  below(bound: number): number {
    const limit = 2 ** 32 - (2 ** 32 % bound);
    for (;;) {
      if (this.#next === this.#words.length) {
        this.#words = new Uint32Array(randomBytes(4 * this.#batch).buffer as ArrayBuffer);
        this.#next = 0;
      }
      const word = this.#words[this.#next++] as number;
      if (word < limit) return word % bound;
    }
  }
}

/** Puts `positions` into random order, each order with equal probability: Fisher–Yates, in Durstenfeld's form. */
export function shuffle(positions: Uint32Array, words: RandomWords): void {
  for (let last = positions.length - 1; last > 0; last--) {
    const other = words.below(last + 1);
    const kept = positions[last] as number;
    positions[last] = positions[other] as number;
    positions[other] = kept;
  }
}
