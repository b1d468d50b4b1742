import { cipherInto } from '../cipher-into.js';
import { hashParts } from '../hash.js';
import { ITEMS_PER_CALL, type Kernel } from '../kernels/kernel.js';
import { ELEMENT_BYTES } from '../ot/element.js';
import { randomBytes } from '../random.js';
import { inTurns, type Steps } from '../steps.js';
import { aesBlocks, type BlockCipher } from '../primitives/aes.js';
import { PIECE, type VoleFunctions } from './memory.js';

const WORDS = ELEMENT_BYTES / 4;
/** Some milliseconds of work. */
const BYTES_PER_STEP = 64 * PIECE;

/** The number of trees, and the depth of each. */
interface ForestShape {
  readonly trees: number;
  readonly depth: number;
}

/** The memory of a forest. */
interface ForestMemory {
  readonly kernel: Pick<Kernel<Pick<VoleFunctions, 'feedForward'>>, 'bytes' | 'words' | 'call'>;
  /** An element for each leaf. */
  readonly leaves: number;
  /** Two elements for each tree. */
  readonly sums: number;
  readonly piece: number;
  elements(address: number, count: number): Uint8Array;
}

/**
 * t puncturable pseudorandom functions at once: the trees of Goldreich, Goldwasser and Micali (J. ACM 1986), all of them level by level. Node j of tree i is
 * element j · t + i; its children are j and j + 2^ℓ on level ℓ + 1. So a level holds the left children of all nodes, then the right ones.
 *
 * A node s has the children π_0(s) + s and π_1(s) + s, where π_0 and π_1 are AES-128 under two keys that follow from the binding (Guo, Katz, Wang and Yu,
 * eprint 2019/074).
 */
class Forest {
  protected readonly memory: ForestMemory;
  protected readonly parameters: ForestShape;
  readonly #ciphers: readonly BlockCipher[];
  /** Nodes of each tree on the current level. */
  protected width = 1;

  constructor(memory: ForestMemory, parameters: ForestShape, binding: Uint8Array) {
    this.memory = memory;
    this.parameters = parameters;
    const keys = hashParts('mpc vole tree v1', binding);
    this.#ciphers = [0, 16].map((at) => aesBlocks(keys.subarray(at, at + 16)));
  }

  /** Grows one level. Gives for each tree the sum of all left children, and of all right children: 2 × t × 16 bytes, in the memory until the next level. */
  protected *grow(): Steps<number> {
    const { memory, parameters } = this;
    const { trees } = parameters;
    const count = this.width * trees;
    const { leaves, sums } = memory;
    memory.elements(sums, 2 * trees).fill(0);
    // Right children are written behind their parents, and left ones overwrite them.
    yield* this.#children(1, leaves + ELEMENT_BYTES * count, count, sums + ELEMENT_BYTES * trees);
    yield* this.#children(0, leaves, count, sums);
    this.width *= 2;
    return sums;
  }

  *#children(side: 0 | 1, target: number, count: number, sums: number): Steps<void> {
    const { kernel, leaves, piece } = this.memory;
    const { trees } = this.parameters;
    const end = ELEMENT_BYTES * count;
    for (let at = 0; at < end; at += PIECE) {
      const bytes = Math.min(PIECE, end - at);
      cipherInto(this.#ciphers[side] as BlockCipher, kernel.bytes.subarray(leaves + at, leaves + at + bytes), kernel.bytes, piece);
      const first = at / ELEMENT_BYTES;
      for (let from = 0; from < bytes / ELEMENT_BYTES; from += ITEMS_PER_CALL) {
        const skip = ELEMENT_BYTES * from;
        kernel.call.feedForward(target + at + skip, leaves + at + skip, piece + skip, Math.min(ITEMS_PER_CALL, bytes / ELEMENT_BYTES - from), sums, trees, (first + from) % trees);
      }
      if (at % BYTES_PER_STEP === 0) yield;
    }
  }
}

