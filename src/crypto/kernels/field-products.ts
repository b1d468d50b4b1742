import { ELEMENT_BYTES } from '../ot/element.js';
import fieldProductsModule from './generated/field-products.js';
import { ITEMS_PER_CALL, loadKernel } from './kernel.js';

interface Functions {
  setConstant(constant: number): void;
  addProducts(count: number, elements: number, stride: number, sums: number): void;
}

/**
 * sums_i ← sums_i + constant · elements_i in GF(2^128), for packed vectors. Elements are as in `ot/element.ts`, which has the plain reference. With a `stride`
 * of 32 or more bytes, elements_i is the first 16 bytes of each `stride` bytes. Throws a RangeError on lengths that do not fit.
 *
 * The addresses of the table look-ups depend on the elements, so this machine's cache may reveal them; the constant only decides the contents of the table. (A
 * version without look-ups, by shuffles within registers, took twice as long. It would gain nothing for elements that every party knows, or whose digests
 * decide other addresses in memory anyway.)
 */
export function addProducts(sums: Uint8Array, constant: Uint8Array, elements: Uint8Array, stride = ELEMENT_BYTES): void {
  const count = sums.length / ELEMENT_BYTES;
  if (constant.length !== ELEMENT_BYTES) throw new RangeError('a constant of 16 bytes is needed');
  if (stride < ELEMENT_BYTES || !Number.isInteger(count) || elements.length !== stride * count) throw new RangeError('two vectors of as many elements are needed');
  const kernel = loadKernel<Functions>(fieldProductsModule, { memoryBytes: (stride + ELEMENT_BYTES) * ITEMS_PER_CALL + 1024 });
  const elementsAt = kernel.allocate(stride * ITEMS_PER_CALL);
  const sumsAt = kernel.allocate(ELEMENT_BYTES * ITEMS_PER_CALL);
  const { bytes, call } = kernel;
  bytes.set(constant, elementsAt);
  call.setConstant(elementsAt);
  for (let from = 0; from < count; from += ITEMS_PER_CALL) {
    const to = Math.min(count, from + ITEMS_PER_CALL);
    const piece = sums.subarray(ELEMENT_BYTES * from, ELEMENT_BYTES * to);
    bytes.set(elements.subarray(stride * from, stride * to), elementsAt);
    bytes.set(piece, sumsAt);
    call.addProducts(to - from, elementsAt, stride, sumsAt);
    piece.set(bytes.subarray(sumsAt, sumsAt + piece.length));
  }
}

/** sums_i ← sums_i + elements_i. Throws a RangeError on lengths that do not fit. */
export function addVectors(sums: Uint8Array, elements: Uint8Array): void {
  if (sums.length !== elements.length || sums.length % ELEMENT_BYTES !== 0) throw new RangeError('two vectors of as many elements are needed');
  const [a, b] = [wordsOf(sums), wordsOf(elements)];
  for (let i = 0; i < a.length; i++) a[i] = (a[i] as number) ^ (b[i] as number);
  if (a.buffer !== sums.buffer) sums.set(new Uint8Array(a.buffer));
}

/** The vector as words in the same memory, or in a copy if the bytes do not begin at a word boundary. */
export function wordsOf(vector: Uint8Array): Int32Array {
  const aligned = vector.byteOffset % 4 === 0 ? vector : new Uint8Array(vector);
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
}

/** sums_i ← sums_i + constant, for constants of 8 or 16 bytes. Throws a RangeError on lengths that do not fit. */
export function addConstant(sums: Uint8Array, constant: Uint8Array): void {
  const { length } = constant;
  if ((length !== ELEMENT_BYTES && length !== ELEMENT_BYTES / 2) || sums.length % length !== 0) throw new RangeError('a vector and a constant of 8 or 16 bytes are needed');
  const [a, b] = [wordsOf(sums), wordsOf(constant)];
  const last = b.length - 1;
  for (let i = 0; i < a.length; i++) a[i] = (a[i] as number) ^ (b[i & last] as number);
  if (a.buffer !== sums.buffer) sums.set(new Uint8Array(a.buffer));
}
