import { hashOfRows } from '../ot/rows.js';
import { HASH_BYTES, type HashRows, type MacRows } from './rows.js';

/**
 * Leaky ANDs compute shares of z = x·y from shares of random x, y, r. A cheater may learn bits of x that it guesses correctly, and is caught if it guesses
 * wrong. They follow Wang, Ranellucci and Katz (eprint 2017/189), with two keys: hash rows of x go into the hash, all other rows are MAC rows.
 * `docs/protocols/triples.md` has the steps and the argument. This module has the arithmetic between two parties, without the network. The engine computes
 * all of it in `PieceMemory`; the functions here are the definitions that it is compared with.
 *
 * H(row, tweak) is the TMMO of `ot/rows.ts`. Its bits 0 to 63 mask U, and bit 64 masks the half product.
 */
export interface PairHashes {
  /** H(K) and H(K + Δ^h) of this party's keys for the other's x. */
  readonly zero: Uint8Array;
  readonly one: Uint8Array;
  /** H(M) of this party's own x under the other's key. */
  readonly own: Uint8Array;
}

/** The byte of the hash whose lowest bit masks the half product. */
const HALF_BYTE = 8;

/**
 * `outward` and `inward` name session, direction, layer and purpose: in this party's hashes towards the other, and in the other's hashes towards this party.
 */
export function hashPair(outward: Uint8Array, inward: Uint8Array, keys: HashRows, delta: Uint8Array, macs: HashRows): PairHashes {
  return { zero: hashOfRows(outward, keys), one: hashOfRows(outward, keys, 0, delta), own: hashOfRows(inward, macs) };
}

function halfBit(hashes: Uint8Array, gate: number): number {
  return (hashes[HASH_BYTES * gate + HALF_BYTE] as number) & 1;
}

/** The half products x_other · y for the other party, which takes the one for its x. `masks`, this party's shares of them, masks them. */
export function offerHalves({ zero, one }: PairHashes, y: Uint8Array, masks: Uint8Array): { zeros: Uint8Array; ones: Uint8Array } {
  const [zeros, ones] = [masks.slice(), masks.slice()];
  for (let gate = 0; gate < zeros.length; gate++) {
    zeros[gate] = (zeros[gate] as number) ^ halfBit(zero, gate);
    ones[gate] = (ones[gate] as number) ^ halfBit(one, gate) ^ (y[gate] as number);
  }
  return { zeros, ones };
}

/** This party's shares of x · y_other. */
export function takeHalves({ own }: PairHashes, x: Uint8Array, zeros: Uint8Array, ones: Uint8Array): Uint8Array {
  const shares = zeros.slice();
  for (let gate = 0; gate < shares.length; gate++) {
    shares[gate] = halfBit(own, gate) ^ (zeros[gate] as number) ^ ((x[gate] as number) & ((zeros[gate] as number) ^ (ones[gate] as number)));
  }
  return shares;
}

/** Hashes as words, four for each hash. The first two mask U. Hashes in memory of their own begin at a word boundary. */
function wordsOf(hashes: Uint8Array): Int32Array {
  return new Int32Array(hashes.buffer, hashes.byteOffset, hashes.length / 4);
}

/** U = H(K) + H(K + Δ^h) + φ, for the other party. φ is this party's MAC share of y. */
export function offerU({ zero, one }: PairHashes, phi: MacRows): MacRows {
  const [a, b] = [wordsOf(zero), wordsOf(one)];
  const u = phi.slice();
  for (let i = 0, at = 0; i < u.length; i += 2, at += 4) {
    u[i] = (u[i] as number) ^ (a[at] as number) ^ (b[at] as number);
    u[i + 1] = (u[i + 1] as number) ^ (a[at + 1] as number) ^ (b[at + 1] as number);
  }
  return u;
}

/** Adds this pair's part of this party's share of x·y·Δ to `sum`: H(K), and H(M) + x·U with the other party's U. */
export function addPair(sum: MacRows, { zero, own }: PairHashes, x: Uint8Array, theirs: MacRows): void {
  const [a, b] = [wordsOf(zero), wordsOf(own)];
  for (let gate = 0, i = 0, at = 0; i < sum.length; gate++, i += 2, at += 4) {
    const mask = -(x[gate] as number);
    sum[i] = (sum[i] as number) ^ (a[at] as number) ^ (b[at] as number) ^ ((theirs[i] as number) & mask);
    sum[i + 1] = (sum[i + 1] as number) ^ (a[at + 1] as number) ^ (b[at + 1] as number) ^ ((theirs[i + 1] as number) & mask);
  }
}

/** x · y of one party's own bits. */
export function ownProducts(x: Uint8Array, y: Uint8Array): Uint8Array {
  const products = x.slice();
  for (let gate = 0; gate < products.length; gate++) products[gate] = (x[gate] as number) & (y[gate] as number);
  return products;
}
