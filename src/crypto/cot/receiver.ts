import { concat } from '../bytes.js';
import { HASH_BYTES, MAC_BYTES, packRows } from '../engine/rows.js';
import { copyStrings, eraseStrings, type Strings } from '../engine/strings.js';
import { addVectors } from '../kernels/field-products.js';
import { ELEMENT_BYTES } from '../ot/element.js';
import { hashOfRows } from '../ot/rows.js';
import { packBits } from '../engine/bit-vector.js';
import { randomBytes } from '../random.js';
import { inTurns } from '../steps.js';
import { PuncturedForest } from '../vole/forest.js';
import { sumOfNoise } from '../vole/noise-sum.js';
import { type Base, baseOf, packHashRows } from './base.js';
import { encode } from './code.js';
import { CotMemory } from './memory.js';
import { chunkName, codeKey } from './names.js';
import { type CotParameters, cotSizes } from './parameters.js';

/** Bytes that the holder of the bits gives to the code of a chunk. */
export const CONTRIBUTION_BYTES = 32;

/** The side that has the bits: for each chunk `grow`, `challenge`, `expected`, `finish`, in this order. */
export class CotReceiver {
  readonly #parameters: CotParameters;
  readonly #binding: Uint8Array;
  readonly #memory: CotMemory;
  #base: Strings;
  #chunk = 0;
  #noisy: Uint32Array = new Uint32Array(0);
  #point: Uint8Array = new Uint8Array(0);
  #stage: 'idle' | 'grown' | 'challenged' | 'weighed' | 'ended' = 'idle';

  constructor(parameters: CotParameters, binding: Uint8Array, base: Strings) {
    this.#parameters = parameters;
    this.#binding = binding;
    this.#base = base;
    baseOf(base, parameters);
    this.#memory = new CotMemory(parameters);
  }

  /** Takes the other side's message, grows the trees, and puts w = v + Δ in the place of each missing leaf. Throws a RangeError on another length. */
  async grow(message: Uint8Array): Promise<void> {
    this.#to('grown', 'idle');
    const { trees, depth } = this.#parameters;
    if (message.length !== cotSizes(this.#parameters).forestBytes) throw new RangeError('a message of another length');
    const base = this.#begin();
    const known = hashOfRows(chunkName(this.#binding, this.#chunk, 'pads'), base.trees.hash);
    const sides = base.trees.bits;
    for (let row = 0; row < sides.length; row++) {
      const at = ((2 * Math.floor(row / trees) + (sides[row] as number)) * trees + (row % trees)) * ELEMENT_BYTES;
      for (let i = 0; i < ELEMENT_BYTES; i++) known[ELEMENT_BYTES * row + i] = (known[ELEMENT_BYTES * row + i] as number) ^ (message[at + i] as number);
    }
    const forest = new PuncturedForest(this.#memory, this.#parameters, chunkName(this.#binding, this.#chunk, 'trees'));
    await forest.growAll(sides, known);
    this.#noisy = forest.punctured;
    const words = await inTurns(this.#memory.growWords(chunkName(this.#binding, this.#chunk, 'leaves').subarray(0, 16), trees));
    this.#place(message.subarray(2 * depth * trees * ELEMENT_BYTES), forest.leafSums, words);
  }

  /** At each missing leaf, and of each half: correction + the sum of the other leaves. The bit is 1 there, and 0 elsewhere. */
  #place(corrections: Uint8Array, leafSums: Uint8Array, wordSums: Uint8Array): void {
    const { trees } = this.#parameters;
    const { hash, mac, bits } = this.#memory.strings(0, cotSizes(this.#parameters).outputs);
    const words = new Uint8Array(mac.buffer, mac.byteOffset, mac.byteLength);
    const wordCorrections = corrections.subarray(trees * HASH_BYTES);
    for (let tree = 0; tree < trees; tree++) {
      const place = (this.#noisy[tree] as number) * trees + tree;
      for (let i = 0; i < HASH_BYTES; i++) hash[HASH_BYTES * place + i] = (corrections[HASH_BYTES * tree + i] as number) ^ (leafSums[HASH_BYTES * tree + i] as number);
      // What stood there was added to the sum: it cancels.
      for (let i = 0; i < MAC_BYTES; i++) {
        const at = MAC_BYTES * tree + i;
        words[MAC_BYTES * place + i] = (wordCorrections[at] as number) ^ (wordSums[at] as number) ^ (words[MAC_BYTES * place + i] as number);
      }
      bits[place] = 1;
    }
  }

  /** χ ‖ x*, 32 bytes: a fresh point χ, and x* = Σ χ^p + β over the noisy places p, masked by the 128 bits β of the check's block. */
  challenge(): Uint8Array {
    this.#to('challenged', 'grown');
    const { trees, depth } = this.#parameters;
    this.#point = randomBytes(ELEMENT_BYTES);
    const ones = Uint8Array.from({ length: trees * ELEMENT_BYTES }, (_, at) => (at % ELEMENT_BYTES === 0 ? 1 : 0));
    const masked = sumOfNoise(this.#memory.hash, this.#point, this.#noisy, depth, ones);
    addVectors(masked, packBits(baseOf(this.#base, this.#parameters).check.bits));
    return concat(this.#point, masked);
  }

  /** For each half Σ χ^p · w_p + T, 16 bytes: what an honest other side has committed to. */
  expected(): Uint8Array {
    this.#to('weighed', 'challenged');
    const { check } = baseOf(this.#base, this.#parameters);
    const value = this.#memory.weigh(this.#point);
    addVectors(value, concat(packHashRows(check.hash), packRows(check.mac)));
    return value;
  }

  /** Only once the check has passed: strings and bits that are handed out, in memory that the next chunk writes over. */
  async finish(contribution: Uint8Array): Promise<Strings> {
    this.#to('idle', 'weighed');
    await inTurns(encode(this.#memory, this.#parameters, codeKey(this.#binding, this.#chunk, contribution)));
    this.#chunk++;
    const { outputs, delivered } = cotSizes(this.#parameters);
    eraseStrings(this.#base);
    this.#base = copyStrings(this.#memory.strings(delivered, outputs));
    return this.#memory.strings(0, delivered);
  }

  erase(): void {
    this.#stage = 'ended';
    eraseStrings(this.#base);
    this.#memory.erase();
    this.#noisy.fill(0);
  }

  #begin(): Base {
    const base = baseOf(this.#base, this.#parameters);
    this.#memory.fillTable(base.columns);
    return base;
  }

  #to(next: 'idle' | 'grown' | 'challenged' | 'weighed', from: typeof next): void {
    if (this.#stage !== from) throw new Error('a chunk of transfers out of order');
    this.#stage = next;
  }
}
