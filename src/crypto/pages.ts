const PAGE = 64 * 1024;
/** Below, the pages themselves would cost more. */
const WORTH_PAGES = 2 ** 20;

/**
 * So many zeros, for what is large and lives briefly. Large ones are pages of their own, as those of a kernel, which go back to the system when nobody holds them any more; the
 * allocator of the C library keeps what it once had. Threads can share them. The buffer behind may be longer than the bytes.
 */
export function pages(bytes: number): Uint8Array {
  if (bytes < WORTH_PAGES) return new Uint8Array(bytes);
  const count = Math.ceil(bytes / PAGE);
  return new Uint8Array(new WebAssembly.Memory({ initial: count, maximum: count, shared: true }).buffer, 0, bytes);
}
