import { elementAt, ELEMENT_BYTES, encodeElement, multiplyElements, timesX } from '../ot/element.js';

/**
 * The two halves of a correlated string, as types that cannot be confused. Values that are authenticated and opened under checks have MAC rows only, and hashed
 * values have hash rows only. If one key served both, a failed check would reveal it, and with it what the hashes masked.
 */

/** 64-bit strings, packed: two words each, the lower word first. They are read as elements of GF(2^128) whose upper half is 0. */
export type MacRows = Int32Array & { readonly half?: 'mac' };
/** 128-bit strings, packed: 16 bytes each. */
export type HashRows = Uint8Array & { readonly half?: 'hash' };

export const MAC_BYTES = 8;
export const HASH_BYTES = ELEMENT_BYTES;
const WORDS = 2;

export function macRows(count: number): MacRows {
  return new Int32Array(WORDS * count);
}

export function countOf(rows: MacRows): number {
  return rows.length / WORDS;
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** Rows from bytes, 8 each, little-endian. */
export function macRowsFrom(bytes: Uint8Array): MacRows {
  if (IS_LITTLE_ENDIAN) return new Int32Array(Uint8Array.from(bytes).buffer);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Int32Array.from({ length: bytes.length / 4 }, (_, i) => view.getInt32(4 * i, true));
}

export function macBytes(rows: MacRows): Uint8Array {
  if (IS_LITTLE_ENDIAN) return new Uint8Array(rows.slice().buffer);
  const bytes = new Uint8Array(4 * rows.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < rows.length; i++) view.setInt32(4 * i, rows[i] as number, true);
  return bytes;
}

/** target_i ← target_i + source_i. Throws a RangeError on different lengths. */
export function addRows(target: MacRows, source: MacRows): void {
  if (target.length !== source.length) throw new RangeError('vectors of different lengths');
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) ^ (source[i] as number);
}

/** target_i ← target_i + a_i + b_i. Throws a RangeError on different lengths. */
export function addBoth(target: MacRows, a: MacRows, b: MacRows): void {
  if (target.length !== a.length || target.length !== b.length) throw new RangeError('vectors of different lengths');
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) ^ (a[i] as number) ^ (b[i] as number);
}

/** target_i ← target_i + bit_i · row_i. If there is only one row, it serves for every i. No branch depends on a bit. */
export function addWhere(target: MacRows, bits: Uint8Array, rows: MacRows): void {
  const isOne = rows.length === WORDS;
  if (target.length !== WORDS * bits.length || (!isOne && rows.length !== target.length)) throw new RangeError('vectors of different lengths');
  if (isOne) {
    const [low, high] = [rows[0] as number, rows[1] as number];
    for (let i = 0, at = 0; i < bits.length; i++, at += 2) {
      const mask = -(bits[i] as number);
      target[at] = (target[at] as number) ^ (low & mask);
      target[at + 1] = (target[at + 1] as number) ^ (high & mask);
    }
    return;
  }
  for (let i = 0, at = 0; i < bits.length; i++, at += 2) {
    const mask = -(bits[i] as number);
    target[at] = (target[at] as number) ^ ((rows[at] as number) & mask);
    target[at + 1] = (target[at + 1] as number) ^ ((rows[at + 1] as number) & mask);
  }
}

/** target_i ← target_i + bit_i · key, for hash rows. */
export function addKeyWhere(target: HashRows, bits: Uint8Array, key: Uint8Array): void {
  if (target.length !== HASH_BYTES * bits.length || key.length !== HASH_BYTES) throw new RangeError('vectors of different lengths');
  for (let i = 0, at = 0; i < bits.length; i++) {
    const mask = -(bits[i] as number);
    for (let byte = 0; byte < HASH_BYTES; byte++, at++) target[at] = (target[at] as number) ^ ((key[byte] as number) & mask);
  }
}

export function pickRows(rows: MacRows, positions: ArrayLike<number>): MacRows {
  const picked = macRows(positions.length);
  for (let i = 0; i < positions.length; i++) {
    const from = WORDS * (positions[i] as number);
    picked[2 * i] = rows[from] as number;
    picked[2 * i + 1] = rows[from + 1] as number;
  }
  return picked;
}

/** Rows `from` to `to − 1`, in the same memory. */
export function sliceRows(rows: MacRows, from: number, to: number): MacRows {
  return rows.subarray(WORDS * from, WORDS * to);
}

/** The definition of `weigh` (`weigh.ts`), over numbers. */
export function weighPlainly(point: Uint8Array, rows: MacRows): Uint8Array {
  const chi = elementAt(point, 0);
  let power = 1n;
  let sum = 0n;
  for (let i = 0; i < countOf(rows); i++) {
    power = multiplyElements(power, chi);
    sum ^= multiplyElements(power, BigInt(rows[2 * i] as number >>> 0) | (BigInt(rows[2 * i + 1] as number >>> 0) << 32n));
  }
  return encodeElement(sum);
}

/** Σ_t X^t · row_t for up to 128 rows, t = 0, 1, …. The sum is uniform if the rows' bits are. */
export function packRows(rows: MacRows): Uint8Array {
  let sum = 0n;
  for (let i = countOf(rows) - 1; i >= 0; i--) sum = timesX(sum) ^ BigInt((rows[2 * i] as number) >>> 0) ^ (BigInt((rows[2 * i + 1] as number) >>> 0) << 32n);
  return encodeElement(sum);
}

/** Bits as rows: 0 or 1. */
export function rowsOfBits(bits: Uint8Array): MacRows {
  const rows = macRows(bits.length);
  for (let i = 0; i < bits.length; i++) rows[2 * i] = bits[i] as number;
  return rows;
}

/** The product of two elements of 16 bytes each, or of one element and the 8 bytes of a MAC row. */
export function times(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = (bytes: Uint8Array) => {
    const element = new Uint8Array(ELEMENT_BYTES);
    element.set(bytes);
    return elementAt(element, 0);
  };
  return encodeElement(multiplyElements(whole(a), whole(b)));
}
