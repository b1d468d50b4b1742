import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

interface Collector {
  /** Frees at once what nobody holds any more: some ten milliseconds, where there are few objects. */
  all(): void;
  /** The same of what came lately: a fraction of a millisecond. */
  young(): void;
}

/** V8 would wait until 32 MiB lately, or 64 MiB in all, are in use outside of its heap. */
export function garbageCollector(): Collector {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void;
  return { all: () => collect(), young: () => collect({ type: 'minor' }) };
}
