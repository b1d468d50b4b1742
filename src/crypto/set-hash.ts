import { runningParts } from './hash.js';
import { sortedParts } from './sort-digests.js';
import type { Steps } from './steps.js';

/** 32 bytes that stand for a set of digests: a hash of all digests in ascending order, whatever order they are given in. Throws as `sortedParts`. */
export function* hashOfSet(digests: Uint8Array): Steps<Uint8Array> {
  const hash = runningParts('mpc set v1', digests.length);
  for (const part of sortedParts(digests)) {
    hash.update(part);
    yield;
  }
  return hash.digest();
}
