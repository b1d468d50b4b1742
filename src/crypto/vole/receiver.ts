import { addElements, ELEMENT_BYTES } from '../ot/element.js';
import type { ReceiverRows } from '../ot/extension.js';
import { packBlocks, padsOf } from '../ot/rows.js';
import { randomBytes } from '../random.js';
import { compress } from './expand-convolute.js';
import { PuncturedForest } from './forest.js';
import { layoutOf } from './layout.js';
import { VoleMemory } from './memory.js';
import { sumOfNoise } from './noise-sum.js';
import type { VoleParameters } from './parameters.js';

/** The receiver's result: A and C, n × 16 bytes each, with C = Δ · A + B for the sender's Δ and B. */
export interface VoleReceiver {
  readonly A: Uint8Array;
  readonly C: Uint8Array;
}

/** Bytes that the receiver sends for the check of the trees: χ ‖ x*. */
export const CHALLENGE_BYTES = 2 * ELEMENT_BYTES;

/** The receiver's part of one silent VOLE, without the network. Call `grow`, `challenge`, `expected`, `compress`, `result`, in this order. */
export class SilentReceiver {
  readonly #parameters: VoleParameters;
  readonly #binding: Uint8Array;
  readonly #rows: ReceiverRows;
  readonly #memory: VoleMemory;
  readonly #forest: PuncturedForest;
  /** β of each tree, followed by x of the check. */
  readonly #noise: Uint8Array;
  /** c of each tree, followed by z of the check. */
  readonly #products: Uint8Array;
  /** The pads of the trees' transfers that it has chosen. */
  #pads: Uint8Array | undefined;

  constructor(parameters: VoleParameters, binding: Uint8Array, rows: ReceiverRows) {
    this.#parameters = parameters;
    this.#binding = binding;
    this.#rows = rows;
    this.#memory = new VoleMemory(parameters, 'receiver');
    this.#forest = new PuncturedForest(this.#memory, parameters, binding);
    const { products, productCount } = layoutOf(parameters);
    this.#noise = rows.choices.slice(ELEMENT_BYTES * products, ELEMENT_BYTES * (products + productCount));
    this.#products = packBlocks(rows.columns, products, productCount);
  }

  /** What `grow` needs of this party's own values. Call it earlier, while the message is on its way. */
  prepare(): void {
    const { trees, depth } = this.#parameters;
    const { transfers, transferBlocks } = layoutOf(this.#parameters);
    this.#pads ??= padsOf(this.#binding, this.#rows.columns, transfers, transferBlocks).subarray(0, depth * trees * ELEMENT_BYTES);
  }

  /** Takes the sender's message, grows the trees, and puts w = v + Δ · β at the missing leaves. Rejects with a RangeError on another length. */
  async grow(message: Uint8Array): Promise<void> {
    const { trees, depth } = this.#parameters;
    const { transfers, forestBytes } = layoutOf(this.#parameters);
    if (message.length !== forestBytes) throw new RangeError('a message of another length');
    this.prepare();
    const known = this.#pads as Uint8Array;
    const bits = this.#rows.choices.subarray(ELEMENT_BYTES * transfers);
    const sides = Uint8Array.from({ length: depth * trees }, (_, row) => ((bits[row >> 3] as number) >> (row & 7)) & 1);
    for (let row = 0; row < sides.length; row++) {
      const at = ((2 * Math.floor(row / trees) + (sides[row] as number)) * trees + (row % trees)) * ELEMENT_BYTES;
      for (let i = 0; i < ELEMENT_BYTES; i++) known[ELEMENT_BYTES * row + i] = (known[ELEMENT_BYTES * row + i] as number) ^ (message[at + i] as number);
    }
    await this.#forest.growAll(sides, known);
    this.#fillLeaves(message.subarray(2 * depth * trees * ELEMENT_BYTES));
  }

  /** Computes each missing leaf: correction + c + the sum of the other leaves. */
  #fillLeaves(corrections: Uint8Array): void {
    const values = corrections.slice();
    for (const part of [this.#products.subarray(0, values.length), this.#forest.leafSums]) addElements(values, part);
    for (let tree = 0; tree < this.#parameters.trees; tree++) {
      this.#memory.kernel.bytes.set(values.subarray(ELEMENT_BYTES * tree, ELEMENT_BYTES * (tree + 1)), this.#memory.leaves + ELEMENT_BYTES * this.#position(tree));
    }
  }

  #position(tree: number): number {
    return (this.#forest.punctured[tree] as number) * this.#parameters.trees + tree;
  }

  /** χ ‖ x*, 32 bytes, with a fresh point χ and x* = Σ χ^p · β_p + x over the noise positions p. */
  challenge(): Uint8Array {
    const { trees, depth } = this.#parameters;
    const { hash } = this.#memory;
    const point = randomBytes(ELEMENT_BYTES);
    const masked = sumOfNoise(hash, point, this.#forest.punctured, depth, this.#noise);
    addElements(masked, this.#noise.subarray(trees * ELEMENT_BYTES));

    const message = new Uint8Array(CHALLENGE_BYTES);
    message.set(point);
    message.set(masked, ELEMENT_BYTES);
    return message;
  }

  /** V_A = Σ χ^p · w_p + z, 16 bytes: the V_B of an honest sender. */
  expected(challenge: Uint8Array): Uint8Array {
    const { trees, dimension } = this.#parameters;
    const expected = this.#memory.hash.hash(this.#memory.leaves, 2 * dimension, challenge.subarray(0, ELEMENT_BYTES));
    addElements(expected, this.#products.subarray(trees * ELEMENT_BYTES));
    return expected;
  }

  /** Makes A of the noise, and C of the leaves. */
  async compress(): Promise<void> {
    const { trees, dimension, length } = this.#parameters;
    const { kernel, leaves, noise } = this.#memory;
    for (let tree = 0; tree < trees; tree++) {
      kernel.bytes.set(this.#noise.subarray(ELEMENT_BYTES * tree, ELEMENT_BYTES * (tree + 1)), noise + ELEMENT_BYTES * this.#position(tree));
    }
    await compress(this.#memory, this.#binding, dimension, length, [noise, leaves]);
  }

  /** Call it only after the check has passed. The results lie in the memory of the kernel, which nothing else uses from then on. */
  result(): VoleReceiver {
    const { length } = this.#parameters;
    const { leaves, noise } = this.#memory;
    return { A: this.#memory.elements(noise, length), C: this.#memory.elements(leaves, length) };
  }
}
