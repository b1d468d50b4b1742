import { readU64le, readU128le } from '../bytes.js';
import { pages } from '../pages.js';
import { randomBytes } from '../random.js';
import { atOnce, type Steps } from '../steps.js';
import { solveDense } from './dense.js';
import { checkInput, inPieces, MOST_GAP, okvsKernel, placeAll, type OkvsKernel } from './kernel.js';
import { ceilLog2, DENSE_COLUMNS, fullestBin, KEY_BYTES, SEED_BYTES, VALUE_BYTES, type OkvsParameters } from './parameters.js';

/** Decoding makes at most this many passes over a store, each for at least `FEWEST_IN_PASS` keys. */
const MOST_PASSES = 4;
const FEWEST_IN_PASS = 2 ** 16;
/** The most seeds to try. Each fails with a probability of some 2^−40. */
const MOST_SEEDS = 4;

/**
 * Oblivious key-value store of weight 3 in bins, with binary dense columns (Raghuraman and Rindal, eprint 2022/320, sections 2 and 2.1, "separate";
 * docs/protocols/okvs.md). It is a vector of elements of GF(2^128) in which every key stands for the sum of a few elements. For n of the keys, that sum is a
 * value of the encoder's choice. If the values are uniform, so is the vector, whatever the keys are.
 *
 * Keys are distinct digests of 32 bytes. The second half decides the row and must be uniform. If the encoder may cheat, the value must be independent of that
 * half: another part of a random oracle's output.
 */

/**
 * A store in which each of n keys (n × 32 bytes) has its value (n × 16 bytes; without values, the key's first half): `size` × 16 bytes, uniform among all such
 * stores. Undefined if the seed allows none, which `okvsParameters` makes as rare as 2^−40: try another seed. Throws a RangeError on wrong lengths, on more
 * keys than the store is made for, and on duplicate keys.
 */
export function encode(parameters: OkvsParameters, seed: Uint8Array, keys: Uint8Array, values?: Uint8Array): Uint8Array | undefined {
  return atOnce(encodeSteps(parameters, seed, keys, values));
}

/** `encode`, bin by bin. */
export function* encodeSteps(parameters: OkvsParameters, seed: Uint8Array, keys: Uint8Array, values?: Uint8Array): Steps<Uint8Array | undefined> {
  const count = checkInput(seed, keys);
  if (count > parameters.items) throw new RangeError('more keys than the store is made for');
  if (values !== undefined && values.length !== VALUE_BYTES * count) throw new RangeError('a value of 16 bytes is needed for each key');
  const kernel = okvsKernel(parameters, seed, parameters.capacity, 'encode');
  const store = (yield* placeAll(kernel, keys, values ?? 'halves')) ? yield* encodeBins(parameters, kernel) : undefined;
  if (store === undefined && hasDuplicates(keys)) throw new RangeError('a key stands there twice');
  return store;
}

/**
 * A store in which each key has its first half as value, under the first seed from `draw` that allows one. Undefined if several seeds in a row fail. Throws as
 * `encode`.
 */
export function* encodeUnderSomeSeed(parameters: OkvsParameters, keys: Uint8Array, draw = (): Uint8Array => randomBytes(SEED_BYTES)): Steps<{ seed: Uint8Array; store: Uint8Array } | undefined> {
  for (let tries = 0; tries < MOST_SEEDS; tries++) {
    const seed = draw();
    const store = yield* encodeSteps(parameters, seed, keys);
    if (store !== undefined) return { seed, store };
  }
  return undefined;
}

function* encodeBins({ bins, columns, dense, size }: OkvsParameters, kernel: OkvsKernel): Steps<Uint8Array | undefined> {
  const binBytes = VALUE_BYTES * (columns + dense);
  const store = pages(VALUE_BYTES * size);
  for (let bin = 0; bin < bins; bin++) {
    const region = store.subarray(bin * binBytes, (bin + 1) * binBytes);
    // The columns that no row determines keep these random values.
    kernel.bytes.set(randomBytes(binBytes), kernel.store);
    if (!encodeBin(kernel, bin, kernel.store + VALUE_BYTES * columns)) return undefined;
    region.set(kernel.bytes.subarray(kernel.store, kernel.store + binBytes));
    yield;
  }
  return store;
}

