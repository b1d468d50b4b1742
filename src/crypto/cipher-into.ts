import type { BlockCipher } from './primitives/aes.js';
import { release } from './primitives/release.js';

/** `target[at …] = cipher.update(input)`, for many pieces. The cipher gives each piece in memory of its own, which is given back at once. */
export function cipherInto(cipher: BlockCipher, input: Uint8Array, target: Uint8Array, at: number): void {
  const output = cipher.update(input);
  target.set(output, at);
  release(output);
}
