import { fillTable, timesTable } from './gf128';

/** Makes ready for a point: `table` has 8192 bytes. */
export function preparePoint(table: usize, point: usize): void {
  fillTable(table, point);
}

/**
 * One piece of the four hashes of every fourth element: sum_l ← sum_l · c^(count/4) + Σ_k data_(4k+l) · c^k, for the constant c of
 * the table. `count` is a multiple of four; pieces come last first.
 */
export function hashPiece(data: usize, count: i32, table: usize, sums: usize): void {
  let a = v128.load(sums);
  let b = v128.load(sums, 16);
  let c = v128.load(sums, 32);
  let d = v128.load(sums, 48);
  for (let at = data + 16 * <usize>(count - 4); at >= data; at -= 64) {
    a = v128.xor(timesTable(a, table), v128.load(at));
    b = v128.xor(timesTable(b, table), v128.load(at, 16));
    c = v128.xor(timesTable(c, table), v128.load(at, 32));
    d = v128.xor(timesTable(d, table), v128.load(at, 48));
  }
  v128.store(sums, a);
  v128.store(sums, b, 16);
  v128.store(sums, c, 32);
  v128.store(sums, d, 48);
}

/** value ← value · c, for the constant c of the table. */
export function multiply(value: usize, table: usize): void {
  v128.store(value, timesTable(v128.load(value), table));
}
