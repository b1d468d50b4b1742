const PAGE = 64 * 1024;
/** Below this size, the pages themselves would cost more. */
const WORTH_PAGES = 2 ** 20;

/**
 * `bytes` zeros, for large buffers that live briefly. Large buffers have pages of their own, like the memory of a kernel. These go back to the system when
 * nobody holds them any more; the allocator of the C library keeps its memory. Threads can share them. The buffer behind may be longer than the bytes.
 */
export function pages(bytes: number): Uint8Array {
  if (bytes < WORTH_PAGES) return new Uint8Array(bytes);
  const count = Math.ceil(bytes / PAGE);
  return new Uint8Array(new WebAssembly.Memory({ initial: count, maximum: count, shared: true }).buffer, 0, bytes);
}