function encodeBin(kernel: OkvsKernel, bin: number, denseAt: number): boolean {
  const { call } = kernel;
  const gap = call.peel(bin, MOST_GAP);
  if (gap === -1) return false;
  if (gap > 0 && !closeGap(kernel, bin, gap, denseAt)) return false;
  call.makeTables();
  substituteAll(kernel, bin);
  return true;
}

function substituteAll({ call }: OkvsKernel, bin: number): void {
  const rows = call.peeledRows();
  inPieces(rows, (from, to) => call.substitute(bin, rows - from, rows - to));
}

/** Finds dense columns that satisfy the rows that were set aside as well. */
function closeGap(kernel: OkvsKernel, bin: number, gap: number, denseAt: number): boolean {
  const { call, bytes, equations } = kernel;
  const columns = bytes.subarray(denseAt, denseAt + VALUE_BYTES * DENSE_COLUMNS);
  const random = columns.slice();
  columns.fill(0);
  call.makeTables();
  substituteAll(kernel, bin);
  call.findMasks(bin);
  call.gapEquations(bin, equations);
  const read = Array.from({ length: gap }, (_, i) => ({ mask: readU64le(bytes, equations + 24 * i), sum: readU128le(bytes, equations + 24 * i + 8) }));
  if (!solveDense(read, random)) return false;
  columns.set(random);
  return true;
}

/** The store's values for n keys (n × 32 bytes), whether they were encoded or not: n × 16 bytes. Throws a RangeError on wrong lengths. */
export function decode(parameters: OkvsParameters, seed: Uint8Array, store: Uint8Array, keys: Uint8Array): Uint8Array {
  return atOnce(decodeSteps(parameters, seed, store, keys));
}

/** `decode`, some of the keys at a time and bin by bin. Their rows then need little memory. */
export function* decodeSteps(parameters: OkvsParameters, seed: Uint8Array, store: Uint8Array, keys: Uint8Array): Steps<Uint8Array> {
  const count = checkInput(seed, keys);
  const { bins, columns, dense, size } = parameters;
  if (store.length !== VALUE_BYTES * size) throw new RangeError('a store of another size');
  const perPass = Math.max(FEWEST_IN_PASS, Math.ceil(count / MOST_PASSES));
  // More keys than this in one bin are extremely unlikely, and only cost another pass.
  let capacity = bins === 1 ? perPass : fullestBin(perPass, bins, 40 + ceilLog2(bins));
  let kernel = okvsKernel(parameters, seed, capacity, perPass);
  const values = pages(VALUE_BYTES * count);
  const binBytes = VALUE_BYTES * (columns + dense);
  for (let done = 0; done < count; done += perPass) {
    const part = keys.subarray(KEY_BYTES * done, KEY_BYTES * Math.min(count, done + perPass));
    kernel.words.fill(0, kernel.loads / 4, kernel.loads / 4 + bins);
    while (!(yield* placeAll(kernel, part, 'numbers'))) {
      capacity *= 2;
      kernel = okvsKernel(parameters, seed, capacity, perPass);
    }
    for (let bin = 0; bin < bins; bin++) {
      kernel.bytes.set(store.subarray(bin * binBytes, (bin + 1) * binBytes), kernel.store);
      kernel.call.makeTables();
      inPieces(kernel.words[kernel.loads / 4 + bin] as number, (from, to) => kernel.call.decode(bin, from, to));
      yield;
    }
    values.set(kernel.bytes.subarray(kernel.out, kernel.out + (VALUE_BYTES / KEY_BYTES) * part.length), VALUE_BYTES * done);
  }
  return values;
}

function hasDuplicates(keys: Uint8Array): boolean {
  const seen = new Set<string>();
  for (let at = 0; at < keys.length; at += KEY_BYTES) seen.add(String.fromCharCode(...keys.subarray(at, at + KEY_BYTES)));
  return seen.size !== keys.length / KEY_BYTES;
}
