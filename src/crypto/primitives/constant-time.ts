import { timingSafeEqual } from 'node:crypto';

/** Whether two byte strings of one length are equal, in time that does not depend on what they hold. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return timingSafeEqual(a, b);
}
