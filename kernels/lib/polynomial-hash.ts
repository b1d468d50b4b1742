import { timesX } from './gf128';

// Tables for whole bytes need half as many look-ups as those of gf128.ts, and eight times the memory. They fit into the level 2 cache.
const TABLE_BYTES: i32 = 16 * 4096;

/** For each of the 16 byte positions, the products of the constant with all values of that byte. */
function fillTable(table: usize, constant: usize): void {
  let base = v128.load(constant);
  for (let at = table; at < table + TABLE_BYTES; at += 4096) {
    v128.store(at, i64x2.splat(0));
    for (let bit: usize = 16; bit < 4096; bit <<= 1) {
      for (let below: usize = 0; below < bit; below += 16) v128.store(at + bit + below, v128.xor(base, v128.load(at + below)));
      base = timesX(base);
    }
  }
}

@inline
function entry(value: usize, table: usize, place: usize): v128 {
  return v128.load(table + 4096 * place + (<usize>load<u8>(value + place) << 4));
}

/** The element at an address times the constant of the table. The addresses of the look-ups depend on the element, so the cache may reveal it. */
@inline
function timesTable(value: usize, table: usize): v128 {
  const a = v128.xor(v128.xor(entry(value, table, 0), entry(value, table, 1)), v128.xor(entry(value, table, 2), entry(value, table, 3)));
  const b = v128.xor(v128.xor(entry(value, table, 4), entry(value, table, 5)), v128.xor(entry(value, table, 6), entry(value, table, 7)));
  const c = v128.xor(v128.xor(entry(value, table, 8), entry(value, table, 9)), v128.xor(entry(value, table, 10), entry(value, table, 11)));
  const d = v128.xor(v128.xor(entry(value, table, 12), entry(value, table, 13)), v128.xor(entry(value, table, 14), entry(value, table, 15)));
  return v128.xor(v128.xor(a, b), v128.xor(c, d));
}

/** Prepares the table for a point. `table` has 64 KiB. */
export function preparePoint(table: usize, point: usize): void {
  fillTable(table, point);
}

/**
 * Adds one piece to the four hashes, each of which takes every fourth element: sum_l ← sum_l · c^(count/4) + Σ_k data_(4k+l) · c^k, for the constant c of the
 * table. `count` is a multiple of four. Pieces come in reverse order: the last piece first.
 */
export function hashPiece(data: usize, count: i32, table: usize, sums: usize): void {
  for (let at = data + 16 * <usize>(count - 4); at >= data; at -= 64) {
    v128.store(sums, v128.xor(timesTable(sums, table), v128.load(at)));
    v128.store(sums, v128.xor(timesTable(sums + 16, table), v128.load(at, 16)), 16);
    v128.store(sums, v128.xor(timesTable(sums + 32, table), v128.load(at, 32)), 32);
    v128.store(sums, v128.xor(timesTable(sums + 48, table), v128.load(at, 48)), 48);
  }
}

/** value ← value · c^count + Σ_i data_i · c^i, for `count` elements and the constant c of the table. */
export function combinePiece(data: usize, count: i32, table: usize, value: usize): void {
  for (let at = data + 16 * <usize>count; at > data; ) {
    at -= 16;
    v128.store(value, v128.xor(timesTable(value, table), v128.load(at)));
  }
}

/** value ← value · c, for the constant c of the table. */
export function multiply(value: usize, table: usize): void {
  v128.store(value, timesTable(value, table));
}

/**
 * value_i ← value_i · c where bit number `bit` of the 32-bit word i is 1, for `count` elements and the constant c of the table. No branch depends on the words.
 */
export function multiplyWhere(values: usize, words: usize, bit: u32, count: i32, table: usize): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const value = values + 16 * i;
    const mask = i64x2.splat(0 - <i64>((load<u32>(words + 4 * i) >> bit) & 1));
    v128.store(value, v128.bitselect(timesTable(value, table), v128.load(value), mask));
  }
}
