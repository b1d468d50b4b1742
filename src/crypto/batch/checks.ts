import { toLittleEndian32 } from '../field25519.js';
import { ORDER, SCALAR_LENGTH } from '../scalar.js';

/** Bytes of a point, and of a scalar. */
const ELEMENT = 32;
const ORDER_BYTES = toLittleEndian32(ORDER);

/** The number of pieces of this length. Throws a RangeError if the bytes are not a whole number of pieces. */
export function countOf(bytes: Uint8Array, length: number): number {
  if (!Number.isInteger(length) || length < 1 || bytes.length % length !== 0) throw new RangeError('not a whole number of elements');
  return bytes.length / length;
}

/** The number of points in each of two lists. Throws a RangeError if the numbers differ. */
export function countOfPairs(left: Uint8Array, right: Uint8Array): number {
  const count = countOf(left, ELEMENT);
  if (left.length !== right.length) throw new RangeError('two lists of different lengths');
  return count;
}

/** Throws a RangeError unless each scalar is below ℓ, and not 0 unless `allowZero` is set. */
export function checkScalars(scalars: Uint8Array, { allowZero = false } = {}): void {
  const count = countOf(scalars, SCALAR_LENGTH);
  for (let i = 0; i < count; i++) {
    if (!isBelowOrder(scalars, i * SCALAR_LENGTH)) throw new RangeError(`scalar ${i} is not below the order of the group`);
    if (!allowZero && isZero(scalars, i * SCALAR_LENGTH)) throw new RangeError(`scalar ${i} is zero`);
  }
}

/** RFC 9380 section 3.1 requires a tag that is not empty. Longer tags than this would have to be hashed first. */
export function checkDst(dst: Uint8Array): void {
  if (dst.length < 1 || dst.length > 255) throw new RangeError('a domain separation tag has 1 to 255 bytes');
}

/** Whether 32 bytes are all zero. As a point, they are the only encoding of the identity. */
export function isZero(bytes: Uint8Array, at = 0): boolean {
  let any = 0;
  for (let i = 0; i < ELEMENT; i++) any |= bytes[at + i] ?? 0;
  return any === 0;
}

/** Subtracts ℓ and reads the borrow, so the time does not depend on the scalar. */
export function isBelowOrder(scalars: Uint8Array, at: number): boolean {
  let borrow = 0;
  for (let i = 0; i < SCALAR_LENGTH; i++) borrow = ((scalars[at + i] ?? 0) - (ORDER_BYTES[i] ?? 0) - borrow) >>> 31;
  return borrow === 1;
}

