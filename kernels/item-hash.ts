import { hashFour, hashFourRows } from './lib/blake3';

export { heapBase } from './lib/memory';

/**
 * BLAKE3 of `count` inputs, a multiple of four, of at most 1024 bytes each: 32 bytes each to `out`. `offsets` has count + 1
 * words, the inputs' bounds relative to `data`. `key` has eight words: BLAKE3's initial value with mode 0, a key with mode 16.
 */
export function hashInputs(count: i32, data: usize, offsets: usize, out: usize, key: usize, mode: i32): void {
  for (let i: i32 = 0; i < count; i += 4) hashFour(data, offsets + 4 * i, out + 32 * i, key, mode);
}

/** The first 16 bytes of the hash of (left ⊕ mask) ‖ right, 16 and 32 bytes, for each of `count` rows, a multiple of four. */
export function hashRows(count: i32, left: usize, mask: usize, right: usize, out: usize, key: usize, mode: i32): void {
  for (let i: i32 = 0; i < count; i += 4) hashFourRows(left + 16 * i, mask, right + 32 * i, out + 16 * i, key, mode);
}
