import { aesCounterMode } from '../primitives/aes.js';
import { addBits } from './bit-vector.js';
import { addRows, addWhere, macRows } from './rows.js';
import { eraseShares, type Shares, sliceShares } from './shares.js';

/** Authenticated shares of x, y and z = x·y, as vectors. */
export interface Triples {
  readonly x: Shares;
  readonly y: Shares;
  readonly z: Shares;
}

/** Uniform shifts below `gates`, by rejection sampling from 32 bytes that nobody could foresee. */
export function shiftsFrom(seed: Uint8Array, gates: number, count: number): number[] {
  const stream = aesCounterMode(seed);
  const limit = 2 ** 32 - (2 ** 32 % gates);
  const shifts: number[] = [];
  while (shifts.length < count) {
    const word = readU32le(stream.update(new Uint8Array(4)));
    if (word < limit) shifts.push(word % gates);
  }
  return shifts;
}

function readU32le(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(0, true);
}

/**
 * y⁰ + y^k of every bucket, layer by layer. The parties open these values. Leaky AND g + s_k of layer k is in bucket g. `Batch` computes it and `combineBuckets`
 * where the leaky ANDs are; the functions here are the definitions that it is compared with.
 */
export function bucketDifferences({ y }: Triples, gates: number, shifts: readonly number[]): Shares {
  const differences = { bits: new Uint8Array(gates * shifts.length), macs: macRows(gates * shifts.length) };
  for (const { at, from, count, layer } of runsOf(gates, shifts)) {
    const to = sliceShares(differences, layer * gates + at, layer * gates + at + count);
    for (const part of [sliceShares(y, at, at + count), sliceShares(y, from, from + count)]) {
      addBits(to.bits, part.bits);
      addRows(to.macs, part.macs);
    }
  }
  return differences;
}

/**
 * x = Σ x^k, y = y⁰, z = z⁰ + Σ (z^k + d_k · x^k), with the opened differences d. The triples take the place of the first layer, and the other layers are
 * overwritten with 0.
 */
export function combineBuckets(leaky: Triples, gates: number, shifts: readonly number[], differences: Uint8Array): Triples {
  const layerOf = (from: number, to: number): Triples => ({ x: sliceShares(leaky.x, from, to), y: sliceShares(leaky.y, from, to), z: sliceShares(leaky.z, from, to) });
  for (const { at, from, count, layer } of runsOf(gates, shifts)) {
    const { x, z } = layerOf(at, at + count);
    const partner = layerOf(from, from + count);
    const d = differences.subarray(layer * gates + at, layer * gates + at + count);
    addBits(x.bits, partner.x.bits);
    addRows(x.macs, partner.x.macs);
    addBits(z.bits, partner.z.bits);
    addRows(z.macs, partner.z.macs);
    addWhere(z.macs, d, partner.x.macs);
    for (let i = 0; i < count; i++) z.bits[i] = (z.bits[i] as number) ^ ((d[i] as number) & (partner.x.bits[i] as number));
  }
  const used = layerOf(gates, gates * (1 + shifts.length));
  for (const part of [used.x, used.y, used.z]) eraseShares(part);
  return layerOf(0, gates);
}

/** Neighbouring buckets whose leaky ANDs of layer `layer` + 1 are neighbours, too. */
export interface Run {
  readonly layer: number;
  /** The first bucket, and the position of its leaky AND. */
  readonly at: number;
  readonly from: number;
  readonly count: number;
}

/** Two runs in each layer but the first, one before and one after the end of the layer. */
export function runsOf(gates: number, shifts: readonly number[]): Run[] {
  return shifts.flatMap((shift, layer) => [
    { layer, at: 0, from: (layer + 1) * gates + shift, count: gates - shift },
    { layer, at: gates - shift, from: (layer + 1) * gates, count: shift },
  ]);
}
