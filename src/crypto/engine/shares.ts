import { addBits } from './bit-vector.js';
import type { EngineKeys } from './keys.js';
import { addRows, addWhere, macRows, pickRows, sliceRows, type MacRows } from './rows.js';

/**
 * One party's shares of a vector of authenticated bits in *global form*: bits x_i with Σ x_i = x, and MAC shares m_i with Σ m_i = x · Δ for Δ = Σ Δ^m_i, which nobody knows. Linear, and as
 * large for many parties as for two.
 */
export interface Shares {
  /** One a byte. */
  readonly bits: Uint8Array;
  readonly macs: MacRows;
}

/** What is linear in shares. `isFirst`: the first seat adds constants to its bit. */
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
    const macs = macRows(bits.length);
    addWhere(macs, bits, this.#keys.mac);
    return { bits: this.#isFirst ? bits.slice() : new Uint8Array(bits.length), macs };
  };

  xor = (a: Shares, b: Shares): Shares => {
    const sum = { bits: a.bits.slice(), macs: a.macs.slice() };
    addBits(sum.bits, b.bits);
    addRows(sum.macs, b.macs);
    return sum;
  };

  not = (a: Shares): Shares => this.xor(a, this.constant(new Uint8Array(a.bits.length).fill(1)));

  pick = (a: Shares, positions: Uint32Array): Shares => ({ bits: Uint8Array.from(positions, (position) => a.bits[position] as number), macs: pickRows(a.macs, positions) });

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

  /** The elements times public bits. */
  where = (a: Shares, bits: Uint8Array): Shares => {
    const macs = macRows(bits.length);
    addWhere(macs, bits, a.macs);
    return { bits: a.bits.map((bit, i) => bit & (bits[i] as number)), macs };
  };
}

export function sliceShares({ bits, macs }: Shares, from: number, to: number): Shares {
  return { bits: bits.subarray(from, to), macs: sliceRows(macs, from, to) };
}

export function eraseShares({ bits, macs }: Shares): void {
  bits.fill(0);
  macs.fill(0);
}
