export { feedForward } from './lib/forest';
export { heapBase } from './lib/memory';
export { hashPiece, multiply, preparePoint } from './lib/polynomial-hash';

/**
 * The MAC halves of leaves: word_i = low 64 bits of leaf_i + permuted_i, for `count` of them, and their sums over each tree: leaf i belongs to the
 * tree (first + i) mod `trees`.
 */
export function leafWords(target: usize, leaves: usize, permuted: usize, count: i32, sums: usize, trees: i32, first: i32): void {
  let sum = sums + 8 * <usize>first;
  const end = sums + 8 * <usize>trees;
  for (let i: usize = 0; i < <usize>count; i++) {
    const word = load<u64>(leaves + 16 * i) ^ load<u64>(permuted + 16 * i);
    store<u64>(target + 8 * i, word);
    store<u64>(sum, load<u64>(sum) ^ word);
    sum += 8;
    if (sum == end) sum = sums;
  }
}

/** `count` words of 64 bits as elements whose upper half is 0. */
export function widen(target: usize, words: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) v128.store(target + 16 * i, i64x2(load<u64>(words + 8 * i), 0));
}

/** Strings as entries of the table, 32 bytes each: hash half, MAC half, and the bit in eight bytes. */
export function fillTable(table: usize, hashes: usize, words: usize, bits: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    v128.store(table + 32 * i, v128.load(hashes + 16 * i));
    store<u64>(table + 32 * i, load<u64>(words + 8 * i), 16);
    store<u64>(table + 32 * i, <u64>load<u8>(bits + i), 24);
  }
}

// The address of a random entry: uniform but for a part of columns / 2^32.
@inline
function entry(table: usize, columns: u32, random: usize, which: usize): usize {
  return table + (<usize>((<u64>load<u32>(random + 4 * which) * <u64>columns) >> 32) << 5);
}

/** hash_i, word_i and bit_i += the sum of the ten entries of the table that the words 10i to 10i + 9 of `random` choose. */
export function addEntries(hashes: usize, words: usize, bits: usize, count: i32, table: usize, columns: u32, random: usize): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    let high = v128.load(hashes + 16 * i);
    let low = i64x2(load<u64>(words + 8 * i), <u64>load<u8>(bits + i));
    for (let which: usize = 0; which < 10; which += 2) {
      const a = entry(table, columns, random + 40 * i, which);
      const b = entry(table, columns, random + 40 * i, which + 1);
      high = v128.xor(high, v128.xor(v128.load(a), v128.load(b)));
      low = v128.xor(low, v128.xor(v128.load(a, 16), v128.load(b, 16)));
    }
    v128.store(hashes + 16 * i, high);
    store<u64>(words + 8 * i, i64x2.extract_lane(low, 0));
    store<u8>(bits + i, <u8>i64x2.extract_lane(low, 1));
  }
}
