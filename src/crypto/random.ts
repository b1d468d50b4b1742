import { fillFromSystem } from './primitives/system-random.js';

/** `n` bytes from the operating system's generator: the only source of randomness in the program. */
export function randomBytes(n: number): Uint8Array {
  const bytes = new Uint8Array(n);
  fillFromSystem(bytes);
  return bytes;
}

/** Fills existing memory with random bytes from the same source. */
export function fillRandomly(bytes: Uint8Array): void {
  fillFromSystem(bytes);
}
