// The sizes of a store, and the addresses of its regions as the host laid them out, for kernels/okvs.ts.

export let bins: u32 = 0;
export let columns: u32 = 0;
export let capacity: u32 = 0;

// The addresses of the regions. The host sets them.
export let seedAt: usize = 0;
export let keysAt: usize = 0;
export let valuesAt: usize = 0;
/** One u32 for each bin: the number of rows in it. */
export let loadsAt: usize = 0;
/** For each row, bin by bin: three positions (16 bits each), the dense bits (64), and the value (128) or the number of the item (32). */
export let sparseAt: usize = 0;
export let denseAt: usize = 0;
export let payloadAt: usize = 0;
/** For one bin: its columns and then its dense columns, 16 bytes each. */
export let storeAt: usize = 0;
export let tablesAt: usize = 0;
export let stateAt: usize = 0;
export let queueAt: usize = 0;
export let orderAt: usize = 0;
export let gapAt: usize = 0;
/** For one bin, one u64 for each column: the dense columns that it depends on. */
export let masksAt: usize = 0;
export let outAt: usize = 0;

export function setSizes(binCount: u32, columnCount: u32, rowCapacity: u32): void {
  bins = binCount;
  columns = columnCount;
  capacity = rowCapacity;
}

export function setInput(seed: usize, keys: usize, values: usize): void {
  seedAt = seed;
  keysAt = keys;
  valuesAt = values;
}

export function setRows(loads: usize, sparse: usize, dense: usize, payload: usize): void {
  loadsAt = loads;
  sparseAt = sparse;
  denseAt = dense;
  payloadAt = payload;
}

export function setStore(store: usize, tables: usize, out: usize): void {
  storeAt = store;
  tablesAt = tables;
  outAt = out;
}

export function setSolver(state: usize, queue: usize, order: usize, gapRows: usize, masks: usize): void {
  stateAt = state;
  queueAt = queue;
  orderAt = order;
  gapAt = gapRows;
  masksAt = masks;
}
