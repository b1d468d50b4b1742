import { createCipheriv } from 'node:crypto';
import { hashParts } from '../hash.js';
import { ITEMS_PER_CALL } from '../kernels/kernel.js';
import { addElements, ELEMENT_BYTES } from '../ot/element.js';
import { randomBytes } from '../random.js';
import { PIECE, type VoleMemory } from './memory.js';
import type { VoleParameters } from './parameters.js';

type Cipher = ReturnType<typeof createCipheriv>;

/**
 * t puncturable pseudo-random functions at once: the trees of Goldreich, Goldwasser and Micali (J. ACM 1986), all of them level by level.
 * Node j of tree i is element j · t + i; its children are j and j + 2^ℓ on level ℓ + 1. So a level is the left children of all, then the right ones.
 *
 * A node s has the children π_0(s) + s and π_1(s) + s, with AES-128 under two keys that the binding gives as π_0 and π_1 (Guo, Katz, Wang and Yu,
 * eprint 2019/074, section 7.2).
 */
class Forest {
  protected readonly memory: VoleMemory;
  protected readonly parameters: VoleParameters;
  readonly #ciphers: readonly Cipher[];
  /** Nodes of each tree on the level that is there. */
  protected width = 1;

  constructor(memory: VoleMemory, parameters: VoleParameters, binding: Uint8Array) {
    this.memory = memory;
    this.parameters = parameters;
    const keys = hashParts('mpc vole tree v1', binding);
    this.#ciphers = [0, 16].map((at) => createCipheriv('aes-128-ecb', keys.subarray(at, at + 16), null).setAutoPadding(false));
  }

  /** One level further. Gives for each tree the sum of all left, and that of all right children: 2 × t × 16 bytes. */
  protected grow(): Uint8Array {
    const { memory, parameters } = this;
    const { trees } = parameters;
    const count = this.width * trees;
    const { leaves, sums } = memory;
    memory.elements(sums, 2 * trees).fill(0);
    // Right children go behind their parents, left ones over them.
    this.#children(1, leaves + ELEMENT_BYTES * count, count, sums + ELEMENT_BYTES * trees);
    this.#children(0, leaves, count, sums);
    this.width *= 2;
    return memory.elements(sums, 2 * trees).slice();
  }

  #children(side: 0 | 1, target: number, count: number, sums: number): void {
    const { kernel, leaves, piece } = this.memory;
    const { trees } = this.parameters;
    const end = ELEMENT_BYTES * count;
    for (let at = 0; at < end; at += PIECE) {
      const bytes = Math.min(PIECE, end - at);
      kernel.bytes.set((this.#ciphers[side] as Cipher).update(kernel.bytes.subarray(leaves + at, leaves + at + bytes)), piece);
      const first = at / ELEMENT_BYTES;
      for (let from = 0; from < bytes / ELEMENT_BYTES; from += ITEMS_PER_CALL) {
        const skip = ELEMENT_BYTES * from;
        kernel.call.feedForward(target + at + skip, leaves + at + skip, piece + skip, Math.min(ITEMS_PER_CALL, bytes / ELEMENT_BYTES - from), sums, trees, (first + from) % trees);
      }
    }
  }
}

/** The party that plants the trees and knows every leaf. */
export class WholeForest extends Forest {
  /**
   * Grows all trees from seeds of 16 bytes each, which must be fresh; the leaves are in the memory afterwards. Gives, level after level, the sums of left and of right children
   * of each tree: h × 2 × t × 16 bytes.
   */
  growAll(seeds: Uint8Array = randomBytes(ELEMENT_BYTES * this.parameters.trees)): Uint8Array {
    const { trees, depth } = this.parameters;
    const sums = new Uint8Array(depth * 2 * trees * ELEMENT_BYTES);
    this.memory.kernel.bytes.set(seeds, this.memory.leaves);
    for (let level = 0; level < depth; level++) sums.set(this.grow(), level * 2 * trees * ELEMENT_BYTES);
    return sums;
  }
}

/** The party that knows every leaf but one in each tree. */
export class PuncturedForest extends Forest {
  /** The leaf that is missing in each tree. */
  readonly punctured: Uint32Array;
  /** For each tree the sum of all leaves but the missing one: t × 16 bytes. */
  readonly leafSums: Uint8Array;

  constructor(memory: VoleMemory, parameters: VoleParameters, binding: Uint8Array) {
    super(memory, parameters, binding);
    this.punctured = new Uint32Array(parameters.trees);
    this.leafSums = new Uint8Array(ELEMENT_BYTES * parameters.trees);
  }

  /**
   * Grows all trees around the missing leaves, which hold 0 afterwards. `sides` says, for level ℓ and tree i at byte ℓ · t + i, which
   * children's sum is known, and `sums` holds that sum, 16 bytes for each. The missing leaf is always on the other side.
   */
  growAll(sides: Uint8Array, sums: Uint8Array): void {
    const { trees, depth } = this.parameters;
    this.memory.elements(this.memory.leaves, trees).fill(0);
    for (let level = 0; level < depth; level++) {
      this.#mend(this.grow(), sides.subarray(level * trees, (level + 1) * trees), sums.subarray(ELEMENT_BYTES * level * trees, ELEMENT_BYTES * (level + 1) * trees), level === depth - 1);
    }
  }

  /** The children of a missing node came out as children of 0: the one on the known side is put right, the other becomes the missing node. */
  #mend(computed: Uint8Array, sides: Uint8Array, known: Uint8Array, isLast: boolean): void {
    const { trees } = this.parameters;
    const half = this.width / 2;
    for (let tree = 0; tree < trees; tree++) {
      const side = sides[tree] as number;
      const parent = this.punctured[tree] as number;
      const [right, wrong] = [0, 1].map((there) => this.#node(parent + half * (there === 0 ? side : 1 - side), tree)) as [Uint8Array, Uint8Array];
      const [rightSum, wrongSum] = [side, 1 - side].map((each) => computed.subarray(ELEMENT_BYTES * (each * trees + tree), ELEMENT_BYTES * (each * trees + tree + 1))) as [Uint8Array, Uint8Array];
      const sum = known.subarray(ELEMENT_BYTES * tree, ELEMENT_BYTES * (tree + 1));
      addElements(right, rightSum);
      addElements(right, sum);
      if (isLast) {
        // The known side's sum is the true one; of the other side's, the child of 0 does not belong to it.
        const leafSum = this.leafSums.subarray(ELEMENT_BYTES * tree, ELEMENT_BYTES * (tree + 1));
        for (const part of [sum, wrongSum, wrong]) addElements(leafSum, part);
      }
      wrong.fill(0);
      this.punctured[tree] = parent + half * (1 - side);
    }
  }

  #node(node: number, tree: number): Uint8Array {
    return this.memory.elements(this.memory.leaves + ELEMENT_BYTES * (node * this.parameters.trees + tree), 1);
  }
}
