import { fillTable, timesTable } from './lib/gf128';

export { heapBase } from './lib/memory';

const table: usize = memory.data(8192, 64);

/** Makes the tables of the element at `constant`. */
export function setConstant(constant: usize): void {
  fillTable(table, constant);
}

/** sum_i ← sum_i + constant · element_i, for `count` elements. */
export function addProducts(count: i32, elements: usize, sums: usize): void {
  for (let at: usize = 0; at < 16 * <usize>count; at += 16) {
    v128.store(sums + at, v128.xor(v128.load(sums + at), timesTable(v128.load(elements + at), table)));
  }
}
