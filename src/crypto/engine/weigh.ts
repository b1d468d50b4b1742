import type { CotFunctions } from '../cot/memory.js';
import cotModule from '../kernels/generated/cot.js';
import { ITEMS_PER_CALL, type Kernel, loadKernel } from '../kernels/kernel.js';
import { HASH_MEMORY, PolynomialHash } from '../kernels/polynomial-hash.js';
import { ELEMENT_BYTES } from '../ot/element.js';
import { countOf, MAC_BYTES, type MacRows, times } from './rows.js';

/** The hash takes four elements at a time. */
const LANES = 4;

interface Scale {
  readonly kernel: Kernel<CotFunctions>;
  readonly hash: PolynomialHash;
  readonly rows: number;
  readonly elements: number;
}

let scale: Scale | undefined;

function scaleOf(): Scale {
  if (scale === undefined) {
    const kernel = loadKernel<CotFunctions>(cotModule, { memoryBytes: HASH_MEMORY + (MAC_BYTES + ELEMENT_BYTES) * ITEMS_PER_CALL });
    scale = { kernel, hash: new PolynomialHash(kernel), rows: kernel.allocate(MAC_BYTES * ITEMS_PER_CALL), elements: kernel.allocate(ELEMENT_BYTES * ITEMS_PER_CALL) };
  }
  return scale;
}

/**
 * Σ_p χ^p · row_p for p = 1, 2, …: 16 bytes. The weights are powers of one random point over *all* rows. A cheater may choose the errors, and with weights that
 * repeat, two errors could cancel. Another vector of n rows has the same sum with probability at most n/2^128. `weighPlainly` is the definition.
 */
export function weigh(point: Uint8Array, rows: MacRows): Uint8Array {
  const count = countOf(rows);
  if (count === 0) return new Uint8Array(ELEMENT_BYTES);
  const { kernel, hash, rows: rowsAt, elements } = scaleOf();
  const bytes = new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength);
  const sum = hash.hashPieces(LANES * Math.ceil(count / LANES), point, (from, piece) => {
    const part = bytes.subarray(MAC_BYTES * from, MAC_BYTES * (from + piece));
    kernel.bytes.set(part, rowsAt);
    kernel.bytes.fill(0, rowsAt + part.length, rowsAt + MAC_BYTES * piece);
    kernel.call.widen(elements, rowsAt, piece);
    return elements;
  });
  kernel.bytes.fill(0, rowsAt, rowsAt + MAC_BYTES * ITEMS_PER_CALL);
  kernel.bytes.fill(0, elements, elements + ELEMENT_BYTES * ITEMS_PER_CALL);
  return times(sum, point);
}
