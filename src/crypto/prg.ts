import { cipherInto } from './cipher-into.js';
import type { Field } from './field.js';
import { firstUnreduced, zeroVector, type FieldVector } from './field-vector.js';
import { hkdf } from './hash.js';
import { aesCounterMode, type BlockCipher } from './primitives/aes.js';

/** AES runs three times slower when it is given megabytes at once, so it gets pieces that stay in the cache. */
const PIECE = 64 * 1024;
const ZEROS = new Uint8Array(PIECE);

/** Bytes of a seed. */
export const SEED_BYTES = 32;

/**
 * Expands a seed to `length` uniform elements of a field: AES-256 in counter mode under a key that HKDF derives from the seed, with the session, the two
 * parties and the purpose in `info`.
 *
 * It uses rejection sampling: an element is the lowest `field.bits` bits of its words. An element that is not below the modulus is drawn again from the rest of
 * the stream, so that all elements are equally likely.
 */
export function expandSeed(field: Field, seed: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): FieldVector {
  const key = hkdf(seed, salt, info, 32);
  const cipher = aesCounterMode(key);
  const vector = zeroVector(field, length);
  fill(cipher, vector);
  maskTopWords(field, vector);
  redraw(field, cipher, vector);
  return vector;
}

function fill(cipher: BlockCipher, vector: FieldVector): void {
  const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
  for (let offset = 0; offset < bytes.length; offset += PIECE) {
    cipherInto(cipher, ZEROS.subarray(0, Math.min(PIECE, bytes.length - offset)), bytes, offset);
  }
}

function maskTopWords(field: Field, vector: FieldVector): void {
  const { limbs } = field;
  for (let limb = limbs - 1; limb >= 0; limb--) {
    const bitsHere = field.bits - 32 * limb;
    if (bitsHere >= 32) return;
    const mask = bitsHere <= 0 ? 0 : 2 ** bitsHere - 1;
    for (let at = limb; at < vector.length; at += limbs) vector[at] = (vector[at] as number) & mask;
  }
}

function redraw(field: Field, cipher: BlockCipher, vector: FieldVector): void {
  const { limbs } = field;
  let from = 0;
  for (;;) {
    const found = firstUnreduced(field, vector.subarray(from));
    if (found === -1) return;
    from += found * limbs;
    const element = vector.subarray(from, from + limbs);
    fill(cipher, element);
    maskTopWords(field, element);
  }
}
