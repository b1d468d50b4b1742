import { randomFillSync } from 'node:crypto';

/** Overwrites these bytes with some from the operating system's generator: the only source of randomness in the program. */
export function fillFromSystem(bytes: Uint8Array): void {
  randomFillSync(bytes);
}
