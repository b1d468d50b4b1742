/** What a channel knows of time. Tests bring one of their own, which runs as fast as they like. */
export interface Clock {
  /** Milliseconds since some moment; never falls. */
  now(): number;
  /** Calls `run` once, after `ms` milliseconds, unless the returned function is called before. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
