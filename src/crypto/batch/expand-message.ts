import { concat } from '../bytes.js';
import { sha512 } from '../primitives/sha2.js';

const BLOCK_BYTES = 128;
const OUTPUT_BYTES = 64;

/**
 * expand_message_xmd of RFC 9380 section 5.3.1 with SHA-512, to the 64 bytes that the map to ristretto255 takes. One output block is enough, so b_1 is the
 * result. `dst` has 1 to 255 bytes.
 */
export function expandMessage(message: Uint8Array, dst: Uint8Array): Uint8Array {
  const dstPrime = concat(dst, Uint8Array.of(dst.length));
  const b0 = sha512(concat(new Uint8Array(BLOCK_BYTES), message, Uint8Array.of(0, OUTPUT_BYTES, 0), dstPrime));
  return sha512(concat(b0, Uint8Array.of(1), dstPrime));
}
