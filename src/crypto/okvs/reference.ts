import { readU64le, readU128le, writeU128le } from '../bytes.js';
import { randomBytes } from '../random.js';
import { checkInput } from './kernel.js';
import { DENSE_COLUMNS, KEY_BYTES, VALUE_BYTES, type OkvsParameters } from './parameters.js';

/** The store as docs/protocols/okvs.md defines it, slow and plain. The kernel is compared with it. */

const GOLDEN = 0x9e3779b97f4a7c15n;
const u64 = (x: bigint) => BigInt.asUintN(64, x);

function mix(seed: Uint8Array, word: bigint, which: 0 | 1): bigint {
  let x = u64((word ^ readU64le(seed, 8 * which)) * (readU64le(seed, 16 + 8 * which) | 1n));
  x ^= x >> 32n;
  x = u64(x * GOLDEN);
  return x ^ (x >> 29n);
}

/** The indices of the store's elements whose sum is a key's value. `at` is the position of the key in `keys`. */
export function rowOf({ bins, columns, dense }: OkvsParameters, seed: Uint8Array, keys: Uint8Array, at: number): number[] {
  let x = mix(seed, readU64le(keys, at + 16), 0);
  const draw = (n: number): number => {
    const product = x * BigInt(n);
    x = u64(product);
    return Number(product >> 64n);
  };
  const first = draw(bins) * (columns + dense);
  // Three different columns: each draw is a position among the remaining columns.
  const sparse: number[] = [];
  for (const left of [columns, columns - 1, columns - 2]) {
    let column = draw(left);
    for (const taken of sparse.slice().sort((a, b) => a - b)) if (column >= taken) column++;
    sparse.push(column);
  }
  const bits = mix(seed, readU64le(keys, at + 24), 1);
  const ones = Array.from({ length: DENSE_COLUMNS }, (_, column) => column).filter((column) => ((bits >> BigInt(column)) & 1n) === 1n);
  return [...sparse, ...ones.map((column) => columns + column)].map((column) => first + column);
}

/** As `decode`. */
export function decodeReference(parameters: OkvsParameters, seed: Uint8Array, store: Uint8Array, keys: Uint8Array): Uint8Array {
  const count = checkInput(seed, keys);
  const values = new Uint8Array(VALUE_BYTES * count);
  for (let i = 0; i < count; i++) {
    const row = rowOf(parameters, seed, keys, KEY_BYTES * i);
    writeU128le(values, VALUE_BYTES * i, row.reduce((sum, element) => sum ^ readU128le(store, VALUE_BYTES * element), 0n));
  }
  return values;
}

/** As `encode`, by Gaussian elimination over all columns, in time cubic in the number of keys. It solves every system that has a solution. */
export function encodeReference(parameters: OkvsParameters, seed: Uint8Array, keys: Uint8Array, values: Uint8Array): Uint8Array | undefined {
  const count = checkInput(seed, keys);
  const solved: { mask: bigint; value: bigint; pivot: number }[] = [];
  for (let i = 0; i < count; i++) {
    let mask = rowOf(parameters, seed, keys, KEY_BYTES * i).reduce((bits, element) => bits | (1n << BigInt(element)), 0n);
    let value = readU128le(values, VALUE_BYTES * i);
    for (const each of solved) {
      if (((mask >> BigInt(each.pivot)) & 1n) === 0n) continue;
      mask ^= each.mask;
      value ^= each.value;
    }
    if (mask === 0n) return undefined;
    solved.push({ mask, value, pivot: mask.toString(2).length - 1 });
  }
  const store = randomBytes(VALUE_BYTES * parameters.size);
  for (const { mask, value, pivot } of solved.reverse()) {
    let rest = value;
    for (let element = 0; element < pivot; element++) if (((mask >> BigInt(element)) & 1n) === 1n) rest ^= readU128le(store, VALUE_BYTES * element);
    writeU128le(store, VALUE_BYTES * pivot, rest);
  }
  return store;
}
