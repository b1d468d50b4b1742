/** The first address after the kernel's own constants. The host lays out its regions from here. */
export function heapBase(): i32 {
  return <i32>__heap_base;
}
