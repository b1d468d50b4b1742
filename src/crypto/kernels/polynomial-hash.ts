import polynomialHashModule from './generated/polynomial-hash.js';
import { ITEMS_PER_CALL, loadKernel, type Kernel } from './kernel.js';

const ELEMENT = 16;
const TABLE_BYTES = 64 * 1024;
const LANES = 4;

/** The exports of a kernel that can hash its own memory. */
export interface HashFunctions {
  preparePoint(table: number, point: number): void;
  hashPiece(data: number, count: number, table: number, sums: number): void;
  combinePiece(data: number, count: number, table: number, value: number): void;
  multiply(value: number, table: number): void;
  multiplyWhere(values: number, words: number, bit: number, count: number, table: number): void;
}

/** Elements that are multiplied in one call, each with a word of 32 bits. */
const BATCH = 512;
const WORD = 4;

/** The memory that a `PolynomialHash` takes of a kernel. */
export const HASH_MEMORY = TABLE_BYTES + 4096 + (ELEMENT + WORD) * BATCH;

/**
 * Products in GF(2^128), and the hash Σ c^p · w_p of vectors in the memory of a kernel. The hash is linear, and two different vectors of n elements have the
 * same hash at a uniform point c with probability at most (n − 1) / 2^128. Elements are as in `ot/element.ts`, which has the plain reference. The addresses of
 * table look-ups depend on the arguments, so this machine's cache may reveal them.
 */
export class PolynomialHash {
  readonly #kernel: Kernel<HashFunctions>;
  readonly #table: number;
  readonly #value: number;
  readonly #sums: number;
  readonly #batch: number;
  readonly #batchWords: number;

  constructor(kernel: Kernel<HashFunctions>) {
    this.#kernel = kernel;
    this.#table = kernel.allocate(TABLE_BYTES);
    this.#value = kernel.allocate(ELEMENT);
    this.#sums = kernel.allocate(LANES * ELEMENT);
    this.#batch = kernel.allocate(ELEMENT * BATCH);
    this.#batchWords = kernel.allocate(WORD * BATCH);
  }

