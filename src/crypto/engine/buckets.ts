import { aesCounterMode } from '../primitives/aes.js';
import { type ShareAlgebra, type Shares, sliceShares } from './shares.js';

/** Authenticated shares of x, y and z = x·y, one behind the other. */
export interface Triples {
  readonly x: Shares;
  readonly y: Shares;
  readonly z: Shares;
}

/** Shifts below `gates`, uniform, from 32 bytes that nobody could foresee: by rejection. */
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

/** y⁰ + y^k of every bucket, layer by layer: what is opened. Leaky AND g + s_k of layer k is in bucket g. */
export function bucketDifferences(algebra: ShareAlgebra, leaky: Triples, gates: number, shifts: readonly number[]): Shares {
  const first = sliceShares(leaky.y, 0, gates);
  return algebra.join(shifts.map((shift, k) => algebra.xor(first, shifted(algebra, leaky.y, gates, k + 1, shift))));
}

/** x = Σ x^k, y = y⁰, z = z⁰ + Σ (z^k + d_k · x^k), with the opened differences d. */
export function combineBuckets(algebra: ShareAlgebra, leaky: Triples, gates: number, shifts: readonly number[], differences: Uint8Array): Triples {
  let x: Shares = sliceShares(leaky.x, 0, gates);
  let z: Shares = sliceShares(leaky.z, 0, gates);
  shifts.forEach((shift, k) => {
    const other = shifted(algebra, leaky.x, gates, k + 1, shift);
    x = algebra.xor(x, other);
    z = algebra.xor(algebra.xor(z, shifted(algebra, leaky.z, gates, k + 1, shift)), algebra.where(other, differences.subarray(k * gates, (k + 1) * gates)));
  });
  const y = sliceShares(leaky.y, 0, gates);
  return { x, y: { bits: y.bits.slice(), macs: y.macs.slice() }, z };
}

/** Leaky AND g + s of a layer at position g. */
function shifted(algebra: ShareAlgebra, shares: Shares, gates: number, layer: number, shift: number): Shares {
  const from = layer * gates;
  return algebra.join([sliceShares(shares, from + shift, from + gates), sliceShares(shares, from, from + shift)]);
}
