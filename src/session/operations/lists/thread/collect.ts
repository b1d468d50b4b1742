import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

interface Collector {
  /** Frees all unreachable memory at once. Takes some ten milliseconds if there are few objects. */
  all(): void;
  /** The same for recent objects only: a fraction of a millisecond. */
  young(): void;
}

/** Without it, V8 would wait until 32 MiB of recent memory, or 64 MiB in all, are in use outside of its heap. */
export function garbageCollector(): Collector {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void;
  return { all: () => collect(), young: () => collect({ type: 'minor' }) };
}
