import engineModule from '../kernels/generated/engine.js';
import { ITEMS_PER_CALL, type Kernel, loadKernel } from '../kernels/kernel.js';
import { HASH_MEMORY, type HashFunctions, PolynomialHash } from '../kernels/polynomial-hash.js';
import { ELEMENT_BYTES } from '../ot/element.js';
import { countOf, MAC_BYTES, macRows, type MacRows, times } from './rows.js';

/** The hash takes four elements at a time. */
const LANES = 4;
const NO_KEY: MacRows = macRows(1);

/** The exports of `kernels/engine.ts` that this module uses. */
interface WeighFunctions extends HashFunctions {
  widen(target: number, rows: number, bits: number, key: number, count: number): void;
}

interface Scale {
  readonly kernel: Kernel<WeighFunctions>;
  readonly hash: PolynomialHash;
  /** Room for rows, bits, a key and elements, in this order. */
  readonly rows: number;
  readonly bits: number;
  readonly key: number;
  readonly elements: number;
}

let scale: Scale | undefined;

function scaleOf(): Scale {
  if (scale === undefined) {
    const kernel = loadKernel<WeighFunctions>(engineModule, { memoryBytes: HASH_MEMORY + (MAC_BYTES + 1 + ELEMENT_BYTES) * ITEMS_PER_CALL + 1024 });
    const hash = new PolynomialHash(kernel);
    scale = { kernel, hash, rows: kernel.allocate(MAC_BYTES * ITEMS_PER_CALL), bits: kernel.allocate(ITEMS_PER_CALL), key: kernel.allocate(MAC_BYTES), elements: kernel.allocate(ELEMENT_BYTES * ITEMS_PER_CALL) };
  }
  return scale;
}

/**
 * Σ_p χ^p · row_p for p = 1, 2, …: 16 bytes. The weights are powers of one random point over *all* rows. A cheater may choose the errors, and with weights that
 * repeat, two errors could cancel. Another vector of n rows has the same sum with probability at most n/2^128. `weighPlainly` is the definition.
 */
export function weigh(point: Uint8Array, rows: MacRows): Uint8Array {
  return weighSums(point, [{ rows }]);
}

/** Rows, and a bit for each of them, which is 0 by default. */
export interface Weighed {
  readonly rows: MacRows;
  readonly bits?: Uint8Array;
}

/** The same for row_p + bit_p · key, for several vectors one behind the other. Throws a RangeError unless there are as many bits as rows. */
export function weighSums(point: Uint8Array, parts: readonly Weighed[], key: MacRows = NO_KEY): Uint8Array {
  if (parts.some(({ rows, bits }) => bits !== undefined && bits.length !== countOf(rows))) throw new RangeError('vectors of different lengths');
  const count = parts.reduce((sum, { rows }) => sum + countOf(rows), 0);
  if (count === 0) return new Uint8Array(ELEMENT_BYTES);
  const { kernel: { bytes, call }, hash, rows: rowsAt, bits: bitsAt, key: keyAt, elements } = scaleOf();
  bytes.set(bytesOf(key, 0, 1), keyAt);
  // Pieces come in reverse order, so the last part comes first.
  let last = parts.length;
  let start = count;
  const sum = hash.hashPieces(LANES * Math.ceil(count / LANES), point, (from, piece) => {
    bytes.fill(0, rowsAt, bitsAt + ITEMS_PER_CALL);
    for (let to = Math.min(count, from + piece); to > from; ) {
      while (start >= to) start -= countOf((parts[--last] as Weighed).rows);
      const { rows, bits } = parts[last] as Weighed;
      const first = Math.max(from, start);
      bytes.set(bytesOf(rows, first - start, to - start), rowsAt + MAC_BYTES * (first - from));
      if (bits !== undefined) bytes.set(bits.subarray(first - start, to - start), bitsAt + first - from);
      to = first;
    }
    call.widen(elements, rowsAt, bitsAt, keyAt, piece);
    return elements;
  });
  bytes.fill(0, rowsAt, elements + ELEMENT_BYTES * ITEMS_PER_CALL);
  return times(sum, point);
}

function bytesOf(rows: MacRows, from: number, to: number): Uint8Array {
  return new Uint8Array(rows.buffer, rows.byteOffset + MAC_BYTES * from, MAC_BYTES * (to - from));
}
