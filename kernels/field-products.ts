import { fillTable, timesTable } from './lib/gf128';

export { heapBase } from './lib/memory';

const table: usize = memory.data(8192, 64);

/** Fills the tables for the element at `constant`. */
export function setConstant(constant: usize): void {
  fillTable(table, constant);
}

/** sum_i ← sum_i + constant · element_i, for `count` elements that lie `stride` bytes apart. */
export function addProducts(count: i32, elements: usize, stride: usize, sums: usize): void {
  let element = elements;
  for (let at = sums; at < sums + 16 * <usize>count; at += 16) {
    v128.store(at, v128.xor(v128.load(at), timesTable(v128.load(element), table)));
    element += stride;
  }
}
