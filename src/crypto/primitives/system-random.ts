import { randomFillSync } from 'node:crypto';

/** Fills these bytes from the operating system's generator, the only source of randomness in the program. */
export function fillFromSystem(bytes: Uint8Array): void {
  randomFillSync(bytes);
}
