import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/** Bytes outside V8's heap that may wait until memory is collected. */
const WAITING_BYTES = 128 * 2 ** 20;
/** Growth of the heap until the next collection, in percent. Below the first figure V8 does better by itself; the second bounds what waits while the heap grows. */
const [LEAST_PERCENT, MOST_PERCENT] = [200, 1000];

let users = 0;

/**
 * Makes this process collect garbage less often, until the function that it returns is called. V8 counts memory outside its heap as growth of the heap, and
 * so collects a small heap, as this program's is while it computes on typed arrays, whenever some ten megabytes wait. From now on about 128 MiB may wait. A
 * large heap is left as it is, because it may not grow by as much again.
 */
export function collectRarely(): () => void {
  if (users++ === 0) letHeapGrow(growthOf(getHeapStatistics().used_heap_size));
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    if (--users === 0) letHeapGrow(0);
  };
}

/** By how many percent a heap of so many bytes may grow until the next collection; 0 leaves it to V8. */
export function growthOf(heapBytes: number): number {
  const percent = Math.floor((100 * WAITING_BYTES) / heapBytes);
  return percent < LEAST_PERCENT ? 0 : Math.min(percent, MOST_PERCENT);
}

function letHeapGrow(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
}
