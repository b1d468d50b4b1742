// The inner loops of an oblivious key-value store (src/crypto/okvs, docs/protocols/okvs.md).
// Hashes of the party's own items decide which positions and table entries are read, so the cache could reveal something about those hashes to another program
// on the same machine. This follows from the data structure, which consists of random access.

import {
  bins,
  capacity,
  columns,
  denseAt,
  gapAt,
  keysAt,
  loadsAt,
  masksAt,
  orderAt,
  outAt,
  payloadAt,
  queueAt,
  seedAt,
  sparseAt,
  stateAt,
  storeAt,
  tablesAt,
  valuesAt,
} from './lib/okvs-layout';

export { heapBase } from './lib/memory';
export { setInput, setRows, setSizes, setSolver, setStore } from './lib/okvs-layout';

const TABLES: i32 = 8;
/** Adds one row to the state of a column. The bits below hold the exclusive or of the rows' numbers. */
const ONE_ROW: u32 = 0x10000;
const ROW: u32 = 0xffff;
/** The fractional bits of the golden ratio, made odd: a constant without structure of its own. */
const GOLDEN: u64 = 0x9e3779b97f4a7c15;

/** How many rows the last `peel` removed, and how many it set aside. */
let peeled: i32 = 0;
let gap: i32 = 0;

/** A bijection of 64-bit words that the seed chooses: uniform words stay uniform, and another seed gives other rows. */
@inline
function mix(word: u64, offset: usize, factor: usize): u64 {
  let x = (word ^ load<u64>(seedAt + offset)) * (load<u64>(seedAt + factor) | 1);
  x ^= x >> 32;
  x *= GOLDEN;
  return x ^ (x >> 29);
}

/** ⌊x · n / 2^64⌋ for n < 2^32. The next draw uses x · n modulo 2^64. */
@inline
function draw(x: u64, n: u64): u32 {
  return <u32>(((x >> 32) * n + (((x & 0xffffffff) * n) >> 32)) >> 32);
}

/**
 * Puts `count` items into their bins, starting with item number `first`. Keys have 32 bytes, and their second half decides the bin. Values have 16 bytes and
 * lie `stride` bytes apart; with a stride of 0, the items' numbers take their place. Returns 1 if a bin is full, and 0 otherwise.
 */
export function place(count: i32, first: i32, stride: i32): i32 {
  for (let i: i32 = 0; i < count; i++) {
    let x = mix(load<u64>(keysAt + 32 * i, 16), 0, 16);
    const bin = draw(x, bins);
    x *= bins;
    const p0 = draw(x, columns);
    x *= columns;
    let p1 = draw(x, columns - 1);
    x *= columns - 1;
    let p2 = draw(x, columns - 2);
    p1 += <u32>(p1 >= p0);
    p2 += <u32>(p2 >= min(p0, p1));
    p2 += <u32>(p2 >= max(p0, p1));
    const filled = load<u32>(loadsAt + 4 * bin);
    if (filled == capacity) return 1;
    store<u32>(loadsAt + 4 * bin, filled + 1);
    const row = <usize>(bin * capacity + filled);
    store<u64>(sparseAt + 8 * row, <u64>p0 | (<u64>p1 << 16) | (<u64>p2 << 32));
    store<u64>(denseAt + 8 * row, mix(load<u64>(keysAt + 32 * i, 24), 8, 24));
    if (stride != 0) v128.store(payloadAt + 16 * row, v128.load(valuesAt + stride * i));
    else store<u32>(payloadAt + 4 * row, first + i);
  }
  return 0;
}

@inline
function addRow(position: usize, row: u32): void {
  const at = stateAt + 4 * position;
  store<u32>(at, (load<u32>(at) + ONE_ROW) ^ row);
}

/** Removes a row from a column. Queues the column if one row is left in it. Returns the new end of the queue. */
@inline
function takeRow(position: usize, row: u32, end: usize): usize {
  const at = stateAt + 4 * position;
  const left = (load<u32>(at) - ONE_ROW) ^ row;
  store<u32>(at, left);
  store<u16>(end, <u16>position);
  return end + 2 * <usize>(left >> 16 == 1);
}

