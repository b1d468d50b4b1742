import { concat } from '../bytes.js';
import { packRows } from '../engine/rows.js';
import { copyStrings, eraseStrings, type Strings } from '../engine/strings.js';
import { addVectors } from '../kernels/field-products.js';
import { inTurns } from '../steps.js';
import { type Base, baseOf, packHashRows } from './base.js';
import { encode } from './code.js';
import { CotMemory } from './memory.js';
import { chunkName, codeKey } from './names.js';
import { type CotParameters, cotSizes } from './parameters.js';

/** What both sides of silent transfers do alike: a chunk begins on a base, is checked, and ends with strings to hand out and the base of the next. */
export class Chunks {
  readonly parameters: CotParameters;
  readonly memory: CotMemory;
  readonly #binding: Uint8Array;
  #base: Strings;
  #number = 0;

  /** Throws a RangeError where the base is not as large as a chunk takes. */
  constructor(parameters: CotParameters, binding: Uint8Array, base: Strings) {
    this.parameters = parameters;
    this.#binding = binding;
    this.#base = base;
    baseOf(base, parameters);
    this.memory = new CotMemory(parameters);
  }

  /** The base of this chunk. */
  get base(): Base {
    return baseOf(this.#base, this.parameters);
  }

  /** The same, its columns put where the code adds them up. */
  begin(): Base {
    const { base } = this;
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

  /** For each half Σ χ^p · (string p) and the packed strings of the check's block, 16 bytes. */
  weigh(point: Uint8Array): Uint8Array {
    const { check } = this.base;
    const value = this.memory.weigh(point);
    addVectors(value, concat(packHashRows(check.hash), packRows(check.mac)));
    return value;
  }

  /** The strings that are handed out, in memory that the next chunk writes over. `contribution`: 32 bytes for the code from the side that has the bits. */
  async finish(contribution: Uint8Array): Promise<Strings> {
    await inTurns(encode(this.memory, this.parameters, codeKey(this.#binding, this.#number, contribution)));
    this.#number++;
    const { outputs, delivered } = cotSizes(this.parameters);
    eraseStrings(this.#base);
    this.#base = copyStrings(this.memory.strings(delivered, outputs));
    return this.memory.strings(0, delivered);
  }

  erase(): void {
    eraseStrings(this.#base);
    this.memory.erase();
  }
}