  /** The products of many packed elements and one factor. */
  products(elements: Uint8Array, factor: Uint8Array): Uint8Array {
    const { bytes, call } = this.#kernel;
    const results = new Uint8Array(elements.length);
    this.#prepare(factor);
    for (let at = 0; at < elements.length; at += ELEMENT) {
      bytes.set(elements.subarray(at, at + ELEMENT), this.#value);
      call.multiply(this.#value, this.#table);
      results.set(bytes.subarray(this.#value, this.#value + ELEMENT), at);
    }
    return results;
  }

  /** element_i ← element_i · factor where bit number `bit` of word i is 1. No branch depends on the words. */
  multiplyWhere(elements: Uint8Array, words: Uint32Array, bit: number, factor: Uint8Array): void {
    const { bytes, words: memory, call } = this.#kernel;
    this.#prepare(factor);
    for (let from = 0; from < words.length; from += BATCH) {
      const part = elements.subarray(ELEMENT * from, ELEMENT * Math.min(words.length, from + BATCH));
      bytes.set(part, this.#batch);
      memory.set(words.subarray(from, from + BATCH), this.#batchWords / WORD);
      call.multiplyWhere(this.#batch, this.#batchWords, bit, part.length / ELEMENT, this.#table);
      part.set(bytes.subarray(this.#batch, this.#batch + part.length));
    }
    bytes.fill(0, this.#batch, this.#batch + ELEMENT * BATCH);
    bytes.fill(0, this.#batchWords, this.#batchWords + WORD * BATCH);
  }

  /** Σ c^p · w_p, 16 bytes, for the `count` elements w from `address` on, a multiple of four. */
  hash(address: number, count: number, point: Uint8Array): Uint8Array {
    return this.hashPieces(count, point, (from) => address + ELEMENT * from);
  }

  /** The same for elements that `bring` supplies piece by piece, the last piece first. `bring` returns the address of elements `from` to `from + count − 1`. */
  hashPieces(count: number, point: Uint8Array, bring: (from: number, count: number) => number): Uint8Array {
    return this.hashMany(1, count, point, (_, from, piece) => bring(from, piece));
  }

  /** The same for several vectors of as many elements, 16 bytes for each. Tables are made once for all of them. `bring` gets the number of the vector first. */
  hashMany(vectors: number, count: number, point: Uint8Array, bring: (vector: number, from: number, count: number) => number): Uint8Array {
    if (count % LANES !== 0) throw new RangeError('the hash takes elements by four');
    const { bytes, call } = this.#kernel;
    const squared = this.products(point, point);
    this.#prepare(this.products(squared, squared));
    const sums = new Uint8Array(LANES * ELEMENT * vectors);
    for (let vector = 0; vector < vectors; vector++) {
      bytes.fill(0, this.#sums, this.#sums + LANES * ELEMENT);
      for (let to = count; to > 0; ) {
        const from = Math.max(0, to - ITEMS_PER_CALL);
        call.hashPiece(bring(vector, from, to - from), to - from, this.#table, this.#sums);
        to = from;
      }
      sums.set(bytes.subarray(this.#sums, this.#sums + LANES * ELEMENT), LANES * ELEMENT * vector);
    }
    return this.#combineAll(sums, LANES * ELEMENT, point);
  }

  /** Σ c^p · w_p of a short, packed vector. */
  combine(elements: Uint8Array, point: Uint8Array): Uint8Array {
    return this.#combineAll(elements, elements.length, point);
  }

  /** The same for several vectors of `length` bytes each, which lie one behind the other. */
  #combineAll(vectors: Uint8Array, length: number, point: Uint8Array): Uint8Array {
    const { bytes, call } = this.#kernel;
    this.#prepare(point);
    const count = length === 0 ? 1 : vectors.length / length;
    const results = new Uint8Array(ELEMENT * count);
    for (let vector = 0; vector < count; vector++) {
      bytes.fill(0, this.#value, this.#value + ELEMENT);
      const start = length * vector;
      for (let to = start + length; to > start; ) {
        const from = Math.max(start, to - ELEMENT * BATCH);
        bytes.set(vectors.subarray(from, to), this.#batch);
        call.combinePiece(this.#batch, (to - from) / ELEMENT, this.#table, this.#value);
        to = from;
      }
      results.set(bytes.subarray(this.#value, this.#value + ELEMENT), ELEMENT * vector);
    }
    bytes.fill(0, this.#batch, this.#batch + ELEMENT * BATCH);
    return results;
  }

  /** base^exponent, for an exponent of at most 31 bits. */
  power(base: Uint8Array, exponent: number): Uint8Array {
    let result = new Uint8Array(ELEMENT);
    result[0] = 1;
    let square = base;
    for (let rest = exponent; rest > 0; rest >>>= 1) {
      if ((rest & 1) === 1) result = new Uint8Array(this.products(result, square));
      square = this.products(square, square);
    }
    return result;
  }

  #prepare(factor: Uint8Array): void {
    this.#kernel.bytes.set(factor.subarray(0, ELEMENT), this.#value);
    this.#kernel.call.preparePoint(this.#table, this.#value);
  }
}

/** The hash Σ c^p · w_p of each of many packed vectors of `bytes` bytes each: 16 bytes a vector. */
export function hashVectors(vectors: Uint8Array, bytes: number, point: Uint8Array): Uint8Array {
  const count = vectors.length / bytes;
  const padded = Math.ceil(bytes / (LANES * ELEMENT)) * LANES * ELEMENT;
  const kernel = loadKernel<HashFunctions>(polynomialHashModule, { memoryBytes: padded + HASH_MEMORY });
  const hash = new PolynomialHash(kernel);
  const at = kernel.allocate(padded);
  return hash.hashMany(count, padded / ELEMENT, point, (vector, from) => {
    // All pieces of a vector are brought by its first one, which is the last of the vector.
    if (from + ITEMS_PER_CALL >= padded / ELEMENT) kernel.bytes.set(vectors.subarray(bytes * vector, bytes * (vector + 1)), at);
    return at + ELEMENT * from;
  });
}
