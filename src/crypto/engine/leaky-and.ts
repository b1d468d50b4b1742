import { addConstant } from '../kernels/field-products.js';
import { hashOfRows } from '../ot/rows.js';
import { HASH_BYTES, macRows, type HashRows, type MacRows } from './rows.js';

/**
 * Leaky ANDs: from shares of random x, y, r come shares of z = x·y, where a cheater may learn bits of x that it guesses right, and is caught where it guesses wrong. Wang, Ranellucci and Katz (eprint 2017/189), with
 * two keys: hash rows of x go into the hash, everything else is MAC rows. `docs/protocols/triples.md` has steps and argument. This is the arithmetic between two parties, without the network.
 *
 * H(row, tweak) is the TMMO of `ot/rows.ts`. Bits 0 to 63 of it mask U, bit 64 the half product.
 */
export interface PairHashes {
  /** H(K) and H(K + Δ^h) of this party's keys for the other's x. */
  readonly zero: Uint8Array;
  readonly one: Uint8Array;
  /** H(M) of this party's own x under the other's key. */
  readonly own: Uint8Array;
}

/** Bit of the hash that masks the half product. */
const HALF_BYTE = 8;

/** `outward`, `inward`: what names session, direction, layer and purpose in the hashes towards the other, and in the other's. */
export function hashPair(outward: Uint8Array, inward: Uint8Array, keys: HashRows, delta: Uint8Array, macs: HashRows): PairHashes {
  const shifted = keys.slice();
  addConstant(shifted, delta);
  const hashes = { zero: hashOfRows(outward, keys), one: hashOfRows(outward, shifted), own: hashOfRows(inward, macs) };
  shifted.fill(0);
  return hashes;
}

export function erasePair({ zero, one, own }: PairHashes): void {
  for (const part of [zero, one, own]) part.fill(0);
}

function halfBit(hashes: Uint8Array, gate: number): number {
  return (hashes[HASH_BYTES * gate + HALF_BYTE] as number) & 1;
}

/** The half products x_other · y, masked by `masks`, this party's shares of them: for the other to take the one of its x. */
export function offerHalves({ zero, one }: PairHashes, y: Uint8Array, masks: Uint8Array): { zeros: Uint8Array; ones: Uint8Array } {
  const zeros = masks.map((mask, gate) => mask ^ halfBit(zero, gate));
  const ones = masks.map((mask, gate) => mask ^ halfBit(one, gate) ^ (y[gate] as number));
  return { zeros, ones };
}

/** This party's shares of x · y_other. */
export function takeHalves({ own }: PairHashes, x: Uint8Array, zeros: Uint8Array, ones: Uint8Array): Uint8Array {
  return x.map((bit, gate) => halfBit(own, gate) ^ (zeros[gate] as number) ^ (bit & ((zeros[gate] as number) ^ (ones[gate] as number))));
}

function lowHalves(hashes: Uint8Array): MacRows {
  const words = new Int32Array(hashes.buffer, hashes.byteOffset, hashes.length / 4);
  const rows = macRows(hashes.length / HASH_BYTES);
  for (let gate = 0; 2 * gate < rows.length; gate++) {
    rows[2 * gate] = words[4 * gate] as number;
    rows[2 * gate + 1] = words[4 * gate + 1] as number;
  }
  return rows;
}

/** U = H(K) + H(K + Δ^h) + φ, for the other; φ is this party's MAC share of y. */
export function offerU({ zero, one }: PairHashes, phi: MacRows): MacRows {
  const [a, b] = [lowHalves(zero), lowHalves(one)];
  return phi.map((word, i) => word ^ (a[i] as number) ^ (b[i] as number));
}

/** What this pair adds to this party's share of x·y·Δ: H(K), and H(M) + x·U of the other's U. */
export function addPair(sum: MacRows, { zero, own }: PairHashes, x: Uint8Array, theirs: MacRows): void {
  const [a, b] = [lowHalves(zero), lowHalves(own)];
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) ^ (a[i] as number) ^ (b[i] as number) ^ ((theirs[i] as number) & -(x[i >> 1] as number));
}

/** x · y of one party's own bits. */
export function ownProducts(x: Uint8Array, y: Uint8Array): Uint8Array {
  return x.map((bit, gate) => bit & (y[gate] as number));
}

