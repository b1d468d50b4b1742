import { createHash, type Hash } from 'node:crypto';
import { plain } from '../bytes.js';

/*
 * SHA-3 and SHAKE (FIPS 202) by OpenSSL, with the interface that noble's ML-KEM expects: `scripts/openssl-sha3.mjs` puts this module in place of noble's own.
 * The first key of a process then takes less than half the time: noble's permutation is slow until it is compiled, and a party that joins last makes one key.
 */

/** SampleNTT needs three blocks of a seed's bytes, four in one case of a hundred, and in practice never six. */
const FIRST_BLOCKS = 3;

class FixedHash {
  readonly #hash: Hash;

  constructor(name: string) {
    this.#hash = createHash(name);
  }

  update(piece: Uint8Array): this {
    this.#hash.update(piece);
    return this;
  }

  digest(): Uint8Array {
    return plain(this.#hash.digest());
  }
}

/**
 * An output of a length that is given beforehand, or one that is read piece by piece. OpenSSL before 3.3 supports only the former: for the latter, this class
 * keeps the input and hashes it anew when the caller reads more.
 */
class ExtendableHash {
  readonly #name: string;
  readonly #blockLength: number;
  readonly #outputLength: number | undefined;
  #pieces: Uint8Array[] = [];
  #output: Uint8Array = new Uint8Array(0);
  #read = 0;

  constructor(name: string, blockLength: number, outputLength: number | undefined) {
    this.#name = name;
    this.#blockLength = blockLength;
    this.#outputLength = outputLength;
  }

  update(piece: Uint8Array): this {
    if (this.#read > 0) throw new Error('the input is over once output was read');
    this.#pieces.push(Uint8Array.from(piece));
    return this;
  }

  digest(): Uint8Array {
    if (this.#outputLength === undefined) throw new Error('the length of the output was not given');
    const output = this.#first(this.#outputLength);
    this.destroy();
    return output;
  }

  /** Fills `target` with the next bytes of the output. */
  xofInto(target: Uint8Array): Uint8Array {
    const end = this.#read + target.length;
    if (end > this.#output.length) this.#output = this.#first(Math.max(end, FIRST_BLOCKS * this.#blockLength, 2 * this.#output.length));
    target.set(this.#output.subarray(this.#read, end));
    this.#read = end;
    return target;
  }

  destroy(): void {
    for (const piece of this.#pieces) piece.fill(0);
    this.#pieces = [];
    this.#output.fill(0);
    this.#output = new Uint8Array(0);
  }

  #first(length: number): Uint8Array {
    const hash = createHash(this.#name, { outputLength: length });
    for (const piece of this.#pieces) hash.update(piece);
    return plain(hash.digest());
  }
}

function fixed(name: string) {
  const once = (input: Uint8Array): Uint8Array => new FixedHash(name).update(input).digest();
  return Object.assign(once, { create: () => new FixedHash(name) });
}

function extendable(name: string, blockLength: number) {
  const once = (input: Uint8Array, { dkLen }: { readonly dkLen: number }): Uint8Array => new ExtendableHash(name, blockLength, dkLen).update(input).digest();
  return Object.assign(once, { blockLen: blockLength, create: ({ dkLen }: { readonly dkLen?: number } = {}) => new ExtendableHash(name, blockLength, dkLen) });
}

export const sha3_256 = fixed('sha3-256');
export const sha3_512 = fixed('sha3-512');
export const shake128 = extendable('shake128', 168);
export const shake256 = extendable('shake256', 136);
