import { hashParts } from './hash.js';
import { sortDigests } from './sort-digests.js';
import type { Steps } from './steps.js';

/** 32 bytes that stand for a set of digests, in whatever order it is given: a hash of all in ascending order. Throws as `sortDigests`. */
export function* hashOfSet(digests: Uint8Array): Steps<Uint8Array> {
  return hashParts('mpc set v1', yield* sortDigests(digests));
}
