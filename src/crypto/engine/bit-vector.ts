import { randomBytes } from '../random.js';

/** Vectors of bits: one bit a byte in memory, eight bits a byte on the wire. Bit i of a packed vector is bit i mod 8 of byte ⌊i / 8⌋. */

export function packedBytes(count: number): number {
  return Math.ceil(count / 8);
}

export function packBits(bits: Uint8Array): Uint8Array {
  const packed = new Uint8Array(packedBytes(bits.length));
  const whole = bits.length >> 3;
  for (let byte = 0, i = 0; byte < whole; byte++, i += 8) {
    packed[byte] = (bits[i] as number) | ((bits[i + 1] as number) << 1) | ((bits[i + 2] as number) << 2) | ((bits[i + 3] as number) << 3) | ((bits[i + 4] as number) << 4) | ((bits[i + 5] as number) << 5) | ((bits[i + 6] as number) << 6) | ((bits[i + 7] as number) << 7);
  }
  for (let i = 8 * whole; i < bits.length; i++) packed[whole] = (packed[whole] as number) | ((bits[i] as number) << (i & 7));
  return packed;
}

/** Undefined unless the bytes are what `packBits` gives for `count` bits: another length is refused, and so is a bit behind the last. */
export function unpackBits(packed: Uint8Array, count: number): Uint8Array | undefined {
  if (packed.length !== packedBytes(count)) return undefined;
  const rest = count & 7;
  if (rest !== 0 && (packed[packed.length - 1] as number) >> rest !== 0) return undefined;
  return bitsIn(packed, count);
}

/** The first `count` bits. */
export function bitsIn(packed: Uint8Array, count: number): Uint8Array {
  const bits = new Uint8Array(count);
  for (let i = 0; i < count; i++) bits[i] = ((packed[i >> 3] as number) >> (i & 7)) & 1;
  return bits;
}

/** target_i ← target_i + source_i. Throws a RangeError on different lengths. */
export function addBits(target: Uint8Array, source: Uint8Array): void {
  if (target.length !== source.length) throw new RangeError('vectors of different lengths');
  let i = 0;
  if (((target.byteOffset | source.byteOffset) & 3) === 0) {
    const [a, b] = [new Int32Array(target.buffer, target.byteOffset, target.length >> 2), new Int32Array(source.buffer, source.byteOffset, target.length >> 2)];
    for (let word = 0; word < a.length; word++) a[word] = (a[word] as number) ^ (b[word] as number);
    i = 4 * a.length;
  }
  for (; i < target.length; i++) target[i] = (target[i] as number) ^ (source[i] as number);
}

/** Uniform bits. */
export function randomBits(count: number): Uint8Array {
  return bitsIn(randomBytes(packedBytes(count)), count);
}
