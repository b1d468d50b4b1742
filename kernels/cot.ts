export { feedForward } from './lib/forest';
export { heapBase } from './lib/memory';
export { combinePiece, hashPiece, multiply, multiplyWhere, preparePoint } from './lib/polynomial-hash';

/**
 * The MAC halves of `count` leaves, word_i = low 64 bits of leaf_i + permuted_i, and their sums over each tree. Leaf i belongs to the tree (first + i) mod
 * `trees`.
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

/** Writes MAC halves and bits as the entries of a table, 16 bytes each. */
export function fillTable(table: usize, words: usize, bits: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) v128.store(table + 16 * i, i64x2(load<u64>(words + 8 * i), <u64>load<u8>(bits + i)));
}

// A random entry of a table. The choice is uniform up to a fraction columns / 2^32.
@inline
function entry(table: usize, columns: u32, random: usize, which: usize): v128 {
  return v128.load(table + (<usize>((<u64>load<u32>(random + 4 * which) * <u64>columns) >> 32) << 4));
}

@inline
function sumOfTen(table: usize, columns: u32, random: usize): v128 {
  const a = v128.xor(v128.xor(entry(table, columns, random, 0), entry(table, columns, random, 1)), v128.xor(entry(table, columns, random, 2), entry(table, columns, random, 3)));
  const b = v128.xor(v128.xor(entry(table, columns, random, 4), entry(table, columns, random, 5)), v128.xor(entry(table, columns, random, 6), entry(table, columns, random, 7)));
  return v128.xor(v128.xor(a, b), v128.xor(entry(table, columns, random, 8), entry(table, columns, random, 9)));
}

/** Adds to word_i and bit_i the sum of ten table entries. The words 10i to 10i + 9 of `random` choose the entries. */
export function addEntries(words: usize, bits: usize, count: i32, table: usize, columns: u32, random: usize): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const sum = sumOfTen(table, columns, random + 40 * i);
    store<u64>(words + 8 * i, load<u64>(words + 8 * i) ^ i64x2.extract_lane(sum, 0));
    store<u8>(bits + i, load<u8>(bits + i) ^ <u8>i64x2.extract_lane(sum, 1));
  }
}

/** Does the same for hash halves, 16 bytes each, from the table of the hash halves. */
export function addHashes(hashes: usize, count: i32, table: usize, columns: u32, random: usize): void {
  for (let i: usize = 0; i < <usize>count; i++) v128.store(hashes + 16 * i, v128.xor(v128.load(hashes + 16 * i), sumOfTen(table, columns, random + 40 * i)));
}
