import type { Cipher } from 'node:crypto';

/** More than what V8 keeps within its heap. */
const OUTSIDE_BYTES = 128;

/**
 * `target[at …] = cipher.update(input)`, for many pieces. The cipher gives each piece in memory of its own; V8 only looks how much of such memory is
 * waiting to be freed when somebody else asks for some. Without that, tens of megabytes lie about.
 */
export function cipherInto(cipher: Pick<Cipher, 'update'>, input: Uint8Array, target: Uint8Array, at: number): void {
  target.set(cipher.update(input), at);
  new Uint8Array(OUTSIDE_BYTES);
}
