/** Vectors of bits: one a byte where they are worked on, eight a byte where they travel. Bit i of a packed vector is bit i mod 8 of byte ⌊i / 8⌋. */

export function packedBytes(count: number): number {
  return Math.ceil(count / 8);
}

export function packBits(bits: Uint8Array): Uint8Array {
  const packed = new Uint8Array(packedBytes(bits.length));
  for (let i = 0; i < bits.length; i++) packed[i >> 3] = (packed[i >> 3] as number) | ((bits[i] as number) << (i & 7));
  return packed;
}

/** Undefined where the bytes are not what `packBits` gives for so many bits: another length, or a bit behind the last. */
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
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) ^ (source[i] as number);
}
