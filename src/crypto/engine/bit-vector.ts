import { randomBytes } from '../random.js';

/** Vectors of bits: one bit a byte in memory, eight bits a byte on the wire. Bit i of a packed vector is bit i mod 8 of byte ⌊i / 8⌋. */

const IS_LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
const ONES = 0x01010101;
/** Multiplied by four bits, it puts bit i at bit 8i. */
const SPREAD = 0x00204081;
/** Multiplied by a word with bits at 0, 8, 16 and 24, it puts them at 24 to 27. */
const GATHER = 0x01020408;

export function packedBytes(count: number): number {
  return Math.ceil(count / 8);
}

export function packBits(bits: Uint8Array): Uint8Array {
  const packed = new Uint8Array(packedBytes(bits.length));
  const whole = bits.length >> 3;
  if ((bits.byteOffset & 3) === 0 && IS_LITTLE_ENDIAN) {
    const words = new Int32Array(bits.buffer, bits.byteOffset, 2 * whole);
    // Bits 0, 8, 16 and 24 of a word are four bits of the vector. The product brings them to bits 24 to 27, and no carry reaches these.
    for (let byte = 0; byte < whole; byte++) {
      packed[byte] = (Math.imul(words[2 * byte] as number, GATHER) >>> 24) & 15 | ((Math.imul(words[2 * byte + 1] as number, GATHER) >>> 20) & 240);
    }
  } else {
    for (let i = 0; i < 8 * whole; i++) packed[i >> 3] = (packed[i >> 3] as number) | ((bits[i] as number) << (i & 7));
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
  const whole = IS_LITTLE_ENDIAN ? count >> 3 : 0;
  const words = new Int32Array(bits.buffer, 0, 2 * whole);
  for (let byte = 0; byte < whole; byte++) {
    const value = packed[byte] as number;
    words[2 * byte] = Math.imul(value & 15, SPREAD) & ONES;
    words[2 * byte + 1] = Math.imul(value >> 4, SPREAD) & ONES;
  }
  for (let i = 8 * whole; i < count; i++) bits[i] = ((packed[i >> 3] as number) >> (i & 7)) & 1;
  return bits;
}

/** target_i ← target_i + source_i. Throws a RangeError on different lengths. */
export function addBits(target: Uint8Array, source: Uint8Array): void {
  if (target.length !== source.length) throw new RangeError('vectors of different lengths');
  // Up to the first word boundary, which both must reach together.
  let i = ((target.byteOffset ^ source.byteOffset) & 3) === 0 ? Math.min(target.length, -target.byteOffset & 3) : target.length;
  for (let at = 0; at < i; at++) target[at] = (target[at] as number) ^ (source[at] as number);
  if (i === target.length) return;
  const words = (target.length - i) >> 2;
  const [a, b] = [new Int32Array(target.buffer, target.byteOffset + i, words), new Int32Array(source.buffer, source.byteOffset + i, words)];
  for (let word = 0; word < words; word++) a[word] = (a[word] as number) ^ (b[word] as number);
  for (i += 4 * words; i < target.length; i++) target[i] = (target[i] as number) ^ (source[i] as number);
}

/** Uniform bits. */
export function randomBits(count: number): Uint8Array {
  return bitsIn(randomBytes(packedBytes(count)), count);
}