@inline
function takeAll(positions: u64, row: u32, end: usize): usize {
  end = takeRow(<usize>(positions & 0xffff), row, end);
  end = takeRow(<usize>((positions >> 16) & 0xffff), row, end);
  return takeRow(<usize>(positions >> 32), row, end);
}

/**
 * Triangulates a bin: repeatedly removes a row that is the only one in some column. If there is no such row, it sets aside a row of the column with the fewest
 * rows. Returns how many rows were set aside, or −1 if there would be more than `mostGap`.
 */
export function peel(bin: u32, mostGap: i32): i32 {
  const rows = load<u32>(loadsAt + 4 * bin);
  const sparse = sparseAt + <usize>(8 * bin * capacity);
  memory.fill(stateAt, 0, 4 * columns);
  for (let row: u32 = 0; row < rows; row++) {
    const positions = load<u64>(sparse + 8 * row);
    addRow(<usize>(positions & 0xffff), row);
    addRow(<usize>((positions >> 16) & 0xffff), row);
    addRow(<usize>(positions >> 32), row);
  }
  // The queue is first in, first out: the next entry does not depend on the entry just added, so the processor can work ahead. A column comes down to a single
  // row at most once, so the queue never wraps.
  let next = queueAt;
  let end = queueAt;
  for (let column: u32 = 0; column < columns; column++) {
    store<u16>(end, <u16>column);
    end += 2 * <usize>(load<u32>(stateAt + 4 * column) >> 16 == 1);
  }
  peeled = 0;
  gap = 0;
  while (true) {
    let order = orderAt + 4 * peeled;
    while (next != end) {
      const column = <u32>load<u16>(next);
      next += 2;
      const alone = load<u32>(stateAt + 4 * column);
      if (alone >> 16 != 1) continue;
      const row = alone & ROW;
      store<u32>(order, row | (column << 16));
      order += 4;
      end = takeAll(load<u64>(sparse + 8 * row), row, end);
    }
    peeled = <i32>((order - orderAt) >> 2);
    if (<u32>(peeled + gap) == rows) return gap;
    if (gap == mostGap) return -1;
    const row = rowToSetAside(sparse, rows);
    store<u32>(gapAt + 4 * gap, row);
    gap++;
    end = takeAll(load<u64>(sparse + 8 * row), row, end);
  }
}

/** A row of the column that has the fewest rows, but at least one. Slow, and seldom needed. */
function rowToSetAside(sparse: usize, rows: u32): u32 {
  let fewest: u32 = 0xffffffff;
  let chosen: u32 = 0;
  for (let column: u32 = 0; column < columns; column++) {
    const degree = load<u32>(stateAt + 4 * column) >> 16;
    if (degree != 0 && degree < fewest) {
      fewest = degree;
      chosen = column;
    }
  }
  for (let row: u32 = 0; row < rows; row++) {
    const positions = load<u64>(sparse + 8 * row);
    if (<u32>(positions & 0xffff) != chosen && <u32>((positions >> 16) & 0xffff) != chosen && <u32>(positions >> 32) != chosen) continue;
    if (isLeft(row)) return row;
  }
  return unreachable();
}

function isLeft(row: u32): bool {
  for (let i = 0; i < peeled; i++) if ((load<u32>(orderAt + 4 * i) & ROW) == row) return false;
  for (let i = 0; i < gap; i++) if (load<u32>(gapAt + 4 * i) == row) return false;
  return true;
}

export function peeledRows(): i32 {
  return peeled;
}

/** Eight tables of 256 sums of the bin's dense columns, so that a dense row costs eight look-ups. */
export function makeTables(): void {
  const dense = storeAt + 16 * <usize>columns;
  for (let table = 0; table < TABLES; table++) {
    const at = tablesAt + 4096 * table;
    v128.store(at, i32x4.splat(0));
    for (let bit = 0; bit < 8; bit++) {
      const value = v128.load(dense + 16 * (8 * table + bit));
      const half = 16 << bit;
      for (let from = 0; from < half; from += 16) v128.store(at + half + from, v128.xor(v128.load(at + from), value));
    }
  }
}

