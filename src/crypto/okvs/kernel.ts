import okvsModule from '../kernels/generated/okvs.js';
import { ITEMS_PER_CALL, loadKernel, type Kernel } from '../kernels/kernel.js';
import type { Steps } from '../steps.js';
import { DENSE_COLUMNS, KEY_BYTES, SEED_BYTES, VALUE_BYTES, type OkvsParameters } from './parameters.js';

const TABLE_BYTES = 8 * 256 * VALUE_BYTES;
/** Items to place in bins in some milliseconds. */
const ITEMS_PER_STEP = 16 * ITEMS_PER_CALL;
const ALIGNMENT_LOSS = 64 * 16;
/** The most rows that may be set aside in a bin before encoding gives up. With this many, 64 dense columns still solve all but one in 2^24 cases. */
export const MOST_GAP = 40;

/** The exports of kernels/okvs.ts, which says what they do. */
export interface OkvsFunctions {
  setSizes(bins: number, columns: number, capacity: number): void;
  setInput(seed: number, keys: number, values: number): void;
  setRows(loads: number, sparse: number, dense: number, payload: number): void;
  setStore(store: number, tables: number, out: number): void;
  setSolver(state: number, queue: number, order: number, gapRows: number, masks: number): void;
  place(count: number, first: number, stride: number): number;
  peel(bin: number, mostGap: number): number;
  peeledRows(): number;
  makeTables(): void;
  substitute(bin: number, from: number, to: number): void;
  findMasks(bin: number): void;
  gapEquations(bin: number, out: number): void;
  decode(bin: number, from: number, to: number): void;
}

/** A kernel with its memory laid out for one store. Addresses are in bytes. */
export interface OkvsKernel extends Kernel<OkvsFunctions> {
  readonly keys: number;
  readonly values: number;
  readonly loads: number;
  /** The columns of one bin. */
  readonly store: number;
  readonly equations: number;
  /** Decoded values, in the order of the items. */
  readonly out: number;
}

/** Lays out a kernel to encode (values in the rows, memory for the solver) or to decode `outputs` items. A bin has room for `capacity` rows. */
export function okvsKernel({ bins, columns }: OkvsParameters, seed: Uint8Array, capacity: number, outputs: number | 'encode'): OkvsKernel {
  const encodes = outputs === 'encode';
  const rows = bins * capacity;
  const sizes = {
    seed: SEED_BYTES,
    keys: ITEMS_PER_CALL * KEY_BYTES,
    values: encodes ? ITEMS_PER_CALL * KEY_BYTES : 0,
    loads: 4 * bins,
    sparse: 8 * rows,
    dense: 8 * rows,
    payload: encodes ? VALUE_BYTES * rows : 4 * rows,
    store: VALUE_BYTES * (columns + DENSE_COLUMNS),
    tables: TABLE_BYTES,
    // The kernel writes one entry beyond the end of the queue before it decides whether to count the entry.
    queue: encodes ? 2 * (columns + 2) : 0,
    state: encodes ? 4 * columns : 0,
    order: encodes ? 4 * capacity : 0,
    gapRows: encodes ? 4 * MOST_GAP : 0,
    masks: encodes ? 8 * columns : 0,
    equations: encodes ? 24 * MOST_GAP : 0,
    out: encodes ? 0 : VALUE_BYTES * outputs,
  };
  const kernel = loadKernel<OkvsFunctions>(okvsModule, { memoryBytes: Object.values(sizes).reduce((sum, bytes) => sum + bytes, ALIGNMENT_LOSS) });
  const at = Object.fromEntries(Object.entries(sizes).map(([name, bytes]) => [name, kernel.allocate(bytes)])) as Record<keyof typeof sizes, number>;
  const { call, bytes } = kernel;
  bytes.set(seed, at.seed);
  call.setSizes(bins, columns, capacity);
  call.setInput(at.seed, at.keys, at.values);
  call.setRows(at.loads, at.sparse, at.dense, at.payload);
  call.setStore(at.store, at.tables, at.out);
  call.setSolver(at.state, at.queue, at.order, at.gapRows, at.masks);
  return { ...kernel, keys: at.keys, values: at.values, loads: at.loads, store: at.store, equations: at.equations, out: at.out };
}

/** Puts all items into their bins, with the given values, with the first halves of their keys as values, or with their numbers. False if a bin is full. */
export function* placeAll(kernel: OkvsKernel, keys: Uint8Array, values: Uint8Array | 'halves' | 'numbers'): Steps<boolean> {
  const count = keys.length / KEY_BYTES;
  for (let from = 0; from < count; from += ITEMS_PER_CALL) {
    const to = Math.min(count, from + ITEMS_PER_CALL);
    kernel.bytes.set(keys.subarray(KEY_BYTES * from, KEY_BYTES * to), kernel.keys);
    if (values instanceof Uint8Array) kernel.bytes.set(values.subarray(VALUE_BYTES * from, VALUE_BYTES * to), kernel.values);
    else if (values === 'halves') kernel.bytes.copyWithin(kernel.values, kernel.keys, kernel.keys + KEY_BYTES * (to - from));
    const stride = values === 'numbers' ? 0 : values === 'halves' ? KEY_BYTES : VALUE_BYTES;
    if (kernel.call.place(to - from, from, stride) !== 0) return false;
    if (to % ITEMS_PER_STEP === 0) yield;
  }
  return true;
}

/** Calls `work` for `count` items, at most `ITEMS_PER_CALL` at a time. */
export function inPieces(count: number, work: (from: number, to: number) => void): void {
  for (let from = 0; from < count; from += ITEMS_PER_CALL) work(from, Math.min(count, from + ITEMS_PER_CALL));
}

/** Throws a RangeError unless seed and keys have the right lengths. Returns the number of keys. */
export function checkInput(seed: Uint8Array, keys: Uint8Array): number {
  if (seed.length !== SEED_BYTES) throw new RangeError('a seed of 32 bytes is needed');
  const count = keys.length / KEY_BYTES;
  if (!Number.isInteger(count)) throw new RangeError('keys of 32 bytes each are needed');
  return count;
}
