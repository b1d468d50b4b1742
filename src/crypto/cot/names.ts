import { u32be } from '../bytes.js';
import { hashParts } from '../hash.js';

/**
 * The source of a chunk's keys: the binding, which names session, direction and purpose, and the chunk's number. No two chunks, directions or sessions share a
 * permutation of trees, pads, or a code.
 */
export function chunkName(binding: Uint8Array, chunk: number, part: 'trees' | 'leaves' | 'pads'): Uint8Array {
  return hashParts('mpc f2 cot v1', binding, u32be(chunk), part);
}

/** The key of the code. It includes 32 bytes from the holder of the bits, who draws them after all guesses at its noise have been made. */
export function codeKey(binding: Uint8Array, chunk: number, contribution: Uint8Array): Uint8Array {
  return hashParts('mpc f2 cot code v1', binding, u32be(chunk), contribution);
}
