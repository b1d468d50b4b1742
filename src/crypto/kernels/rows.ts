import rowsModule from './generated/rows.js';
import { loadKernel } from './kernel.js';

/** The number of rows, and of columns, of a block; and bytes of a row or of a block's part of a column. */
const SIDE = 128;
const ROW_BYTES = SIDE / 8;

/** The exports of kernels/rows.ts, which says what they do. */
interface Functions {
  packColumn(sums: number, column: number, count: number): void;
  transpose(columns: number, stride: number, count: number, rows: number): void;
}

/** Blocks transposed at a time: they stay in the cache. */
const MOST_BLOCKS = 64;

/** `transposeBlocks` (ot/rows.ts) for 128 columns. */
export function transposeWide(columns: Uint8Array, from: number, count: number): Uint8Array {
  const length = columns.length / SIDE;
  const stride = ROW_BYTES * Math.min(MOST_BLOCKS, count);
  const kernel = loadKernel<Functions>(rowsModule, { memoryBytes: 2 * SIDE * stride + 1024 });
  const [input, output] = [kernel.allocate(SIDE * stride), kernel.allocate(SIDE * stride)];
  const rows = new Uint8Array(SIDE * ROW_BYTES * count);
  for (let done = 0; done < count; done += MOST_BLOCKS) {
    const blocks = Math.min(MOST_BLOCKS, count - done);
    for (let column = 0; column < SIDE; column++) kernel.bytes.set(partOf(columns, length * column, from + done, blocks), input + stride * column);
    kernel.call.transpose(input, stride, blocks, output);
    rows.set(kernel.bytes.subarray(output, output + SIDE * ROW_BYTES * blocks), SIDE * ROW_BYTES * done);
  }
  return rows;
}

/** `packBlocks` (ot/rows.ts). */
export function packWide(columns: Uint8Array, from: number, count: number): Uint8Array {
  const length = columns.length / SIDE;
  const kernel = loadKernel<Functions>(rowsModule, { memoryBytes: 2 * ROW_BYTES * count + 1024 });
  const [sums, input] = [kernel.allocate(ROW_BYTES * count), kernel.allocate(ROW_BYTES * count)];
  for (let column = SIDE - 1; column >= 0; column--) {
    kernel.bytes.set(partOf(columns, length * column, from, count), input);
    kernel.call.packColumn(sums, input, count);
  }
  return kernel.bytes.slice(sums, sums + ROW_BYTES * count);
}

function partOf(columns: Uint8Array, start: number, from: number, count: number): Uint8Array {
  return columns.subarray(start + ROW_BYTES * from, start + ROW_BYTES * (from + count));
}
