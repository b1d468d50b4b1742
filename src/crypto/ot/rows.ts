import { hashParts } from '../hash.js';
import { addConstant, addVectors } from '../kernels/field-products.js';
import { aesBlocks } from '../primitives/aes.js';
import { ELEMENT_BYTES } from './element.js';
import { COLUMNS, ROWS_IN_BLOCK } from './extension.js';

/**
 * Rows of a matrix that is kept by `width` columns, a multiple of 8, for the blocks from `from` on: `count` × 128 rows of width / 8 bytes.
 */
export function transposeBlocks(columns: Uint8Array, from: number, count: number, width = COLUMNS): Uint8Array {
  const length = columns.length / width;
  const rowBytes = width / 8;
  const rows = new Uint8Array(count * ROWS_IN_BLOCK * rowBytes);
  for (let column = 0; column < width; column++) {
    const [byte, shift] = [column >> 3, column & 7];
    let row = byte;
    const start = length * column + ELEMENT_BYTES * from;
    for (let at = start; at < start + ELEMENT_BYTES * count; at++) {
      const bits = columns[at] as number;
      for (let bit = 0; bit < 8; bit++, row += rowBytes) rows[row] = (rows[row] as number) | (((bits >> bit) & 1) << shift);
    }
  }
  return rows;
}

/**
 * Each block of 128 rows as one element: Σ X^j · row_j, for the blocks from `from` on. From q_j = t_j + x_j · Δ with bits x_j comes
 * Q = T + x · Δ, where x is the block of the 128 bits read as an element: what makes a full multiplication of 128 correlated transfers.
 * Computed by columns, Σ X^i · column_i, which is the same sum.
 */
export function packBlocks(columns: Uint8Array, from: number, count: number): Uint8Array {
  const length = columns.length / COLUMNS;
  const words = new Uint32Array(4 * count);
  const view = new DataView(columns.buffer, columns.byteOffset, columns.length);
  for (let column = COLUMNS - 1; column >= 0; column--) {
    let at = length * column + ELEMENT_BYTES * from;
    for (let word = 0; word < words.length; word += 4, at += ELEMENT_BYTES) {
      const [a, b, c, d] = [words[word] as number, words[word + 1] as number, words[word + 2] as number, words[word + 3] as number];
      words[word] = (a << 1) ^ (-(d >>> 31) & 0x87) ^ view.getUint32(at, true);
      words[word + 1] = (b << 1) ^ (a >>> 31) ^ view.getUint32(at + 4, true);
      words[word + 2] = (c << 1) ^ (b >>> 31) ^ view.getUint32(at + 8, true);
      words[word + 3] = (d << 1) ^ (c >>> 31) ^ view.getUint32(at + 12, true);
    }
  }
  const packed = new Uint8Array(ELEMENT_BYTES * count);
  const out = new DataView(packed.buffer);
  words.forEach((word, i) => out.setUint32(4 * i, word, true));
  return packed;
}

/**
 * Pads of 16 bytes for transfers of chosen messages, one for each row of `count` blocks from block `from` on: TMMO, π(π(row) + j) + π(row), where
 * π is AES-128 under a key that the binding gives. Guo, Katz, Wang and Yu (IEEE S&P 2020, eprint 2019/074) show it to be tweakable circular
 * correlation robust where π is a random permutation. The tweak j is the row's number in the whole matrix, 64 bits, so no two rows of a matrix have
 * the same, however often this is called. `binding` says for which session, parties and purpose; it belongs to one matrix. With `delta`, 16
 * bytes, the pads are those of row + Δ.
 */
export function padsOf(binding: Uint8Array, columns: Uint8Array, from: number, count: number, delta?: Uint8Array): Uint8Array {
  const rows = transposeBlocks(columns, from, count);
  if (delta !== undefined) addConstant(rows, delta);
  return hashOfRows(binding, rows, from * ROWS_IN_BLOCK);
}

/** The TMMO of `padsOf`, of rows of 16 bytes that stand by themselves: the tweaks count up from `first`, and the binding belongs to them alone. */
export function hashOfRows(binding: Uint8Array, rows: Uint8Array, first = 0): Uint8Array {
  const cipher = aesBlocks(hashParts('mpc ot pad v2', binding).subarray(0, 16));
  const inner = new Uint8Array(cipher.update(rows));
  const tweaked = inner.slice();
  const view = new DataView(tweaked.buffer);
  // 64 bits, big-endian, in the lower half of each row's bytes.
  for (let at = 0, row = first; at < tweaked.length; at += ELEMENT_BYTES, row++) {
    view.setUint32(at, view.getUint32(at) ^ Math.floor(row / 2 ** 32));
    view.setUint32(at + 4, view.getUint32(at + 4) ^ row);
  }
  const pads = new Uint8Array(cipher.update(tweaked));
  addVectors(pads, inner);
  return pads;
}
