import { addVectors } from '../kernels/field-products.js';
import { ELEMENT_BYTES } from '../ot/element.js';
import { ROWS_IN_BLOCK } from '../ot/extension.js';
import { hashOfRows, packBlocks, transposeBlocks } from '../ot/rows.js';
import { compress } from './expand-convolute.js';
import { WholeForest } from './forest.js';
import { layoutOf } from './layout.js';
import { VoleMemory } from './memory.js';
import type { VoleParameters } from './parameters.js';

/** The sender's result: B, n × 16 bytes, with C = Δ · A + B for the receiver's A and C. */
export interface VoleSender {
  readonly delta: Uint8Array;
  readonly B: Uint8Array;
}

/**
 * The sender's part of one silent VOLE, without the network. Call `plant`, `forestMessage`, `answer`, `compress`, `result`, in this order. `docs/protocols/vole.md` has the
 * protocol. `binding` names session, parties and purpose.
 */
export class SilentSender {
  readonly #parameters: VoleParameters;
  readonly #binding: Uint8Array;
  readonly #delta: Uint8Array;
  readonly #memory: VoleMemory;
  /** The sums of left and of right children of each tree, by levels. */
  #sums: Uint8Array = new Uint8Array(0);
  /** b of each tree, followed by y of the check. */
  #products: Uint8Array = new Uint8Array(0);

  constructor(parameters: VoleParameters, binding: Uint8Array, delta: Uint8Array) {
    this.#parameters = parameters;
    this.#binding = binding;
    this.#delta = delta;
    this.#memory = new VoleMemory(parameters, 'sender');
  }

  /** Grows the trees. It needs nothing from the receiver. */
  async plant(): Promise<void> {
    this.#sums = await new WholeForest(this.#memory, this.#parameters, this.#binding).growAll();
  }

  /**
   * The message from which the receiver learns all leaves but one of each tree: K_{ℓ,b} + pad_b by levels, then Σ v + b. `columns` are the rows q of the
   * extension. Send it only after they have been checked.
   */
  forestMessage(columns: Uint8Array): Uint8Array {
    const { trees, depth } = this.#parameters;
    const { products, productCount, transfers, transferBlocks, forestBytes } = layoutOf(this.#parameters);
    this.#products = packBlocks(columns, products, productCount);
    const rows = transposeBlocks(columns, transfers, transferBlocks);
    const level = trees * ELEMENT_BYTES;
    const message = new Uint8Array(forestBytes);
    message.set(this.#sums);
    for (let side = 0; side < 2; side++) {
      // Row q gives the pad of choice 0, and q + Δ gives the pad of choice 1.
      const pads = hashOfRows(this.#binding, rows, transfers * ROWS_IN_BLOCK, side === 1 ? this.#delta : undefined);
      for (let each = 0; each < depth; each++) addVectors(message.subarray((2 * each + side) * level, (2 * each + side + 1) * level), pads.subarray(each * level, (each + 1) * level));
    }
    const corrections = message.subarray(2 * depth * level);
    for (const side of [0, 1]) addVectors(corrections, this.#sums.subarray((2 * (depth - 1) + side) * level, (2 * (depth - 1) + side + 1) * level));
    addVectors(corrections, this.#products.subarray(0, level));
    return message;
  }

  /** V_B = Σ χ^p · v_p + Δ · x* + y, 16 bytes, for the receiver's point χ and x*. Commit to it; do not send it. */
  answer(point: Uint8Array, masked: Uint8Array): Uint8Array {
    const { trees, dimension } = this.#parameters;
    const answer = this.#memory.hash.hash(this.#memory.leaves, 2 * dimension, point);
    addVectors(answer, this.#memory.hash.products(masked, this.#delta));
    addVectors(answer, this.#products.subarray(trees * ELEMENT_BYTES));
    return answer;
  }

  /** Makes B of the leaves. */
  async compress(): Promise<void> {
    const { dimension, length } = this.#parameters;
    await compress(this.#memory, this.#binding, dimension, length, [this.#memory.leaves]);
  }

  /** Call it only after the check has passed. B lies in the memory of the kernel, which nothing else uses from then on. */
  result(): VoleSender {
    const { length } = this.#parameters;
    return { delta: this.#delta, B: this.#memory.elements(this.#memory.leaves, length) };
  }
}
