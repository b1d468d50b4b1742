import { cipherInto } from '../cipher-into.js';
import { hashParts } from '../hash.js';
import { addConstant, addVectors } from '../kernels/field-products.js';
import { packWide, transposeWide } from '../kernels/rows.js';
import { aesBlocks, type BlockCipher } from '../primitives/aes.js';
import { ELEMENT_BYTES } from './element.js';
import { COLUMNS, ROWS_IN_BLOCK } from './extension.js';

/**
 * The rows of a matrix stored by `width` columns, a multiple of 8, for the blocks from `from` on: `count` × 128 rows of width / 8 bytes. It transposes eight
 * rows of eight columns at a time, as two words whose bits are exchanged in three steps (Warren, Hacker's Delight, section 7-3).
 */
export function transposeBlocks(columns: Uint8Array, from: number, count: number, width = COLUMNS): Uint8Array {
  if (width === COLUMNS) return transposeWide(columns, from, count);
  const length = columns.length / width;
  const rowBytes = width / 8;
  const rows = new Uint8Array(count * ROWS_IN_BLOCK * rowBytes);
  for (let byte = 0; byte < rowBytes; byte++) {
    const start = 8 * length * byte + ELEMENT_BYTES * from;
    let row = byte;
    for (let at = start; at < start + ELEMENT_BYTES * count; at++) {
      // Column 0 is in the lowest byte. Afterwards row 0 is.
      let low = (columns[at] as number) | ((columns[at + length] as number) << 8) | ((columns[at + 2 * length] as number) << 16) | ((columns[at + 3 * length] as number) << 24);
      let high = (columns[at + 4 * length] as number) | ((columns[at + 5 * length] as number) << 8) | ((columns[at + 6 * length] as number) << 16) | ((columns[at + 7 * length] as number) << 24);
      let swap = (low ^ (low >>> 7)) & 0x00aa00aa;
      low ^= swap ^ (swap << 7);
      swap = (high ^ (high >>> 7)) & 0x00aa00aa;
      high ^= swap ^ (swap << 7);
      swap = (low ^ (low >>> 14)) & 0x0000cccc;
      low ^= swap ^ (swap << 14);
      swap = (high ^ (high >>> 14)) & 0x0000cccc;
      high ^= swap ^ (swap << 14);
      swap = ((low >>> 4) ^ high) & 0x0f0f0f0f;
      low ^= swap << 4;
      high ^= swap;
      for (let word = low, half = 0; half < 2; word = high, half++) {
        for (let each = 0; each < 4; each++, row += rowBytes) rows[row] = word >>> (8 * each);
      }
    }
  }
  return rows;
}

/**
 * Each block of 128 rows as one element: Σ X^j · row_j, for the blocks from `from` on. From q_j = t_j + x_j · Δ with bits x_j follows Q = T + x · Δ, where x is
 * the block of the 128 bits read as an element. So 128 correlated transfers make one full multiplication. It is computed by columns, Σ X^i · column_i, which is
 * the same sum.
 */
export function packBlocks(columns: Uint8Array, from: number, count: number): Uint8Array {
  return packWide(columns, from, count);
}

/**
 * Pads of 16 bytes for transfers of chosen messages, one for each row of `count` blocks from block `from` on: TMMO, π(π(row) + j) + π(row), where π is AES-128
 * under a key that follows from the binding. Guo, Katz, Wang and Yu (IEEE S&P 2020, eprint 2019/074) show it to be tweakable circular correlation robust if π
 * is a random permutation. The tweak j is the row's number in the whole matrix, 64 bits, so no two rows of a matrix have the same one, however often this is
 * called. `binding` names session, parties and purpose, and belongs to one matrix. With `delta`, 16 bytes, the pads are those of row + Δ.
 */
export function padsOf(binding: Uint8Array, columns: Uint8Array, from: number, count: number, delta?: Uint8Array): Uint8Array {
  return hashOfRows(binding, transposeBlocks(columns, from, count), from * ROWS_IN_BLOCK, delta);
}

/** Bytes to hash at once: larger pieces leave the cache. */
const PIECE = 32 * 1024;

/** The permutation π of `padsOf` for a binding. */
export function padCipher(binding: Uint8Array): BlockCipher {
  return aesBlocks(hashParts('mpc ot pad v2', binding).subarray(0, 16));
}

/**
 * The TMMO of `padsOf` for single rows of 16 bytes. The tweaks count up from `first`, and the binding belongs to these rows alone. With `delta`, 16 bytes, the
 * hashes are those of row + Δ.
 */
export function hashOfRows(binding: Uint8Array, rows: Uint8Array, first = 0, delta?: Uint8Array): Uint8Array {
  const cipher = padCipher(binding);
  const hashes = new Uint8Array(rows.length);
  const [inner, tweaked] = [new Uint8Array(Math.min(PIECE, rows.length)), new Uint8Array(Math.min(PIECE, rows.length))];
  for (let from = 0; from < rows.length; from += PIECE) {
    const to = Math.min(rows.length, from + PIECE);
    let input = rows.subarray(from, to);
    if (delta !== undefined) {
      tweaked.set(input);
      input = tweaked.subarray(0, to - from);
      addConstant(input, delta);
    }
    cipherInto(cipher, input, inner, 0);
    tweaked.set(inner);
    addTweaks(tweaked, to - from, first + from / ELEMENT_BYTES);
    cipherInto(cipher, tweaked.subarray(0, to - from), hashes, from);
    addVectors(hashes.subarray(from, to), inner.subarray(0, to - from));
  }
  inner.fill(0);
  tweaked.fill(0);
  return hashes;
}

/** Adds its number to each row of the first `length` bytes, which begin with row `first`: 64 bits, big-endian, in the lower half of the row's bytes. */
function addTweaks(rows: Uint8Array, length: number, first: number): void {
  for (let at = 0, row = first; at < length; at += ELEMENT_BYTES, row++) {
    const high = Math.floor(row / 2 ** 32);
    for (let byte = 0; byte < 4; byte++) {
      rows[at + byte] = (rows[at + byte] as number) ^ (high >>> (24 - 8 * byte));
      rows[at + 4 + byte] = (rows[at + 4 + byte] as number) ^ (row >>> (24 - 8 * byte));
    }
  }
}