@inline
function column(position: u64): v128 {
  return v128.load(storeAt + 16 * <usize>position);
}

@inline
function entry(bits: u64, table: usize): v128 {
  return v128.load(tablesAt + 4096 * table + 16 * <usize>((bits >> (8 * table)) & 0xff));
}

/** The inner product of a row with the store. */
@inline
function product(positions: u64, bits: u64): v128 {
  const sparse = v128.xor(v128.xor(column(positions & 0xffff), column((positions >> 16) & 0xffff)), column(positions >> 32));
  const a = v128.xor(v128.xor(entry(bits, 0), entry(bits, 1)), v128.xor(entry(bits, 2), entry(bits, 3)));
  const b = v128.xor(v128.xor(entry(bits, 4), entry(bits, 5)), v128.xor(entry(bits, 6), entry(bits, 7)));
  return v128.xor(sparse, v128.xor(a, b));
}

/**
 * Computes the values of the peeled rows' columns, the last peeled row first: rows `from` − 1 down to `to` of the order. The other columns of the store keep
 * their values. The old values of these columns do not matter.
 */
export function substitute(bin: u32, from: i32, to: i32): void {
  const base = <usize>(bin * capacity);
  for (let i = from - 1; i >= to; i--) {
    const step = load<u32>(orderAt + 4 * i);
    const row = base + <usize>(step & ROW);
    const target = storeAt + 16 * <usize>(step >> 16);
    const others = v128.xor(product(load<u64>(sparseAt + 8 * row), load<u64>(denseAt + 8 * row)), v128.load(target));
    v128.store(target, v128.xor(others, v128.load(payloadAt + 16 * row)));
  }
}

/** Finds the dense columns that each column depends on, after `peel`. */
export function findMasks(bin: u32): void {
  const base = <usize>(bin * capacity);
  memory.fill(masksAt, 0, 8 * columns);
  for (let i = peeled - 1; i >= 0; i--) {
    const step = load<u32>(orderAt + 4 * i);
    const row = base + <usize>(step & ROW);
    // The column's own mask is still zero.
    store<u64>(masksAt + 8 * <usize>(step >> 16), maskOf(row));
  }
}

@inline
function maskOf(row: usize): u64 {
  const positions = load<u64>(sparseAt + 8 * row);
  const sparse = load<u64>(masksAt + 8 * <usize>(positions & 0xffff)) ^ load<u64>(masksAt + 8 * <usize>((positions >> 16) & 0xffff)) ^ load<u64>(masksAt + 8 * <usize>(positions >> 32));
  return sparse ^ load<u64>(denseAt + 8 * row);
}

/**
 * For each row that was set aside, writes the equation for the dense columns to `out`, 24 bytes a row: their bits (8 bytes) and their sum (16). The dense
 * columns of the store must be zero during this call.
 */
export function gapEquations(bin: u32, out: usize): void {
  const base = <usize>(bin * capacity);
  for (let i = 0; i < gap; i++) {
    const row = base + <usize>load<u32>(gapAt + 4 * i);
    store<u64>(out + 24 * i, maskOf(row));
    v128.store(out + 24 * i + 8, v128.xor(product(load<u64>(sparseAt + 8 * row), 0), v128.load(payloadAt + 16 * row)));
  }
}

/** Decodes rows `from` … `to` − 1 of a bin, whose columns are in `store`. Writes 16 bytes for each, at the position of its item. */
export function decode(bin: u32, from: u32, to: u32): void {
  const base = <usize>(bin * capacity);
  for (let row = base + from; row < base + to; row++) {
    v128.store(outAt + 16 * <usize>load<u32>(payloadAt + 4 * row), product(load<u64>(sparseAt + 8 * row), load<u64>(denseAt + 8 * row)));
  }
}
