import { concat } from '../bytes.js';
import type { Strings, Supply } from '../engine/strings.js';
import { addConstant, addVectors } from '../kernels/field-products.js';
import { ELEMENT_BYTES } from '../ot/element.js';
import { hashOfRows } from '../ot/rows.js';
import { WholeForest } from '../vole/forest.js';
import { Chunks } from './chunks.js';
import type { CotParameters } from './parameters.js';

/** Δ^h, 16 bytes, and Δ^m, 8 bytes. */
export interface CotKey {
  readonly hash: Uint8Array;
  readonly mac: Uint8Array;
}

/** χ ‖ x*. */
export const COT_CHALLENGE_BYTES = 2 * ELEMENT_BYTES;
/** The weighted sums of both halves. */
export const COT_VALUE_BYTES = 2 * ELEMENT_BYTES;

/**
 * The side of silent correlated transfers that has the keys, without the network. Call `forest`, `answer`, `finish` for each chunk, in this order. The base of
 * the first chunk is given; the base of every other chunk is the end of the one before. `docs/protocols/transfers.md` has the protocol. `binding` names
 * session, direction and purpose.
 */
export class CotSender {
  readonly #chunks: Chunks;
  #stage: 'idle' | 'planted' | 'answered' | 'ended' = 'idle';

  constructor(parameters: CotParameters, binding: Uint8Array, base: Strings) {
    this.#chunks = new Chunks(parameters, binding, base);
  }

  /**
   * Plants a chunk's trees. Returns the message from which the other side learns all leaves but one of each tree: masked sums of both sides level by level,
   * then for each tree the sum of all leaves + Δ, hash halves first and then MAC halves.
   */
  async forest(key: CotKey): Promise<Uint8Array> {
    this.#to('planted', 'idle');
    return this.#chunks.alone.run(async () => this.#plant(key));
  }

  async #plant(key: CotKey): Promise<Uint8Array> {
    const { memory, parameters } = this.#chunks;
    const { trees, depth } = parameters;
    const base = this.#chunks.begin();
    const sums = await new WholeForest(memory, parameters, this.#chunks.name('trees')).growAll();
    const words = await this.#chunks.growWords();

    const level = trees * ELEMENT_BYTES;
    const last = sums.subarray(2 * (depth - 1) * level);
    const corrections = last.slice(0, level);
    addVectors(corrections, last.subarray(level));
    addConstant(corrections, key.hash);
    addConstant(words, key.mac);

    const pads = this.#chunks.name('pads');
    const rows = base.trees.hash.slice();
    for (const side of [0, 1]) {
      // Row q gives the pad of choice 0, and q + Δ^h gives the pad of choice 1.
      if (side === 1) addConstant(rows, key.hash);
      const masks = hashOfRows(pads, rows);
      for (let each = 0; each < depth; each++) addVectors(sums.subarray((2 * each + side) * level, (2 * each + side + 1) * level), masks.subarray(each * level, (each + 1) * level));
    }
    rows.fill(0);
    return concat(sums, corrections, words);
  }

  /** For each half, Σ χ^p · v_p + Δ · x* + Q, 16 bytes, for the other side's χ and x*. Commit to it; do not send it. */
  answer(key: CotKey, challenge: Uint8Array): Uint8Array {
    this.#to('answered', 'planted');
    if (challenge.length !== COT_CHALLENGE_BYTES) throw new RangeError('a challenge of another length');
    const [point, masked] = [challenge.subarray(0, ELEMENT_BYTES), challenge.subarray(ELEMENT_BYTES)];
    const value = this.#chunks.weigh(point);
    const delta = new Uint8Array(2 * ELEMENT_BYTES);
    delta.set(key.hash);
    delta.set(key.mac, ELEMENT_BYTES);
    addVectors(value, this.#chunks.memory.hash.products(delta, masked));
    delta.fill(0);
    return value;
  }

  /**
   * Call it only after the check has passed. Gives the strings to hand out, in memory that the next chunk overwrites. `contribution`: 32 bytes from the other
   * side for the code.
   */
  async finish(contribution: Uint8Array): Promise<Supply> {
    this.#to('idle', 'answered');
    return this.#chunks.alone.run(async () => this.#chunks.finish(contribution));
  }

  erase(): void {
    this.#stage = 'ended';
    this.#chunks.erase();
  }

  #to(next: 'idle' | 'planted' | 'answered', from: typeof next): void {
    this.#chunks.alone.mustBeIdle();
    if (this.#stage !== from) throw new Error('a chunk of transfers out of order');
    this.#stage = next;
  }
}
