import { hashFour, hashFourRows } from './lib/blake3';

export { heapBase } from './lib/memory';

/**
 * Computes BLAKE3 of `count` inputs of at most 1024 bytes each and writes 32 bytes for each to `out`. `count` is a multiple of four. `offsets` has count + 1
 * words, the bounds of the inputs relative to `data`. `key` has eight words: BLAKE3's initial value with mode 0, a key with mode 16.
 */
export function hashInputs(count: i32, data: usize, offsets: usize, out: usize, key: usize, mode: i32): void {
  for (let i: i32 = 0; i < count; i += 4) hashFour(data, offsets + 4 * i, out + 32 * i, key, mode);
}

/** For each of `count` rows, a multiple of four: the first 16 bytes of the hash of (left ⊕ mask) ‖ right, which have 16 and 32 bytes. */
export function hashRows(count: i32, left: usize, mask: usize, right: usize, out: usize, key: usize, mode: i32): void {
  for (let i: i32 = 0; i < count; i += 4) hashFourRows(left + 16 * i, mask, right + 32 * i, out + 16 * i, key, mode);
}
