import { concat } from '../bytes.js';
import { packRows } from '../engine/rows.js';
import { copyStrings, eraseStrings, type Strings } from '../engine/strings.js';
import { addConstant, addVectors } from '../kernels/field-products.js';
import { ELEMENT_BYTES } from '../ot/element.js';
import { hashOfRows } from '../ot/rows.js';
import { inTurns } from '../steps.js';
import { WholeForest } from '../vole/forest.js';
import { type Base, baseOf, packHashRows } from './base.js';
import { encode } from './code.js';
import { CotMemory } from './memory.js';
import { chunkName, codeKey } from './names.js';
import { type CotParameters, cotSizes } from './parameters.js';

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
 * The side of silent correlated transfers that has the keys, without the network. For each chunk `forest`, `answer`, `finish`, in this order; the base of the first is given, that of every other is the end of the one
 * before. `docs/protocols/transfers.md` has the protocol. `binding` says for which session, direction and purpose.
 */
export class CotSender {
  readonly #parameters: CotParameters;
  readonly #binding: Uint8Array;
  readonly #memory: CotMemory;
  #base: Strings;
  #chunk = 0;
  #stage: 'idle' | 'planted' | 'answered' | 'ended' = 'idle';

  constructor(parameters: CotParameters, binding: Uint8Array, base: Strings) {
    this.#parameters = parameters;
    this.#binding = binding;
    this.#base = base;
    baseOf(base, parameters);
    this.#memory = new CotMemory(parameters);
  }

  /** Plants a chunk's trees. Returns the message from which the other side learns all leaves but one of each: masked sums of both sides level by level, then for each tree the sum of all leaves + Δ, hash halves and then MAC halves. */
  async forest(key: CotKey): Promise<Uint8Array> {
    this.#to('planted', 'idle');
    const { trees, depth } = this.#parameters;
    const base = this.#begin();
    const sums = await new WholeForest(this.#memory, this.#parameters, chunkName(this.#binding, this.#chunk, 'trees')).growAll();
    const words = await inTurns(this.#memory.growWords(chunkName(this.#binding, this.#chunk, 'leaves').subarray(0, 16), trees));

    const level = trees * ELEMENT_BYTES;
    const last = sums.subarray(2 * (depth - 1) * level);
    const corrections = last.slice(0, level);
    addVectors(corrections, last.subarray(level));
    addConstant(corrections, key.hash);
    for (let at = 0; at < words.length; at++) words[at] = (words[at] as number) ^ (key.mac[at % key.mac.length] as number);

    const pads = chunkName(this.#binding, this.#chunk, 'pads');
    const rows = base.trees.hash.slice();
    for (const side of [0, 1]) {
      // Row q gives the pad of choice 0, q + Δ^h that of choice 1.
      if (side === 1) addConstant(rows, key.hash);
      const masks = hashOfRows(pads, rows);
      for (let each = 0; each < depth; each++) addVectors(sums.subarray((2 * each + side) * level, (2 * each + side + 1) * level), masks.subarray(each * level, (each + 1) * level));
    }
    rows.fill(0);
    return concat(sums, corrections, words);
  }

  /** For each half Σ χ^p · v_p + Δ · x* + Q, 16 bytes, for the other side's χ and x*. To be committed to, not to be sent. */
  answer(key: CotKey, challenge: Uint8Array): Uint8Array {
    this.#to('answered', 'planted');
    if (challenge.length !== COT_CHALLENGE_BYTES) throw new RangeError('a challenge of another length');
    const [point, masked] = [challenge.subarray(0, ELEMENT_BYTES), challenge.subarray(ELEMENT_BYTES)];
    const { check } = baseOf(this.#base, this.#parameters);
    const value = this.#memory.weigh(point);
    const delta = new Uint8Array(2 * ELEMENT_BYTES);
    delta.set(key.hash);
    delta.set(key.mac, ELEMENT_BYTES);
    addVectors(value, this.#memory.hash.products(delta, masked));
    addVectors(value, concat(packHashRows(check.hash), packRows(check.mac)));
    delta.fill(0);
    return value;
  }

  /** Only once the check has passed: the strings that are handed out, in memory that the next chunk writes over. `contribution`: 32 bytes from the other side for the code. */
  async finish(contribution: Uint8Array): Promise<Strings> {
    this.#to('idle', 'answered');
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
  }

  #begin(): Base {
    const base = baseOf(this.#base, this.#parameters);
    this.#memory.fillTable(base.columns);
    return base;
  }

  #to(next: 'idle' | 'planted' | 'answered', from: typeof next): void {
    if (this.#stage !== from) throw new Error('a chunk of transfers out of order');
    this.#stage = next;
  }
}
