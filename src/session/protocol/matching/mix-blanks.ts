import type { BatchGroup } from '../../../crypto/batch/group.js';
import { concat } from '../../../crypto/bytes.js';
import { ELEMENT } from './elements.js';
import type { Ciphertexts } from './mix-encryption.js';
import { encryptionsOfNothing } from './mixing-step.js';
import type { Piece } from './pieces.js';

/** Made at a time, between two looks at what has come. */
const AT_A_TIME = 512;
/** Made ahead at most: 16 MiB. */
const MOST_AHEAD = 2 ** 18;

/** Encryptions of the identity for every block, in their order. They are made while a sender waits, and the rest when they are needed. */
export class Blanks {
  readonly #group: BatchGroup;
  readonly #key: Uint8Array;
  readonly #total: number;
  readonly #pieces: Ciphertexts[] = [];
  /** Made and not taken; made so far. */
  #ahead = 0;
  #made = 0;

  /** @param key under which the entries are encrypted after this sender. */
  constructor(group: BatchGroup, key: Uint8Array, total: number) {
    this.#group = group;
    this.#key = key;
    this.#total = total;
  }

  /** The result of `waiting`. Makes encryptions until it is there. */
  async during<T>(waiting: Promise<T>): Promise<T> {
    let isThere = false;
    const note = () => (isThere = true);
    waiting.then(note, note);
    // What is there already is noticed before anything is made.
    await Promise.resolve();
    while (!(isThere as boolean) && this.#made < this.#total && this.#ahead < MOST_AHEAD) await this.#make(AT_A_TIME);
    return waiting;
  }

  /** The encryptions for the next block. */
  async take({ from, to }: Piece): Promise<Ciphertexts> {
    const taken: Ciphertexts[] = [];
    for (let missing = to - from; missing > 0; ) {
      if (this.#pieces.length === 0) await this.#make(missing);
      const piece = this.#pieces.shift() ?? { c1: new Uint8Array(0), c2: new Uint8Array(0) };
      const at = Math.min(piece.c1.length, missing * ELEMENT);
      taken.push({ c1: piece.c1.subarray(0, at), c2: piece.c2.subarray(0, at) });
      if (at < piece.c1.length) this.#pieces.unshift({ c1: piece.c1.subarray(at), c2: piece.c2.subarray(at) });
      missing -= at / ELEMENT;
    }
    this.#ahead -= to - from;
    return { c1: concat(...taken.map(({ c1 }) => c1)), c2: concat(...taken.map(({ c2 }) => c2)) };
  }

  async #make(most: number): Promise<void> {
    const count = Math.min(most, this.#total - this.#made);
    this.#pieces.push(await encryptionsOfNothing(this.#group, this.#key, count));
    this.#made += count;
    this.#ahead += count;
  }
}
