import type { ItemHasher } from './item-digest.js';
import { ItemHash } from './kernels/item-hash.js';

/** `digestItems` in WebAssembly, four items at a time. It needs time to load, so use it for long lists. */
export function kernelHasher(): ItemHasher {
  const hash = new ItemHash();
  return (bytes, offsets, count) => hash.digests(bytes, offsets.subarray(0, count + 1));
}
