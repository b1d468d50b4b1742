/** A channel's source of time. Tests bring their own, which runs at any speed. */
export interface Clock {
  /** Milliseconds since an arbitrary moment. It never goes back. */
  now(): number;
  /** Calls `run` once, after `ms` milliseconds, unless the returned function is called before that. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
