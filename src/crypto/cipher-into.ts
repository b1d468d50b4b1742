import type { BlockCipher } from './primitives/aes.js';

/** Bytes of ciphers' output after which it is worth looking for what nobody needs any more. */
const MUCH = 4 * 2 ** 20;

let collect: (() => void) | undefined;
let since = 0;

/** Says how what lived briefly is freed: a thread of its own can afford to do that often. */
export function collectOutputWith(collector: () => void): void {
  collect = collector;
}

/**
 * `target[at …] = cipher.update(input)`, for many pieces. The cipher gives each piece in memory of its own, which V8 lets lie about until there are tens of
 * megabytes of it.
 */
export function cipherInto(cipher: BlockCipher, input: Uint8Array, target: Uint8Array, at: number): void {
  target.set(cipher.update(input), at);
  since += input.length;
  if (since < MUCH) return;
  since = 0;
  collect?.();
}