/** The party that plants the trees and knows every leaf. */
export class WholeForest extends Forest {
  /**
   * Grows all trees from seeds of 16 bytes each, which must be fresh. The leaves are in the memory afterwards. Gives, level after level, the sums of left and
   * of right children of each tree: h × 2 × t × 16 bytes.
   */
  async growAll(seeds: Uint8Array = randomBytes(ELEMENT_BYTES * this.parameters.trees)): Promise<Uint8Array> {
    const { trees, depth } = this.parameters;
    const sums = new Uint8Array(depth * 2 * trees * ELEMENT_BYTES);
    this.memory.kernel.bytes.set(seeds, this.memory.leaves);
    for (let level = 0; level < depth; level++) {
      sums.set(this.memory.elements(await inTurns(this.grow()), 2 * trees), level * 2 * trees * ELEMENT_BYTES);
    }
    return sums;
  }
}

/** The party that knows every leaf but one in each tree. */
export class PuncturedForest extends Forest {
  /** The missing leaf of each tree. */
  readonly punctured: Uint32Array;
  readonly #leafSums: Uint32Array;

  constructor(memory: ForestMemory, parameters: ForestShape, binding: Uint8Array) {
    super(memory, parameters, binding);
    this.punctured = new Uint32Array(parameters.trees);
    this.#leafSums = new Uint32Array(WORDS * parameters.trees);
  }

  /** For each tree, the sum of all leaves except the missing one: t × 16 bytes. */
  get leafSums(): Uint8Array {
    return new Uint8Array(this.#leafSums.buffer);
  }

  /**
   * Grows all trees around the missing leaves, which hold 0 afterwards. `sides` says, for level ℓ and tree i at byte ℓ · t + i, which children's sum is known,
   * and `sums` holds that sum, 16 bytes for each. The missing leaf is always on the other side.
   */
  async growAll(sides: Uint8Array, sums: Uint8Array): Promise<void> {
    const { trees, depth } = this.parameters;
    const known = new Uint32Array(sums.slice().buffer);
    this.memory.elements(this.memory.leaves, trees).fill(0);
    for (let level = 0; level < depth; level++) {
      const computed = await inTurns(this.grow());
      this.#mend(computed, sides.subarray(level * trees, (level + 1) * trees), known.subarray(WORDS * level * trees, WORDS * (level + 1) * trees), level === depth - 1);
    }
  }

  /**
   * The children of the missing nodes of a level were computed as the children of 0. The child on the known side is corrected, and the other becomes the
   * missing node. The computed sums are at `computed` in the memory; the true sums of the known sides are in `known`.
   */
  #mend(computed: number, sides: Uint8Array, known: Uint32Array, isLast: boolean): void {
    const { trees } = this.parameters;
    const { words } = this.memory.kernel;
    const [half, leaves] = [this.width / 2, this.memory.leaves / 4];
    const [punctured, leafSums] = [this.punctured, this.#leafSums];
    for (let tree = 0; tree < trees; tree++) {
      const side = sides[tree] as number;
      const parent = punctured[tree] as number;
      const missing = parent + half * (1 - side);
      const mended = leaves + WORDS * ((parent + half * side) * trees + tree);
      const emptied = leaves + WORDS * (missing * trees + tree);
      const [same, other] = [computed / 4 + WORDS * (side * trees + tree), computed / 4 + WORDS * ((1 - side) * trees + tree)];
      for (let word = 0; word < WORDS; word++) {
        const sum = known[WORDS * tree + word] as number;
        words[mended + word] = (words[mended + word] as number) ^ (words[same + word] as number) ^ sum;
        // The sum of the known side is the true one. The child of 0 does not belong in the sum of the other side.
        if (isLast) leafSums[WORDS * tree + word] = sum ^ (words[other + word] as number) ^ (words[emptied + word] as number);
        words[emptied + word] = 0;
      }
      punctured[tree] = missing;
    }
  }
}
