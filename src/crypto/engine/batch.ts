import { runsOf, type Triples } from './buckets.js';
import { keptBytes, type PieceMemory } from './piece-memory.js';
import { type MacRows, sliceRows } from './rows.js';
import { eraseShares, type Shares, sliceShares } from './shares.js';

/** The bytes of a `PieceMemory` that a batch of `leaky` leaky ANDs keeps. */
export function batchBytes(leaky: number): number {
  return 4 * keptBytes(leaky);
}

/** A piece of a batch: shares of x, y, z, and rows that add up to 0 over all parties if all followed the protocol. */
export interface BatchPiece extends Triples {
  readonly sum: MacRows;
}

/**
 * The leaky ANDs of one batch, and the triples that are made of them, in the memory in which the pieces are made. One batch after the other uses it.
 * `buckets.ts` has the definitions of `differences` and `combine`.
 */
export class Batch {
  readonly #memory: PieceMemory;
  readonly #all: Triples;
  /** The sums of the zero check as MAC rows; afterwards, the differences. */
  readonly #spare: Shares;
  /** Memory that was never written is not touched: the system supplies it page by page. */
  #isWritten = false;

  constructor(memory: PieceMemory, leaky: number) {
    this.#memory = memory;
    const [x, y, z, spare] = [0, 1, 2, 3].map(() => memory.keep(leaky)) as [Shares, Shares, Shares, Shares];
    this.#all = { x, y, z };
    this.#spare = spare;
  }

  get sums(): MacRows {
    return this.#spare.macs;
  }

  /** Leaky ANDs `at` to `at + gates − 1`, to be written. */
  piece(at: number, gates: number): BatchPiece {
    this.#isWritten = true;
    return { ...this.#slice(at, at + gates), sum: sliceRows(this.sums, at, at + gates) };
  }

  /** y⁰ + y^k of every bucket, layer by layer. They take the place of the sums. */
  differences(gates: number, shifts: readonly number[]): Shares {
    const { y } = this.#all;
    for (const { at, from, count, layer } of runsOf(gates, shifts)) {
      this.#memory.sum(sliceShares(this.#spare, layer * gates + at, layer * gates + at + count), sliceShares(y, at, at + count), sliceShares(y, from, from + count));
    }
    return sliceShares(this.#spare, 0, gates * shifts.length);
  }

  /** The triples, with the opened differences d. They take the place of the first layer, and the other layers are overwritten with 0. */
  combine(gates: number, shifts: readonly number[], differences: Uint8Array): Triples {
    const d = this.#memory.bitsFrom(differences);
    for (const { at, from, count, layer } of runsOf(gates, shifts)) {
      const [to, other] = [this.#slice(at, at + count), this.#slice(from, from + count)];
      this.#memory.combine(to.x, to.z, other.x, other.z, d.subarray(layer * gates + at, layer * gates + at + count));
    }
    this.#memory.clear();
    const used = this.#slice(gates, gates * (1 + shifts.length));
    for (const part of [used.x, used.y, used.z]) eraseShares(part);
    return this.#slice(0, gates);
  }

  erase(): void {
    if (!this.#isWritten) return;
    this.#isWritten = false;
    for (const part of [this.#all.x, this.#all.y, this.#all.z, this.#spare]) eraseShares(part);
  }

  #slice(from: number, to: number): Triples {
    const { x, y, z } = this.#all;
    return { x: sliceShares(x, from, to), y: sliceShares(y, from, to), z: sliceShares(z, from, to) };
  }
}
