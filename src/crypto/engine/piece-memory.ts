import { cipherInto } from '../cipher-into.js';
import engineModule from '../kernels/generated/engine.js';
import { type Kernel, loadKernel } from '../kernels/kernel.js';
import { padCipher } from '../ot/rows.js';
import type { Steps } from '../steps.js';
import { countOf, HASH_BYTES, type HashRows, MAC_BYTES, macRows, type MacRows } from './rows.js';
import type { Shares } from './shares.js';

/** The exports of `kernels/engine.ts`, which says what they do. */
interface EngineFunctions {
  addWhere(rows: number, bits: number, key: number, count: number): void;
  addKeyWhere(rows: number, bits: number, key: number, count: number): void;
  addBoth(rows: number, a: number, b: number, count: number): void;
  addBothBits(bits: number, a: number, b: number, count: number): void;
  combine(x: number, z: number, otherX: number, otherZ: number, d: number, count: number): void;
  combineBits(x: number, z: number, otherX: number, otherZ: number, d: number, count: number): void;
  withKey(target: number, rows: number, key: number, count: number): void;
  tweak(target: number, rows: number, first: number, count: number): void;
  add(rows: number, others: number, count: number): void;
  offerU(u: number, phi: number, zero: number, one: number, count: number): void;
  addPair(sum: number, zero: number, own: number, x: number, u: number, count: number): void;
  offerHalves(zeros: number, ones: number, zero: number, one: number, y: number, masks: number, count: number): void;
  takeHalves(shares: number, own: number, x: number, zeros: number, ones: number, count: number): void;
  addProducts(shares: number, x: number, y: number, count: number): void;
  startSums(sum: number, z: number, x: number, y: number, d: number, key: number, count: number): void;
}

/** Where vectors of strings and bits are made. */
export interface Room {
  rows(count: number): MacRows;
  hashes(count: number): HashRows;
  bits(count: number): Uint8Array;
}

/** Memory of the program. */
export const HEAP: Room = { rows: macRows, hashes: (count) => new Uint8Array(HASH_BYTES * count), bits: (count) => new Uint8Array(count) };

/** Hashes made at once: larger pieces leave the cache. */
const HASHES = 2048;
/** Some milliseconds of work. */
const HASHES_PER_STEP = 16 * HASHES;
/** Room for the beginnings of regions, and for keys. */
const SLACK = 64 * 1024;
const ALIGNMENT = 64;

/** The bytes that a drawing of `drawn` bits with `gates` leaky ANDs takes, with `others` other parties. */
export function pieceBytes(others: number, drawn: number, gates: number): number {
  const pair = (2 * MAC_BYTES + 2) * drawn + (5 * HASH_BYTES + 2 * MAC_BYTES + 5) * gates;
  return others * pair + (MAC_BYTES + 2) * drawn + (2 * MAC_BYTES + 6) * gates + SLACK + 128 * ALIGNMENT * (1 + others);
}

/** The bytes that `keep` takes for shares of `count` bits. */
export function keptBytes(count: number): number {
  return (MAC_BYTES + 1) * count + 2 * ALIGNMENT;
}

/**
 * The memory of one piece of leaky ANDs. All vectors of a piece are made in it, and kernels work on them where they are. `clear` overwrites all of it and gives
 * it to the next piece; vectors of the piece before must not be used any more. What `keep` gave stays. Each operation is defined in `rows.ts`, `ot/rows.ts`,
 * `leaky-and.ts` and `buckets.ts`, which the tests compare it with.
 */
export class PieceMemory implements Room {
  readonly #kernel: Kernel<EngineFunctions>;
  readonly #start: number;
  readonly #end: number;
  readonly #inner: number;
  readonly #tweaked: number;
  #next: number;

  /** Room for a piece of `bytes` bytes, and for `kept` bytes that stay. */
  constructor(bytes: number, kept = 0) {
    this.#kernel = loadKernel(engineModule, { memoryBytes: bytes + kept + 2 * HASH_BYTES * HASHES + 1024 });
    this.#inner = this.#kernel.allocate(HASH_BYTES * HASHES);
    this.#tweaked = this.#kernel.allocate(HASH_BYTES * HASHES);
    this.#start = this.#kernel.allocate(bytes);
    this.#end = this.#start + bytes;
    this.#next = this.#start;
  }

