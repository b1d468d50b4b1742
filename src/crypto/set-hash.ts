import { hashParts } from './hash.js';
import { sortDigests } from './sort-digests.js';
import type { Steps } from './steps.js';

/** 32 bytes that stand for a set of digests: a hash of all digests in ascending order, whatever order they are given in. Throws as `sortDigests`. */
export function* hashOfSet(digests: Uint8Array): Steps<Uint8Array> {
  return hashParts('mpc set v1', yield* sortDigests(digests));
}
