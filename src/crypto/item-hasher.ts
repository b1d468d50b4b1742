import type { ItemHasher } from './item-digest.js';
import { ItemHash } from './kernels/item-hash.js';

/** `digestItems` in WebAssembly, four items at a time: for lists that are long enough to wait for it. */
export function kernelHasher(): ItemHasher {
  const hash = new ItemHash();
  return (bytes, offsets, count) => hash.digests(bytes, offsets.subarray(0, count + 1));
}
