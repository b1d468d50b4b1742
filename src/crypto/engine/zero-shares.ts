import { lengthPrefixed, u32be, utf8 } from '../bytes.js';
import { hkdf } from '../hash.js';
import { SEED_BYTES } from '../prg.js';
import { aesCounterMode } from '../primitives/aes.js';
import { addBits, bitsIn, packedBytes } from './bit-vector.js';

const LABEL = 'mpc f2 zero share v1';

/**
 * Shares of zero, from a seed in each direction between each two parties. They add up to 0, and the shares of two or more honest parties are uniform given
 * their sum. A party adds such a share to every share that it sends, under a label and an index that serve once. Otherwise its share of a mask that another
 * party owns would be 0, and an opening that is linear in inputs would reveal an input.
 */
export class ZeroShares {
  readonly #self: number;
  readonly #sid: Uint8Array;
  /** By party: the seed that this party gave, and the seed that it received. */
  readonly #given: readonly (Uint8Array | undefined)[];
  readonly #taken: readonly (Uint8Array | undefined)[];
  readonly #used = new Set<string>();

  constructor(sid: Uint8Array, self: number, given: readonly (Uint8Array | undefined)[], taken: readonly (Uint8Array | undefined)[]) {
    this.#sid = sid;
    this.#self = self;
    this.#given = given;
    this.#taken = taken;
  }

  /** `count` bits, one a byte. Throws if the label and index served before. */
  bits(label: string, index: number, count: number): Uint8Array {
    const sum = new Uint8Array(count);
    for (const stream of this.#streams(label, index, packedBytes(count))) addBits(sum, bitsIn(stream, count));
    return sum;
  }

  /** Bytes, to be added by exclusive or. */
  bytes(label: string, index: number, length: number): Uint8Array {
    const sum = new Uint8Array(length);
    for (const stream of this.#streams(label, index, length)) addBits(sum, stream);
    return sum;
  }

  erase(): void {
    for (const seed of [...this.#given, ...this.#taken]) seed?.fill(0);
  }

  #streams(label: string, index: number, length: number): Uint8Array[] {
    const name = `${label}/${index}`;
    if (this.#used.has(name)) throw new Error('a share of zero was used twice');
    this.#used.add(name);
    return this.#given.flatMap((seed, party) => {
      const other = this.#taken[party];
      if (seed === undefined || other === undefined) return [];
      return [this.#expand(seed, this.#self, party, label, index, length), this.#expand(other, party, this.#self, label, index, length)];
    });
  }

  #expand(seed: Uint8Array, from: number, to: number, label: string, index: number, length: number): Uint8Array {
    if (seed.length !== SEED_BYTES) throw new RangeError('a seed of another length');
    const key = hkdf(seed, this.#sid, lengthPrefixed(utf8(LABEL), utf8(label), u32be(from), u32be(to), u32be(index)), 32);
    return Uint8Array.from(aesCounterMode(key).update(new Uint8Array(length)));
  }
}
