import { concat } from '../bytes.js';
import { HASH_BYTES, packRows } from '../engine/rows.js';
import { eraseStrings, putStrings, type Strings, type Supply } from '../engine/strings.js';
import { addVectors } from '../kernels/field-products.js';
import { OneAtATime } from '../one-at-a-time.js';
import { inTurns } from '../steps.js';
import { type Base, baseOf, packHashRows } from './base.js';
import { Encoder } from './code.js';
import { CotMemory } from './memory.js';
import { chunkName, codeKey } from './names.js';
import { type CotParameters, cotSizes } from './parameters.js';

/**
 * The part of silent transfers that both sides have in common: a chunk begins with a base, is checked, and ends with strings to hand out and the base of the
 * next chunk.
 */
export class Chunks {
  readonly parameters: CotParameters;
  readonly memory: CotMemory;
  readonly #binding: Uint8Array;
  #base: Strings;
  #number = 0;
  /** The number of the chunk whose strings are in the memory. It counts up when the next chunk begins to overwrite them. */
  #begun = 0;
  /** All work on the memory. A part of a chunk or a take that began during another one would read strings that are not complete. */
  readonly alone = new OneAtATime('silent transfers');

  /** The memory of the first base serves for those of all chunks. Throws a RangeError unless it is as large as a chunk takes. */
  constructor(parameters: CotParameters, binding: Uint8Array, base: Strings) {
    this.parameters = parameters;
    this.#binding = binding;
    baseOf(base, parameters);
    this.#base = base;
    this.memory = new CotMemory(parameters);
  }

  /** The base of this chunk. */
  get base(): Base {
    return baseOf(this.#base, this.parameters);
  }

  /** The base of this chunk, after copying its columns into the table of the code. */
  begin(): Base {
    const { base } = this;
    this.#begun++;
    this.memory.fillTable(base.columns);
    return base;
  }

  /** The key of a part of this chunk. */
  name(part: Parameters<typeof chunkName>[2]): Uint8Array {
    return chunkName(this.#binding, this.#number, part);
  }

  /** The MAC halves of all leaves, and their sums by tree. */
  async growWords(): Promise<Uint8Array> {
    return inTurns(this.memory.growWords(this.name('leaves').subarray(0, 16), this.parameters.trees));
  }

  /** For each half, Σ χ^p · (string p) and the packed strings of the check's block, 16 bytes. */
  weigh(point: Uint8Array): Uint8Array {
    this.alone.mustBeIdle();
    const { check } = this.base;
    const value = this.memory.weigh(point);
    addVectors(value, concat(packHashRows(check.hash), packRows(check.mac)));
    return value;
  }

  /**
   * The strings to hand out, in memory that the next chunk overwrites. They are encoded on demand; the next base, which follows them, is encoded at once.
   * `contribution`: 32 bytes for the code from the side that has the bits.
   */
  async finish(contribution: Uint8Array): Promise<Supply> {
    const { memory, parameters } = this;
    const { outputs, delivered } = cotSizes(parameters);
    const key = codeKey(this.#binding, this.#number, contribution);
    await inTurns(new Encoder(memory, parameters, key, delivered).next(outputs - delivered));
    this.#number++;
    putStrings(this.#base, memory.strings(delivered, outputs));
    const encoder = new Encoder(memory, parameters, key);
    const begun = this.#begun;
    const left = () => (this.#begun === begun ? delivered - given : 0);
    let given = 0;
    return {
      get left() {
        return left();
      },
      next: async (count, hashed, read) => {
        if (!Number.isInteger(count) || count < 0 || count > left() || hashed > count) throw new RangeError('more correlated transfers than there are');
        await this.alone.run(async () => {
          const from = given;
          given += count;
          await inTurns(encoder.next(count, hashed));
          if (this.#begun !== begun) throw new Error('silent transfers were erased while they were taken');
          const { hash, mac, bits } = memory.strings(from, given);
          read({ hash: hash.subarray(0, HASH_BYTES * hashed), mac, bits });
        });
      },
      erase: () => this.erase(),
    };
  }

  /** Erases everything. A take that is under way ends with an error. */
  erase(): void {
    this.#begun++;
    eraseStrings(this.#base);
    this.memory.erase();
  }
}
