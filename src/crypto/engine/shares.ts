import { addBits } from './bit-vector.js';
import type { EngineKeys } from './keys.js';
import { addRows, addWhere, macRows, pickRows, sliceRows, type MacRows } from './rows.js';

/**
 * One party's shares of a vector of authenticated bits in *global form*: bits x_i with Σ x_i = x, and MAC shares m_i with Σ m_i = x · Δ for Δ = Σ Δ^m_i, which
 * nobody knows. Shares are linear, and their size does not depend on the number of parties.
 */
export interface Shares {
  /** One a byte. */
  readonly bits: Uint8Array;
  readonly macs: MacRows;
}

/** The linear operations on shares. `isFirst`: the party in the first seat adds constants to its bit. */
export class ShareAlgebra {
  readonly #keys: EngineKeys;
  readonly #isFirst: boolean;

  constructor(keys: EngineKeys, isFirst: boolean) {
    this.#keys = keys;
    this.#isFirst = isFirst;
  }

  count = ({ bits }: Shares): number => bits.length;

  /** Shares of public bits. */
  constant = (bits: Uint8Array): Shares => {
    const shares = { bits: new Uint8Array(bits.length), macs: macRows(bits.length) };
    this.addConstant(shares, bits);
    return shares;
  };

  /** Adds public bits to shares, in their place. */
  addConstant = (to: Shares, bits: Uint8Array): void => {
    addWhere(to.macs, bits, this.#keys.mac);
    if (this.#isFirst) addBits(to.bits, bits);
  };

  /** Adds shares to those from position `at` on, in their place. */
  addTo = (to: Shares, shares: Shares, at: number): void => {
    const part = sliceShares(to, at, at + shares.bits.length);
    addBits(part.bits, shares.bits);
    addRows(part.macs, shares.macs);
  };

  xor = (a: Shares, b: Shares): Shares => {
    const sum = { bits: a.bits.slice(), macs: a.macs.slice() };
    addBits(sum.bits, b.bits);
    addRows(sum.macs, b.macs);
    return sum;
  };

  not = (a: Shares): Shares => this.xor(a, this.constant(new Uint8Array(a.bits.length).fill(1)));

  pick = (a: Shares, positions: Uint32Array): Shares => {
    const bits = new Uint8Array(positions.length);
    for (let i = 0; i < bits.length; i++) bits[i] = a.bits[positions[i] as number] as number;
    return { bits, macs: pickRows(a.macs, positions) };
  };

  join = (vectors: readonly Shares[]): Shares => {
    const count = vectors.reduce((sum, { bits }) => sum + bits.length, 0);
    const joined = { bits: new Uint8Array(count), macs: macRows(count) };
    let at = 0;
    for (const { bits, macs } of vectors) {
      joined.bits.set(bits, at);
      joined.macs.set(macs, 2 * at);
      at += bits.length;
    }
    return joined;
  };

  /** c + e · b + f · a + e · f, with public bits e and f: the product of x = a + e and y = b + f, where c = a · b. */
  product = (a: Shares, b: Shares, c: Shares, e: Uint8Array, f: Uint8Array): Shares => {
    const [bits, macs] = [c.bits.slice(), c.macs.slice()];
    const { mac } = this.#keys;
    const [low, high] = [mac[0] as number, mac[1] as number];
    const first = this.#isFirst ? 1 : 0;
    for (let i = 0, at = 0; i < bits.length; i++, at += 2) {
      const [left, right] = [e[i] as number, f[i] as number];
      const both = left & right;
      bits[i] = (bits[i] as number) ^ (left & (b.bits[i] as number)) ^ (right & (a.bits[i] as number)) ^ (both & first);
      macs[at] = (macs[at] as number) ^ (-left & (b.macs[at] as number)) ^ (-right & (a.macs[at] as number)) ^ (-both & low);
      macs[at + 1] = (macs[at + 1] as number) ^ (-left & (b.macs[at + 1] as number)) ^ (-right & (a.macs[at + 1] as number)) ^ (-both & high);
    }
    return { bits, macs };
  };

  /** The elements times public bits. */
  where = (a: Shares, bits: Uint8Array): Shares => {
    const macs = macRows(bits.length);
    addWhere(macs, bits, a.macs);
    const products = a.bits.slice();
    for (let i = 0; i < products.length; i++) products[i] = (products[i] as number) & (bits[i] as number);
    return { bits: products, macs };
  };
}

export function sliceShares({ bits, macs }: Shares, from: number, to: number): Shares {
  return { bits: bits.subarray(from, to), macs: sliceRows(macs, from, to) };
}

export function eraseShares({ bits, macs }: Shares): void {
  bits.fill(0);
  macs.fill(0);
}
