import { randomFillSync } from 'node:crypto';

/** `n` bytes from the operating system's generator: the only source of randomness in the program. */
export function randomBytes(n: number): Uint8Array {
  return randomFillSync(new Uint8Array(n));
}

/** The same into memory that is there. */
export function fillRandomly(bytes: Uint8Array): void {
  randomFillSync(bytes);
}
