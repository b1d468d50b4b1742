import type { Field } from './field.js';

/**
 * Vectors over a prime field as little-endian 32-bit words, `field.limbs` words for each element, every element below the modulus. A million elements are added
 * in some milliseconds, which BigInt cannot do; `test/crypto/field-vector.test.ts` compares these loops with BigInt arithmetic.
 */
export type FieldVector = Uint32Array;

// Words share their memory with bytes, without a copy. Only little-endian machines then have the byte order of the wire.
if (new Uint8Array(new Uint32Array([1]).buffer)[0] !== 1) throw new Error('mpc runs on little-endian machines only.');

const modulusWords = new WeakMap<Field, Uint32Array>();

function wordsOfModulus(field: Field): Uint32Array {
  let words = modulusWords.get(field);
  if (words === undefined) {
    words = new Uint32Array(field.limbs);
    writeElement(words, 0, field.limbs, field.modulus);
    modulusWords.set(field, words);
  }
  return words;
}

function writeElement(words: Uint32Array, offset: number, limbs: number, value: bigint): void {
  let rest = value;
  for (let limb = 0; limb < limbs; limb++) {
    words[offset + limb] = Number(rest & 0xffff_ffffn);
    rest >>= 32n;
  }
}

/** A vector of `length` zeros. */
export function zeroVector(field: Field, length: number): FieldVector {
  return new Uint32Array(length * field.limbs);
}

/** A vector of elements in [0, modulus). */
export function vectorOf(field: Field, elements: readonly bigint[]): FieldVector {
  const vector = zeroVector(field, elements.length);
  elements.forEach((element, i) => writeElement(vector, i * field.limbs, field.limbs, element));
  return vector;
}

/** The numbers of a packed vector. */
export function elementsOf(field: Field, vector: FieldVector): bigint[] {
  const { limbs } = field;
  const elements: bigint[] = [];
  for (let offset = 0; offset < vector.length; offset += limbs) {
    let element = 0n;
    for (let limb = limbs - 1; limb >= 0; limb--) element = (element << 32n) | BigInt(word(vector, offset + limb));
    elements.push(element);
  }
  return elements;
}

function word(words: Uint32Array, index: number): number {
  return words[index] as number;
}

/** Whether the element at `offset` is the modulus or more. */
export function isUnreduced(modulus: Uint32Array, vector: FieldVector, offset: number): boolean {
  for (let limb = modulus.length - 1; limb >= 0; limb--) {
    const mine = word(vector, offset + limb);
    const bound = word(modulus, limb);
    if (mine !== bound) return mine > bound;
  }
  return true;
}

/**
 * accumulator += addend, element by element. Both are reduced and of one length. No branch and no address depends on an element: carries are computed from sign
 * bits (Hacker's Delight, section 2-16), and the modulus is subtracted under a mask.
 */
export function addInto(field: Field, accumulator: FieldVector, addend: FieldVector): void {
  const modulus = wordsOfModulus(field);
  const { limbs } = field;
  for (let offset = 0; offset < accumulator.length; offset += limbs) {
    let carry = 0;
    let isBelow = 0;
    for (let limb = 0; limb < limbs; limb++) {
      const x = word(accumulator, offset + limb) | 0;
      const y = word(addend, offset + limb) | 0;
      const sum = (x + y + carry) | 0;
      carry = ((x & y) | ((x | y) & ~sum)) >>> 31;
      accumulator[offset + limb] = sum;
      const bound = word(modulus, limb) | 0;
      const trial = (sum - bound - isBelow) | 0;
      isBelow = ((~sum & bound) | ((~sum | bound) & trial)) >>> 31;
    }
    subtractMasked(modulus, isBelow - 1, accumulator, offset);
  }
}

/** Subtracts the modulus from one element if the mask is all ones, and nothing if it is 0. */
function subtractMasked(modulus: Uint32Array, mask: number, vector: FieldVector, offset: number): void {
  let borrow = 0;
  for (let limb = 0; limb < modulus.length; limb++) {
    const x = word(vector, offset + limb) | 0;
    const y = word(modulus, limb) & mask;
    const difference = (x - y - borrow) | 0;
    borrow = ((~x & y) | ((~x | y) & difference)) >>> 31;
    vector[offset + limb] = difference;
  }
}

/** accumulator −= subtrahend, element by element. Both are reduced and of one length. No branch and no address depends on an element. */
export function subtractFrom(field: Field, accumulator: FieldVector, subtrahend: FieldVector): void {
  const modulus = wordsOfModulus(field);
  const { limbs } = field;
  for (let offset = 0; offset < accumulator.length; offset += limbs) {
    let borrow = 0;
    for (let limb = 0; limb < limbs; limb++) {
      const x = word(accumulator, offset + limb) | 0;
      const y = word(subtrahend, offset + limb) | 0;
      const difference = (x - y - borrow) | 0;
      borrow = ((~x & y) | ((~x | y) & difference)) >>> 31;
      accumulator[offset + limb] = difference;
    }
    addMasked(modulus, -borrow, accumulator, offset);
  }
}

/** Adds the modulus to one element if the mask is all ones, and nothing if it is 0. */
function addMasked(modulus: Uint32Array, mask: number, vector: FieldVector, offset: number): void {
  let carry = 0;
  for (let limb = 0; limb < modulus.length; limb++) {
    const x = word(vector, offset + limb) | 0;
    const y = word(modulus, limb) & mask;
    const sum = (x + y + carry) | 0;
    carry = ((x & y) | ((x | y) & ~sum)) >>> 31;
    vector[offset + limb] = sum;
  }
}

/** The index of the first element that is not below the modulus, or −1. Vectors from other parties are checked with it. */
export function firstUnreduced(field: Field, vector: FieldVector): number {
  const modulus = wordsOfModulus(field);
  const { limbs } = field;
  const topBound = word(modulus, limbs - 1);
  for (let offset = 0; offset < vector.length; offset += limbs) {
    if (word(vector, offset + limbs - 1) >= topBound && isUnreduced(modulus, vector, offset)) return offset / limbs;
  }
  return -1;
}

/** Bytes of one element on the wire. */
export function elementBytes(field: Field): number {
  return field.limbs * 4;
}

/** The vector's bytes, not copied. */
export function toBytes(vector: FieldVector): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** A vector from bytes that other parties sent, copied so that it is aligned. Undefined if the length or an element is invalid. */
export function fromBytes(field: Field, length: number, bytes: Uint8Array): FieldVector | undefined {
  if (bytes.length !== length * elementBytes(field)) return undefined;
  const copy = Uint8Array.from(bytes);
  const vector = new Uint32Array(copy.buffer);
  return firstUnreduced(field, vector) === -1 ? vector : undefined;
}
