import { timingSafeEqual } from 'node:crypto';

/** Whether two byte strings of one length are equal. The time does not depend on their contents. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return timingSafeEqual(a, b);
}