  rows = (count: number): MacRows => new Int32Array(this.#kernel.bytes.buffer, this.#take(MAC_BYTES * count), (MAC_BYTES / 4) * count);

  hashes = (count: number): HashRows => this.bits(HASH_BYTES * count);

  bits = (count: number): Uint8Array => {
    const at = this.#take(count);
    return this.#kernel.bytes.subarray(at, at + count);
  };

  /** A copy of rows that came as bytes. */
  rowsFrom(bytes: Uint8Array): MacRows {
    const rows = this.rows(bytes.length / MAC_BYTES);
    this.#kernel.bytes.set(bytes, rows.byteOffset);
    return rows;
  }

  /** A copy of bits. */
  bitsFrom(bits: Uint8Array): Uint8Array {
    const copy = this.bits(bits.length);
    copy.set(bits);
    return copy;
  }

  /** Shares that `clear` does not overwrite, of `count` bits, which are 0. Throws a RangeError if there is no room. */
  keep(count: number): Shares {
    const [bits, macs] = [this.#kernel.allocate(count), this.#kernel.allocate(MAC_BYTES * count)];
    const { bytes } = this.#kernel;
    return { bits: bytes.subarray(bits, bits + count), macs: new Int32Array(bytes.buffer, macs, (MAC_BYTES / 4) * count) };
  }

  clear(): void {
    this.#kernel.bytes.fill(0, this.#inner, this.#next);
    this.#next = this.#start;
  }

  /** rows_i ← rows_i + bit_i · key. */
  addWhere(rows: MacRows, bits: Uint8Array, key: MacRows): void {
    this.#alike(countOf(rows), bits.length, countOf(key) * bits.length);
    this.#kernel.call.addWhere(this.#own(rows), this.#at(bits), this.#at(key), bits.length);
  }

  /** The same for hash rows. */
  addKeyWhere(rows: HashRows, bits: Uint8Array, key: Uint8Array): void {
    this.#alike(rows.length / HASH_BYTES, bits.length, (key.length / HASH_BYTES) * bits.length);
    this.#kernel.call.addKeyWhere(this.#own(rows), this.#at(bits), this.#at(key), bits.length);
  }

  /** rows_i ← rows_i + a_i + b_i. */
  addBoth(rows: MacRows, a: MacRows, b: MacRows): void {
    this.#alike(rows.length, a.length, b.length);
    this.#kernel.call.addBoth(this.#own(rows), this.#at(a), this.#at(b), countOf(rows));
  }

  /** The same for shares: bits and their MACs. */
  addBothShares(to: Shares, a: Shares, b: Shares): void {
    this.addBoth(to.macs, a.macs, b.macs);
    this.#alike(to.bits.length, a.bits.length, b.bits.length, countOf(to.macs));
    this.#kernel.call.addBothBits(this.#own(to.bits), this.#at(a.bits), this.#at(b.bits), to.bits.length);
  }

  /** x ← x + x', and z ← z + z' + d · x', with public bits d. */
  combine(x: Shares, z: Shares, otherX: Shares, otherZ: Shares, d: Uint8Array): void {
    const count = d.length;
    for (const { bits, macs } of [x, z, otherX, otherZ]) this.#alike(count, bits.length, countOf(macs));
    const bits = this.#at(d);
    this.#kernel.call.combine(this.#own(x.macs), this.#own(z.macs), this.#at(otherX.macs), this.#at(otherZ.macs), bits, count);
    this.#kernel.call.combineBits(this.#own(x.bits), this.#own(z.bits), this.#at(otherX.bits), this.#at(otherZ.bits), bits, count);
  }

  /** `hashOfRows`: the TMMO of rows, or of rows + Δ, with tweaks from 0 on. One hash after the other. */
  *hash(binding: Uint8Array, rows: HashRows, delta?: Uint8Array): Steps<HashRows> {
    const { bytes, call } = this.#kernel;
    const cipher = padCipher(binding);
    const count = rows.length / HASH_BYTES;
    const target = this.hashes(count);
    const key = delta === undefined ? 0 : this.#at(delta);
    const [from, to] = [this.#at(rows), target.byteOffset];
    const part = (at: number, length: number) => bytes.subarray(at, at + HASH_BYTES * length);
    for (let first = 0; first < count; first += HASHES) {
      const length = Math.min(HASHES, count - first);
      let input = from + HASH_BYTES * first;
      if (delta !== undefined) {
        call.withKey(this.#tweaked, input, key, length);
        input = this.#tweaked;
      }
      cipherInto(cipher, part(input, length), bytes, this.#inner);
      call.tweak(this.#tweaked, this.#inner, first, length);
      cipherInto(cipher, part(this.#tweaked, length), bytes, to + HASH_BYTES * first);
      call.add(to + HASH_BYTES * first, this.#inner, length);
      if (first % HASHES_PER_STEP === 0) yield;
    }
    return target;
  }

  /** U = H(K) + H(K + Δ^h) + φ. */
  offerU(zero: HashRows, one: HashRows, phi: MacRows): MacRows {
    const u = this.rows(countOf(phi));
    this.#alike(countOf(phi), zero.length / HASH_BYTES, one.length / HASH_BYTES);
    this.#kernel.call.offerU(u.byteOffset, this.#at(phi), this.#at(zero), this.#at(one), countOf(phi));
    return u;
  }

  /** sum_i ← sum_i + H(K) + H(M) + x_i · u_i. */
  addPair(sum: MacRows, zero: HashRows, own: HashRows, x: Uint8Array, u: MacRows): void {
    const count = countOf(sum);
    this.#alike(count, zero.length / HASH_BYTES, own.length / HASH_BYTES, x.length, countOf(u));
    this.#kernel.call.addPair(this.#own(sum), this.#at(zero), this.#at(own), this.#at(x), this.#at(u), count);
  }

  /** The half products for the other party, under masks. */
  offerHalves(zero: HashRows, one: HashRows, y: Uint8Array, masks: Uint8Array): { readonly zeros: Uint8Array; readonly ones: Uint8Array } {
    const count = y.length;
    this.#alike(count, zero.length / HASH_BYTES, one.length / HASH_BYTES, masks.length);
    const [zeros, ones] = [this.bits(count), this.bits(count)];
    this.#kernel.call.offerHalves(zeros.byteOffset, ones.byteOffset, this.#at(zero), this.#at(one), this.#at(y), this.#at(masks), count);
    return { zeros, ones };
  }

  /** Adds this party's shares of x · y_other to `shares`. */
  takeHalves(shares: Uint8Array, own: HashRows, x: Uint8Array, zeros: Uint8Array, ones: Uint8Array): void {
    const count = shares.length;
    this.#alike(count, own.length / HASH_BYTES, x.length, zeros.length, ones.length);
    this.#kernel.call.takeHalves(this.#own(shares), this.#at(own), this.#at(x), this.#at(zeros), this.#at(ones), count);
  }

  /** shares_i ← shares_i + x_i · y_i. */
  addProducts(shares: Uint8Array, x: Uint8Array, y: Uint8Array): void {
    this.#alike(shares.length, x.length, y.length);
    this.#kernel.call.addProducts(this.#own(shares), this.#at(x), this.#at(y), shares.length);
  }

  /** z_i ← z_i + d_i · key, and sum_i ← x_i · y_i + z_i. */
  startSums(sum: MacRows, z: MacRows, x: Uint8Array, y: MacRows, d: Uint8Array, key: MacRows): void {
    this.#alike(x.length, countOf(sum), countOf(z), countOf(y), d.length, countOf(key) * x.length);
    this.#kernel.call.startSums(this.#own(sum), this.#own(z), this.#at(x), this.#at(y), this.#at(d), this.#at(key), x.length);
  }

  /** Reserves a region, which is zero. */
  #take(bytes: number): number {
    const at = this.#next;
    const next = Math.ceil((at + bytes) / ALIGNMENT) * ALIGNMENT;
    if (!(next <= this.#end)) throw new RangeError('a piece that is larger than its memory');
    this.#next = next;
    return at;
  }

  /** The address of a vector, which is copied into this memory first if it is elsewhere. */
  #at(vector: Uint8Array | MacRows): number {
    if (vector.buffer === this.#kernel.bytes.buffer) return vector.byteOffset;
    const at = this.#take(vector.byteLength);
    this.#kernel.bytes.set(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength), at);
    return at;
  }

  /** The address of a vector that is written to. */
  #own(vector: Uint8Array | MacRows): number {
    if (vector.buffer !== this.#kernel.bytes.buffer) throw new RangeError('a vector outside the memory of its piece');
    return vector.byteOffset;
  }

  #alike(count: number, ...counts: readonly number[]): void {
    if (counts.some((each) => each !== count)) throw new RangeError('vectors of different lengths');
  }
}
