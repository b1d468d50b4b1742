import { cipherInto } from '../cipher-into.js';
import { HASH_BYTES, MAC_BYTES } from '../engine/rows.js';
import type { Steps } from '../steps.js';
import type { CotMemory } from './memory.js';
import { CODE_WEIGHT, type CotParameters, cotSizes } from './parameters.js';
import { aesCounterMode, type BlockCipher } from '../primitives/aes.js';

/** Outputs of one call: the words that choose their positions fit into a piece. */
const OUTPUTS_PER_CALL = 1024;
const WORD = 4;
const ZEROS = new Uint8Array(OUTPUTS_PER_CALL * CODE_WEIGHT * WORD);
const CALLS_PER_STEP = 128;

/** The words that choose the positions of the code, ten for each output: AES-128 in counter mode under the first half of a 32-byte key that serves one chunk. */
export class PlaceStream {
  readonly #cipher: BlockCipher;

  constructor(key: Uint8Array) {
    this.#cipher = aesCounterMode(key.subarray(0, 16));
  }

  /** Puts the words of the next `outputs`, at most 1024, little-endian, into the memory at this position. */
  next(outputs: number, memory: Uint8Array, at: number): void {
    cipherInto(this.#cipher, ZEROS.subarray(0, WORD * CODE_WEIGHT * outputs), memory, at);
  }
}

/** To every string of the memory, the sum of the ten entries of the table that the code has for it. */
export function* encode(memory: CotMemory, parameters: CotParameters, key: Uint8Array): Steps<void> {
  const { kernel: { bytes, call }, leaves, words, bits, table, piece } = memory;
  const { outputs } = cotSizes(parameters);
  const stream = new PlaceStream(key);
  for (let from = 0; from < outputs; from += OUTPUTS_PER_CALL) {
    const count = Math.min(OUTPUTS_PER_CALL, outputs - from);
    stream.next(count, bytes, piece);
    call.addEntries(leaves + HASH_BYTES * from, words + MAC_BYTES * from, bits + from, count, table, parameters.columns, piece);
    if (from % (CALLS_PER_STEP * OUTPUTS_PER_CALL) === 0) yield;
  }
}
