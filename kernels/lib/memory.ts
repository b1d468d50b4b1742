/** First address that the kernel's own constants leave free: what the host lays out begins here. */
export function heapBase(): i32 {
  return <i32>__heap_base;
}
