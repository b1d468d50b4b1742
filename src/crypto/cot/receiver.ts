import { concat } from '../bytes.js';
import { HASH_BYTES, MAC_BYTES } from '../engine/rows.js';
import type { Strings, Supply } from '../engine/strings.js';
import { addVectors, wordsOf } from '../kernels/field-products.js';
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

const ELEMENT_WORDS = ELEMENT_BYTES / 4;

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
    unmask(known, sides, message, trees);
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
    // The missing leaf holds 0, and its MAC half is part of the sum, so the old values cancel.
    addAtLeaves(hash, this.#noisy, HASH_BYTES, corrections.subarray(0, trees * HASH_BYTES), leafSums);
    addAtLeaves(words, this.#noisy, MAC_BYTES, corrections.subarray(trees * HASH_BYTES), wordSums);
    this.#noisy.forEach((leaf, tree) => (bits[leaf * trees + tree] = 1));
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

/**
 * Adds to row ℓ · t + i of the pads the sum that tree i's choice on level ℓ selects in the message. Work on many rows is in small functions: the engine of
 * JavaScript translates a function as a whole once a loop in it is hot, and small ones are translated sooner and at less cost.
 */
function unmask(pads: Uint8Array, sides: Uint8Array, message: Uint8Array, trees: number): void {
  const [rows, sums] = [wordsOf(pads), wordsOf(message)];
  for (let row = 0, from = 0; row < sides.length; row++, from++) {
    if (from === trees) from = 0;
    const at = ELEMENT_WORDS * ((2 * (row - from) / trees + (sides[row] as number)) * trees + from);
    for (let word = 0; word < ELEMENT_WORDS; word++) rows[ELEMENT_WORDS * row + word] = (rows[ELEMENT_WORDS * row + word] as number) ^ (sums[at + word] as number);
  }
}

/** Adds a_i + b_i to leaf `leaves_i` of tree i, for strings of `bytes` bytes. */
function addAtLeaves(strings: Uint8Array, leaves: Uint32Array, bytes: number, a: Uint8Array, b: Uint8Array): void {
  const [target, first, second] = [wordsOf(strings), wordsOf(a), wordsOf(b)];
  const width = bytes / 4;
  for (let tree = 0; tree < leaves.length; tree++) {
    const at = width * ((leaves[tree] as number) * leaves.length + tree);
    for (let word = 0; word < width; word++) target[at + word] = (target[at + word] as number) ^ (first[width * tree + word] as number) ^ (second[width * tree + word] as number);
  }
}
