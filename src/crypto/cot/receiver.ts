import { concat } from '../bytes.js';
import { HASH_BYTES, MAC_BYTES } from '../engine/rows.js';
import type { Strings, Supply } from '../engine/strings.js';
import { addVectors } from '../kernels/field-products.js';
import { ELEMENT_BYTES } from '../ot/element.js';
import { hashOfRows } from '../ot/rows.js';
import { packBits } from '../engine/bit-vector.js';
import { randomBytes } from '../random.js';
import { PuncturedForest } from '../vole/forest.js';
import { sumOfNoise } from '../vole/noise-sum.js';
import { Chunks } from './chunks.js';
import { type CotParameters, cotSizes } from './parameters.js';

/** Bytes that the holder of the bits contributes to the code of a chunk. */
export const CONTRIBUTION_BYTES = 32;

/** The side that has the bits. Call `grow`, `challenge`, `expected`, `finish` for each chunk, in this order. */
export class CotReceiver {
  readonly #chunks: Chunks;
  #noisy: Uint32Array = new Uint32Array(0);
  #point: Uint8Array = new Uint8Array(0);
  #stage: 'idle' | 'grown' | 'challenged' | 'weighed' | 'ended' = 'idle';

  constructor(parameters: CotParameters, binding: Uint8Array, base: Strings) {
    this.#chunks = new Chunks(parameters, binding, base);
  }

  /** Takes the other side's message, grows the trees, and puts w = v + Δ at each missing leaf. Throws a RangeError on another length. */
  async grow(message: Uint8Array): Promise<void> {
    this.#to('grown', 'idle');
    await this.#chunks.alone.run(async () => this.#growFrom(message));
  }

  async #growFrom(message: Uint8Array): Promise<void> {
    const { memory, parameters } = this.#chunks;
    const { trees, depth } = parameters;
    if (message.length !== cotSizes(parameters).forestBytes) throw new RangeError('a message of another length');
    const base = this.#chunks.begin();
    const known = hashOfRows(this.#chunks.name('pads'), base.trees.hash);
    const sides = base.trees.bits;
    for (let row = 0; row < sides.length; row++) {
      const at = ((2 * Math.floor(row / trees) + (sides[row] as number)) * trees + (row % trees)) * ELEMENT_BYTES;
      for (let i = 0; i < ELEMENT_BYTES; i++) known[ELEMENT_BYTES * row + i] = (known[ELEMENT_BYTES * row + i] as number) ^ (message[at + i] as number);
    }
    const forest = new PuncturedForest(memory, parameters, this.#chunks.name('trees'));
    await forest.growAll(sides, known);
    this.#noisy = forest.punctured;
    const words = await this.#chunks.growWords();
    this.#fillLeaves(message.subarray(2 * depth * trees * ELEMENT_BYTES), forest.leafSums, words);
  }

  /** Computes each missing leaf, for both halves: correction + the sum of the other leaves. The bit is 1 there, and 0 elsewhere. */
  #fillLeaves(corrections: Uint8Array, leafSums: Uint8Array, wordSums: Uint8Array): void {
    const { memory, parameters } = this.#chunks;
    const { trees } = parameters;
    const { hash, mac, bits } = memory.strings(0, cotSizes(parameters).outputs);
    const words = new Uint8Array(mac.buffer, mac.byteOffset, mac.byteLength);
    const wordCorrections = corrections.subarray(trees * HASH_BYTES);
    for (let tree = 0; tree < trees; tree++) {
      const position = (this.#noisy[tree] as number) * trees + tree;
      for (let i = 0; i < HASH_BYTES; i++) hash[HASH_BYTES * position + i] = (corrections[HASH_BYTES * tree + i] as number) ^ (leafSums[HASH_BYTES * tree + i] as number);
      // The sum includes the old value of the leaf, so the old value cancels.
      for (let i = 0; i < MAC_BYTES; i++) {
        const at = MAC_BYTES * tree + i;
        words[MAC_BYTES * position + i] = (wordCorrections[at] as number) ^ (wordSums[at] as number) ^ (words[MAC_BYTES * position + i] as number);
      }
      bits[position] = 1;
    }
  }

  /** χ ‖ x*, 32 bytes: a fresh point χ, and x* = Σ χ^p + β over the noisy positions p. β, the 128 bits of the check's block, masks the sum. */
  challenge(): Uint8Array {
    this.#to('challenged', 'grown');
    const { memory, parameters, base } = this.#chunks;
    const { trees, depth } = parameters;
    this.#point = randomBytes(ELEMENT_BYTES);
    const ones = new Uint8Array(trees * ELEMENT_BYTES);
    for (let at = 0; at < ones.length; at += ELEMENT_BYTES) ones[at] = 1;
    const masked = sumOfNoise(memory.hash, this.#point, this.#noisy, depth, ones);
    addVectors(masked, packBits(base.check.bits));
    return concat(this.#point, masked);
  }

  /** For each half, Σ χ^p · w_p + T, 16 bytes: the value that an honest other side has committed to. */
  expected(): Uint8Array {
    this.#to('weighed', 'challenged');
    return this.#chunks.weigh(this.#point);
  }

  /** Call it only after the check has passed. Gives the strings and bits to hand out, in memory that the next chunk overwrites. */
  async finish(contribution: Uint8Array): Promise<Supply> {
    this.#to('idle', 'weighed');
    return this.#chunks.alone.run(async () => this.#chunks.finish(contribution));
  }

  erase(): void {
    this.#stage = 'ended';
    this.#chunks.erase();
    this.#noisy.fill(0);
  }

  #to(next: 'idle' | 'grown' | 'challenged' | 'weighed', from: typeof next): void {
    this.#chunks.alone.mustBeIdle();
    if (this.#stage !== from) throw new Error('a chunk of transfers out of order');
    this.#stage = next;
  }
}
