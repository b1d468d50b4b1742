import { concat, fromHex, utf8 } from '../bytes.js';
import { expandMessage } from '../batch/expand-message.js';
import { fromLittleEndian, toLittleEndian32 } from '../field25519.js';
import { ORDER } from '../scalar.js';

/** RFC 9497, suite ristretto255-SHA512 (section 4.1) in mode VOPRF: "OPRFV1-" ‖ 01 ‖ "-ristretto255-SHA512". */
const CONTEXT = concat(utf8('OPRFV1-'), Uint8Array.of(1), utf8('-ristretto255-SHA512'));

export const HASH_TO_GROUP_DST = concat(utf8('HashToGroup-'), CONTEXT);
export const DERIVE_KEY_PAIR_DST = concat(utf8('DeriveKeyPair'), CONTEXT);
const HASH_TO_SCALAR_DST = concat(utf8('HashToScalar-'), CONTEXT);

/** The generator of RFC 9496 section 4, encoded. */
export const GENERATOR_BYTES = fromHex('e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76');

/** I2OSP(n, 2): two bytes, big-endian. Throws a RangeError if n does not fit. */
export function twoBytes(n: number): Uint8Array {
  if (!Number.isInteger(n) || n < 0 || n > 0xffff) throw new RangeError('not an unsigned integer of 16 bits');
  return Uint8Array.of(n >> 8, n & 0xff);
}

/** Each part after its length in two bytes, as in all transcripts of RFC 9497. */
export function prefixed(...parts: readonly Uint8Array[]): Uint8Array {
  return concat(...parts.flatMap((part) => [twoBytes(part.length), part]));
}

/** HashToScalar: 32 bytes, little-endian. */
export function hashToScalar(message: Uint8Array, dst: Uint8Array = HASH_TO_SCALAR_DST): Uint8Array {
  return toLittleEndian32(fromLittleEndian(expandMessage(message, dst)) % ORDER);
}
