import { cipherInto } from '../cipher-into.js';
import { HASH_BYTES, MAC_BYTES } from '../engine/rows.js';
import type { Strings } from '../engine/strings.js';
import cotModule from '../kernels/generated/cot.js';
import { ITEMS_PER_CALL, type Kernel, loadKernel } from '../kernels/kernel.js';
import { HASH_MEMORY, type HashFunctions, PolynomialHash } from '../kernels/polynomial-hash.js';
import { ELEMENT_BYTES } from '../ot/element.js';
import type { Steps } from '../steps.js';
import { PIECE } from '../vole/memory.js';
import { type CotParameters, cotSizes } from './parameters.js';
import { aesBlocks } from '../primitives/aes.js';

/** An entry of a table: a hash half, or a MAC half and a bit. */
const ENTRY_BYTES = 16;

/** The exports of `kernels/cot.ts`, which says what they do. */
export interface CotFunctions extends HashFunctions {
  feedForward(target: number, parents: number, permuted: number, count: number, sums: number, trees: number, first: number): void;
  leafWords(target: number, leaves: number, permuted: number, count: number, sums: number, trees: number, first: number): void;
  widen(target: number, words: number, count: number): void;
  fillTable(table: number, words: number, bits: number, count: number): void;
  addEntries(words: number, bits: number, count: number, table: number, columns: number, random: number): void;
  addHashes(hashes: number, count: number, table: number, columns: number, random: number): void;
}

/** One side's memory for the chunks of one direction. It is reserved all at once and used for every chunk. */
export class CotMemory {
  readonly kernel: Kernel<CotFunctions>;
  readonly hash: PolynomialHash;
  /** N strings: hash halves (at first the leaves), MAC halves, bits. */
  readonly leaves: number;
  readonly words: number;
  readonly bits: number;
  /** The columns' MAC halves and bits. Hash halves are apart, because most outputs do not need them. */
  readonly table: number;
  readonly hashTable: number;
  readonly sums: number;
  readonly piece: number;
  readonly #outputs: number;

  constructor(parameters: CotParameters) {
    const { trees, columns } = parameters;
    const { outputs } = cotSizes(parameters);
    const sums = 2 * ELEMENT_BYTES * trees;
    this.#outputs = outputs;
    this.kernel = loadKernel(cotModule, { memoryBytes: (HASH_BYTES + MAC_BYTES + 1) * outputs + 2 * ENTRY_BYTES * columns + sums + PIECE + HASH_MEMORY });
    this.hash = new PolynomialHash(this.kernel);
    this.piece = this.kernel.allocate(PIECE);
    this.sums = this.kernel.allocate(sums);
    this.table = this.kernel.allocate(ENTRY_BYTES * columns);
    this.hashTable = this.kernel.allocate(ENTRY_BYTES * columns);
    this.leaves = this.kernel.allocate(HASH_BYTES * outputs);
    this.words = this.kernel.allocate(MAC_BYTES * outputs);
    this.bits = this.kernel.allocate(outputs);
  }

  /** The bytes of `count` elements from an address on, shared with the kernel. */
  elements(address: number, count: number): Uint8Array {
    return this.kernel.bytes.subarray(address, address + ELEMENT_BYTES * count);
  }

  /** Strings `from` to `to − 1`, shared with the kernel. */
  strings(from: number, to: number): Strings {
    const { bytes } = this.kernel;
    return {
      hash: bytes.subarray(this.leaves + HASH_BYTES * from, this.leaves + HASH_BYTES * to),
      mac: new Int32Array(bytes.buffer, this.words + MAC_BYTES * from, (MAC_BYTES / 4) * (to - from)),
      bits: bytes.subarray(this.bits + from, this.bits + to),
    };
  }

  /** Writes strings into the tables. There must be as many as columns. */
  fillTable({ hash, mac, bits }: Strings): void {
    const { bytes, call } = this.kernel;
    const words = new Uint8Array(mac.buffer, mac.byteOffset, mac.byteLength);
    bytes.set(hash, this.hashTable);
    // The area of the outputs serves as a buffer.
    bytes.set(words, this.words);
    bytes.set(bits, this.bits);
    for (let from = 0; from < bits.length; from += ITEMS_PER_CALL) {
      const count = Math.min(ITEMS_PER_CALL, bits.length - from);
      call.fillTable(this.table + ENTRY_BYTES * from, this.words + MAC_BYTES * from, this.bits + from, count);
    }
    bytes.fill(0, this.bits, this.bits + this.#outputs);
  }

  /** The MAC halves of all leaves, the low 64 bits of π(s) + s under the AES key, and their sums over each tree: 8 bytes each. */
  *growWords(key: Uint8Array, trees: number): Steps<Uint8Array> {
    const { bytes, call } = this.kernel;
    const cipher = aesBlocks(key);
    const sums = bytes.subarray(this.sums, this.sums + MAC_BYTES * trees).fill(0);
    const each = PIECE / ELEMENT_BYTES;
    for (let from = 0; from < this.#outputs; from += each) {
      const count = Math.min(each, this.#outputs - from);
      const at = this.leaves + ELEMENT_BYTES * from;
      cipherInto(cipher, bytes.subarray(at, at + ELEMENT_BYTES * count), bytes, this.piece);
      call.leafWords(this.words + MAC_BYTES * from, at, this.piece, count, this.sums, trees, from % trees);
      if (from % (32 * each) === 0) yield;
    }
    return sums.slice();
  }

  /** Σ χ^p · s_p over all strings, once for the hash halves and once for the MAC halves: 2 × 16 bytes. */
  weigh(point: Uint8Array): Uint8Array {
    const sums = new Uint8Array(2 * ELEMENT_BYTES);
    sums.set(this.hash.hash(this.leaves, this.#outputs, point));
    sums.set(this.hash.hashPieces(this.#outputs, point, (from, count) => {
      this.kernel.call.widen(this.piece, this.words + MAC_BYTES * from, count);
      return this.piece;
    }), ELEMENT_BYTES);
    return sums;
  }

  erase(): void {
    this.kernel.bytes.fill(0);
  }
}
