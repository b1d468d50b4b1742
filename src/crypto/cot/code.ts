import { cipherInto } from '../cipher-into.js';
import { HASH_BYTES, MAC_BYTES } from '../engine/rows.js';
import { ELEMENT_BYTES } from '../ot/element.js';
import { aesCounterMode, type BlockCipher } from '../primitives/aes.js';
import type { Steps } from '../steps.js';
import type { CotMemory } from './memory.js';
import { CODE_WEIGHT, type CotParameters } from './parameters.js';

/** Outputs of one call: the words that choose their positions fit into one piece. */
const OUTPUTS_PER_CALL = 1024;
const WORD = 4;
const ZEROS = new Uint8Array(OUTPUTS_PER_CALL * CODE_WEIGHT * WORD);
const CALLS_PER_STEP = 128;

/**
 * The words that choose the positions of the code, ten for each output. They come from AES-128 in counter mode under the first half of a 32-byte key that
 * serves one chunk.
 */
export class PlaceStream {
  readonly #cipher: BlockCipher;

  /** Starts at output number `first`, which is even, because five blocks serve two outputs. */
  constructor(key: Uint8Array, first = 0) {
    const bytes = WORD * CODE_WEIGHT * first;
    if (bytes % ELEMENT_BYTES !== 0) throw new RangeError('positions begin with an even output');
    this.#cipher = aesCounterMode(key.subarray(0, 16), bytes / ELEMENT_BYTES);
  }

  /** Writes the words of the next `outputs` outputs, at most 1024, little-endian, into the memory at this position. */
  next(outputs: number, memory: Uint8Array, at: number): void {
    cipherInto(this.#cipher, ZEROS.subarray(0, WORD * CODE_WEIGHT * outputs), memory, at);
  }
}

/** The code, applied to the outputs in order from a given one on. To each string of the memory it adds the ten table entries that the code chooses for it. */
export class Encoder {
  readonly #memory: CotMemory;
  readonly #columns: number;
  readonly #stream: PlaceStream;
  #next: number;

  constructor(memory: CotMemory, { columns }: CotParameters, key: Uint8Array, first = 0) {
    this.#memory = memory;
    this.#columns = columns;
    this.#stream = new PlaceStream(key, first);
    this.#next = first;
  }

  /** Encodes the next `count` outputs, with hash halves for the first `hashed`. The hash halves of the others stay unchanged and must not be used. */
  *next(count: number, hashed = count): Steps<void> {
    const end = this.#next + count;
    const whole = this.#next + hashed;
    for (let calls = 0; this.#next < end; calls++) {
      this.#encode(Math.min(OUTPUTS_PER_CALL, (this.#next < whole ? whole : end) - this.#next), this.#next < whole);
      if (calls % CALLS_PER_STEP === 0) yield;
    }
  }

  #encode(count: number, isHashed: boolean): void {
    const { kernel: { bytes, call }, leaves, words, bits, table, hashTable, piece } = this.#memory;
    const from = this.#next;
    this.#stream.next(count, bytes, piece);
    call.addEntries(words + MAC_BYTES * from, bits + from, count, table, this.#columns, piece);
    if (isHashed) call.addHashes(leaves + HASH_BYTES * from, count, hashTable, this.#columns, piece);
    this.#next += count;
  }
}
