/**
 * The prime fields in which values are shared. Sharing hides a value whatever the field; the field has to be large enough that no sum can wrap, which
 * `agreement/bounds.ts` proves.
 */

export interface Field {
  /** A short name, as used in transcripts: `2^61-1`. */
  readonly name: string;
  readonly modulus: bigint;
  /** Bits of the modulus. */
  readonly bits: number;
  /** 32-bit words per element, in memory and on the wire (little-endian). */
  readonly limbs: number;
}

/** Describes the field of integers modulo `modulus`. The caller must ensure that `modulus` is prime. */
export function fieldOf(name: string, modulus: bigint): Field {
  const bits = modulus.toString(2).length;
  // One spare bit, so that the sum of two elements fits before it is reduced.
  return { name, modulus, bits, limbs: Math.ceil((bits + 1) / 32) };
}

/** Three Mersenne primes and the prime of Curve25519, smallest first. */
export const FIELDS: readonly Field[] = [
  fieldOf('2^61-1', 2n ** 61n - 1n),
  fieldOf('2^127-1', 2n ** 127n - 1n),
  fieldOf('2^255-19', 2n ** 255n - 19n),
  fieldOf('2^521-1', 2n ** 521n - 1n),
];

/** The smallest field in which every integer of [low, high] has its own element, or undefined if even the largest is too small. */
export function smallestField(low: bigint, high: bigint): Field | undefined {
  return FIELDS.find((field) => high - low < field.modulus);
}

/** The element that stands for an integer, which may be negative. */
export function toElement(field: Field, value: bigint): bigint {
  const remainder = value % field.modulus;
  return remainder < 0n ? remainder + field.modulus : remainder;
}

/** The integer of [low, high] that an element stands for, or undefined if it stands for none. Needs high − low < modulus, and low ≤ 0 ≤ high. */
export function fromElement(field: Field, element: bigint, low: bigint, high: bigint): bigint | undefined {
  const value = element <= high ? element : element - field.modulus;
  return value >= low ? value : undefined;
}
