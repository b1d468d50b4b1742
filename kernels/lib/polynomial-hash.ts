import { fillTable, timesTable } from './gf128';

/** Makes ready for a point: `table` has 64 KiB. */
export function preparePoint(table: usize, point: usize): void {
  fillTable(table, point);
}

/**
 * One piece of the four hashes of every fourth element: sum_l ← sum_l · c^(count/4) + Σ_k data_(4k+l) · c^k, for the constant c of
 * the table. `count` is a multiple of four; pieces come last first.
 */
export function hashPiece(data: usize, count: i32, table: usize, sums: usize): void {
  for (let at = data + 16 * <usize>(count - 4); at >= data; at -= 64) {
    v128.store(sums, v128.xor(timesTable(sums, table), v128.load(at)));
    v128.store(sums, v128.xor(timesTable(sums + 16, table), v128.load(at, 16)), 16);
    v128.store(sums, v128.xor(timesTable(sums + 32, table), v128.load(at, 32)), 32);
    v128.store(sums, v128.xor(timesTable(sums + 48, table), v128.load(at, 48)), 48);
  }
}

/** value ← value · c, for the constant c of the table. */
export function multiply(value: usize, table: usize): void {
  v128.store(value, timesTable(value, table));
}
