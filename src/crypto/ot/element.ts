/**
 * Plain arithmetic in GF(2^128) = F_2[X] / (X^128 + X^7 + X^2 + X + 1). The kernels are compared with it. An element is 16 bytes; bit i of the little-endian
 * word is the coefficient of X^i.
 */
export const ELEMENT_BYTES = 16;

const REDUCTION = 0x87n;
const TOP = 1n << 128n;

/** The element at a position of a packed vector, as a number whose bits are its coefficients. */
export function elementAt(packed: Uint8Array, position: number): bigint {
  const view = new DataView(packed.buffer, packed.byteOffset + ELEMENT_BYTES * position, ELEMENT_BYTES);
  return view.getBigUint64(0, true) | (view.getBigUint64(8, true) << 64n);
}

/** 16 bytes. */
export function encodeElement(element: bigint): Uint8Array {
  const bytes = new Uint8Array(ELEMENT_BYTES);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt.asUintN(64, element), true);
  view.setBigUint64(8, element >> 64n, true);
  return bytes;
}

export function timesX(element: bigint): bigint {
  const doubled = element << 1n;
  return doubled >= TOP ? (doubled ^ TOP) ^ REDUCTION : doubled;
}

export function multiplyElements(a: bigint, b: bigint): bigint {
  let product = 0n;
  for (let bit = 127n; bit >= 0n; bit--) {
    product = timesX(product);
    if (((b >> bit) & 1n) === 1n) product ^= a;
  }
  return product;
}

/** target ← target + source, both of one length. */
export function addElements(target: Uint8Array, source: Uint8Array): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) ^ (source[i] as number);
}
