import type { BlockCipher } from './primitives/aes.js';
import { release } from './primitives/release.js';

/** `target[at …] = cipher.update(input)`, for many pieces. The cipher allocates memory for each piece, and this function releases it at once. */
export function cipherInto(cipher: BlockCipher, input: Uint8Array, target: Uint8Array, at: number): void {
  const output = cipher.update(input);
  target.set(output, at);
  // It can be a secret: memory that is released may be handed out again as it is.
  output.fill(0);
  release(output);
}
