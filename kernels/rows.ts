// The inner loops over the matrix of correlated transfers (src/crypto/ot/rows.ts), which is stored by columns. Which memory they read depends on nothing secret.
import { timesX } from './lib/gf128';

export { heapBase } from './lib/memory';

/** sums_i ← X · sums_i + column_i, for `count` elements of 16 bytes. */
export function packColumn(sums: usize, column: usize, count: u32): void {
  const end = sums + 16 * <usize>count;
  for (; sums < end; sums += 16, column += 16) v128.store(sums, v128.xor(timesX(v128.load(sums)), v128.load(column)));
}

/**
 * Transposes `count` blocks of 128 rows and 128 columns, 16 bytes each. Columns lie `stride` bytes apart, and rows are packed. Each step takes eight rows of 16
 * columns: the highest bits of 16 bytes are two bytes of a row.
 */
export function transpose(columns: usize, stride: usize, count: u32, rows: usize): void {
  for (let block: usize = 0; block < <usize>count; block++) {
    for (let byte: usize = 0; byte < 16; byte++) {
      for (let group: usize = 0; group < 8; group++) {
        const from = columns + 16 * group * stride + 16 * block + byte;
        let v = i8x16.splat(0);
        v = v128.load8_lane(from, v, 0);
        v = v128.load8_lane(from + stride, v, 1);
        v = v128.load8_lane(from + 2 * stride, v, 2);
        v = v128.load8_lane(from + 3 * stride, v, 3);
        v = v128.load8_lane(from + 4 * stride, v, 4);
        v = v128.load8_lane(from + 5 * stride, v, 5);
        v = v128.load8_lane(from + 6 * stride, v, 6);
        v = v128.load8_lane(from + 7 * stride, v, 7);
        v = v128.load8_lane(from + 8 * stride, v, 8);
        v = v128.load8_lane(from + 9 * stride, v, 9);
        v = v128.load8_lane(from + 10 * stride, v, 10);
        v = v128.load8_lane(from + 11 * stride, v, 11);
        v = v128.load8_lane(from + 12 * stride, v, 12);
        v = v128.load8_lane(from + 13 * stride, v, 13);
        v = v128.load8_lane(from + 14 * stride, v, 14);
        v = v128.load8_lane(from + 15 * stride, v, 15);
        let at = rows + 16 * (128 * block + 8 * byte + 7) + 2 * group;
        for (let bit = 0; bit < 8; bit++, at -= 16) {
          store<u16>(at, <u16>i8x16.bitmask(v));
          v = i8x16.shl(v, 1);
        }
      }
    }
  }
}
